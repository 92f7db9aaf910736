"""What the clock does: write the reminders that are due, send the post, and the rest."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.post import rules, workflow
from goldthread.base.post.models import Letter


class Command(BaseCommand):
    help = (
        "Write what is due today and send the waiting post. Run it every few minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--limit", type=int, default=500, help="letters to send at most"
        )

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        done, troubled = workflow.write_what_is_due(timezone.localdate())
        sent, failed = workflow.send_waiting(limit)
        with trusted():
            waiting = Letter.objects.waiting().count()
        self.stdout.write(
            f"Due today: {done} done. Post: {sent} sent, {failed} failed, "
            f"{waiting} waiting."
        )
        for said in filter(None, (after() for after in rules.AFTERWARDS)):
            self.stdout.write(said)
        if troubled:
            self.stderr.write(f"This could not be done: {', '.join(troubled)}.")
            sys.exit(1)
