"""goldthread import-findings FILE --board SLUG [--dry-run] [--json] [--by EMAIL]"""  # noqa: N999

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from goldthread.base.errands.rules import on_line, silent
from goldthread.loop.themes.register.workflow.from_file import import_file


class Command(BaseCommand):
    help = "Import a board's register of findings: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or Excel workbook (.xlsx)")
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who imports")
        parser.add_argument(
            "--dry-run", action="store_true", help="show, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        tell = on_line(sys.stderr.write) if sys.stderr.isatty() else silent
        given = {name: options[name] for name in ("board", "by", "dry_run")}
        outcome = import_file(options["file"], **given, tell=tell)
        tell("")
        if options["json"]:
            self.stdout.write(json.dumps(outcome.told(), ensure_ascii=False, indent=2))
        elif not outcome.refused:
            self.stdout.write("\n".join(outcome.sentences()))
        if outcome.refused:
            self.stderr.write("\n".join(outcome.sentences()))
            sys.exit(1)
