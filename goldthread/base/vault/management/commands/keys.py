"""goldthread keys [new | rotate]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.base.access.acting import trusted
from goldthread.base.vault import checks, keyring, workflow
from goldthread.base.vault.models import CaseKey


class Command(BaseCommand):
    help = "Say which master keys there are, make a new one, or change to the newest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", choices=("new", "rotate"))

    def handle(self, *args: Any, what: str | None, **options: Any) -> None:
        if what == "new":
            version = keyring.new()
            self.stdout.write(
                f"Made master key {version} in {keyring.folder()}. Keep a copy apart "
                "from the database’s backups. `goldthread keys rotate` changes to it."
            )
        elif what == "rotate":
            if lost := checks.missing():
                raise CommandError(lost)
            self._rotate()
        else:
            self._say()

    def _rotate(self) -> None:
        done = workflow.rotate(lambda done: self.stdout.write(f"{done:,} so far"))
        self.stdout.write(
            f"{done:,} keys wrapped under master key {keyring.current()}."
        )

    def _say(self) -> None:
        self.stdout.write(f"Master keys in {keyring.folder()}:")
        for version in keyring.versions():
            with trusted():
                cases = CaseKey.objects.whole().filter(version=version).count()
            self.stdout.write(f"  {version}: {cases:,} cases")
        if lost := checks.missing():
            raise CommandError(lost)
