"""goldthread backup DIR [--key FILE] | --new-key FILE"""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.base.backups import streams, taking
from goldthread.base.backups.manifest import Manifest

NO_KEY = (
    "There is no backup key. Nothing was done. Make one with `goldthread backup "
    "--new-key FILE`, keep a copy apart from the backups, and name it with --key or "
    "GOLDTHREAD_BACKUP_KEY."
)


def key_file(given: Path | None) -> Path:
    if given or settings.BACKUP_KEY:
        return given or Path(settings.BACKUP_KEY)
    raise CommandError(NO_KEY)


class Command(BaseCommand):
    help = "Back up everything, sealed, into a new folder, while people go on working."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="DIR")
        parser.add_argument("--key", type=Path, metavar="FILE", help="the backup key")
        parser.add_argument(
            "--new-key", type=Path, metavar="FILE", help="make a backup key"
        )

    def handle(
        self,
        *args: Any,
        folder: Path | None,
        key: Path | None,
        new_key: Path | None,
        **options: Any,
    ) -> None:
        try:
            if new_key:
                self._make(new_key)
            elif folder:
                self._take(folder, key_file(key))
            else:
                raise CommandError("Name the folder that the backup is to be.")
        except streams.Refused as refused:
            raise CommandError(str(refused)) from refused

    def _make(self, at: Path) -> None:
        streams.new_key(at)
        self.stdout.write(
            f"Made the backup key {at}. Keep a copy of it where neither the backups nor "
            "the database are: without it no backup opens."
        )

    def _take(self, folder: Path, key: Path) -> None:
        began = time.monotonic()
        made = taking.take(folder, key, self.stdout.write)
        size = sum(made.files.values()) / 1_000_000
        took = time.monotonic() - began
        self.stdout.write(f"{folder} is whole: {size:,.1f} MB in {took:,.0f} s.")
        self.stdout.write(needs(made))


def needs(made: Manifest) -> str:
    names = ", ".join(f"master-{version}.key" for version in made.master_keys)
    sealed = (
        f"what is sealed inside it with {names} and blind.key of GOLDTHREAD_KEYS. Keep "
        "copies of all these apart from it."
        if names
        else "nothing inside it is sealed."
    )
    return f"It opens with the backup key {made.backup_key}; {sealed}"
