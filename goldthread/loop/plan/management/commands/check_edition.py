"""Tries the file of an edition before the product is started with it."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldthread.base.yaml_files import BadFile
from goldthread.loop.plan.editions.rules import read


class Command(BaseCommand):
    help = "Say everything that is wrong with the file of an edition; docs/editions.md."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            edition = read(file.read_text(encoding="utf-8-sig"), file=file.name)
        except OSError as wrong:
            raise CommandError(f"{file} cannot be read: {wrong.strerror}.") from None
        except (BadFile, UnicodeDecodeError) as bad:
            raise CommandError(str(bad)) from None
        self.stdout.write(
            f"{edition.name}: {len(edition.lines)} lines, {len(edition.principles)} "
            f"principles, {edition.unconfirmed} statements to be confirmed."
        )
