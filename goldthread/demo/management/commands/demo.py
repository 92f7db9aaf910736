"""goldthread demo [--on DATE]"""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import User
from goldthread.demo import build
from goldthread.demo.personas import DOMAIN


class Command(BaseCommand):
    help = (
        "Load two fictional boards into the embedded database, unless they are there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day it is told from (2026-11-18); today if not given",
        )

    @trusted()
    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"{time.monotonic() - started:5.1f} s  {words}")
            self.stdout.flush()

        try:
            loaded = build.load(options["on"] or timezone.localdate(), say)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        say("Loaded." if loaded else "The demo is here already; nothing was changed.")
        self._sign_ins()

    def _sign_ins(self) -> None:
        self.stdout.write(
            f"\nOpen {settings.SITE_ADDRESS}/demo/ and choose who you are. "
            "Nobody needs a password:\n"
        )
        for person in User.objects.filter(email__endswith=DOMAIN, is_active=True):
            self.stdout.write(f"  {person.name:<20}{person.email}")
