"""goldthread restore DIR [--into NAME] [--key FILE] [--check]"""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.base.backups import restoring, streams
from goldthread.base.backups.management.commands.backup import key_file, needs


class Command(BaseCommand):
    help = "Restore a backup into an empty database, and prove that it is whole."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--key", type=Path, metavar="FILE", help="the backup key")
        parser.add_argument(
            "--into", metavar="NAME", help="another database of the same server"
        )
        parser.add_argument(
            "--check", action="store_true", help="only look whether it is whole"
        )

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            if check:
                self._check(folder, key_file(options["key"]))
            elif options["into"]:
                with restoring.turned_to(options["into"]):
                    self._restore(folder, key_file(options["key"]))
                self.stdout.write(
                    f"GOLDTHREAD_DATABASE={options['into']} makes Goldthread work in it."
                )
            else:
                self._restore(folder, key_file(options["key"]))
        except streams.Refused as refused:
            raise CommandError(str(refused)) from refused

    def _check(self, folder: Path, key: Path) -> None:
        manifest, _ = restoring.checked(folder, key)
        self.stdout.write(f"The backup of {manifest.made_at} is whole.")
        self.stdout.write(needs(manifest))

    def _restore(self, folder: Path, key: Path) -> None:
        began = time.monotonic()
        manifest, proved = restoring.give_back(folder, key, self.stdout.write)
        for sentence in proved:
            self.stdout.write(sentence)
        self.stdout.write(
            f"What was destroyed after {manifest.made_at} is back, and letters that "
            "waited then will be sent: docs/deploying.md says what to do."
        )
        self.stdout.write(f"Restored in {time.monotonic() - began:,.0f} s.")
