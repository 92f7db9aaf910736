"""goldthread instruments check FILE"""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goldthread.base.instruments.rules.shelf import checked
from goldthread.base.yaml_files import BadFile


class Command(BaseCommand):
    help = "Say everything that is wrong with the file of a question set."
    requires_system_checks = ()  # it needs no database, and nothing of this installation

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        check = does.add_parser("check", help="read the file, and its cross-walk")
        check.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            asked = checked(file)
        except BadFile as bad:
            raise CommandError(str(bad)) from None
        forms = ", ".join(
            f"{form.name} {len(list(asked.asked(form.key)))}" for form in asked.forms
        )
        unconfirmed = sum(standard.unconfirmed for standard in asked.standards)
        self.stdout.write(
            f"{asked.title}: {len(asked.standards)} standards, {len(asked.criteria)} "
            f"criteria{f' ({forms})' if forms else ''}. Standards to be confirmed: "
            f"{unconfirmed}."
        )
