"""Write a board's report for a period to a file, or to standard output."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Board
from goldthread.base.printing import CannotDraw
from goldthread.loop.reports import drawing, workflow
from goldthread.loop.reports.models import Paper


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--board", required=True, metavar="SLUG")
        parser.add_argument("--since", required=True, type=date.fromisoformat)
        parser.add_argument("--until", required=True, type=date.fromisoformat)
        parser.add_argument("--format", choices=drawing.KINDS, default="json")
        parser.add_argument("--out", metavar="FILE", help="otherwise standard output")

    @trusted()
    def handle(self, *args: Any, **options: Any) -> None:
        since, until = options["since"], options["until"]
        if until < since:
            raise CommandError("--until must be --since or a later day.")
        board = Board.objects.filter(slug=options["board"]).first()
        if board is None:
            known = (
                ", ".join(Board.objects.values_list("slug", flat=True)) or "none yet"
            )
            raise CommandError(
                f"No board is called {options['board']}. Boards: {known}."
            )
        title = "Learning and improvement report"
        paper = Paper(board=board, title=title, since=since, until=until)
        content = workflow.content(paper, on=timezone.localdate())
        try:
            made = drawing.rendered(options["format"], drawing.heading(paper), content)
        except CannotDraw:
            raise CommandError(
                "This server cannot make a PDF: the library pango is missing. Install "
                "it, or ask for html or docx."
            ) from None
        if options["out"]:
            Path(options["out"]).write_bytes(made)
            self.stderr.write(f"Written: {options['out']}.")
        else:
            sys.stdout.buffer.write(made)
