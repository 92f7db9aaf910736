"""Do the long work that people ask for on the pages, until stopped."""

import os
import signal
import sys
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand

from goldthread.base.errands import workflow


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what waits, then end"
        )
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="end when standard input closes, as it does when a parent dies",
        )

    def handle(self, *args: Any, once: bool, with_parent: bool, **options: Any) -> None:
        if with_parent:
            Thread(target=_end_with_parent, daemon=True).start()
        workflow.work(once=once)


def _end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
