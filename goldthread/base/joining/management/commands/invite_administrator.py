"""How the operator of an installation lets the first person in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.base.access.acting import trusted
from goldthread.base.joining.workflow.people import invite_administrator


class Command(BaseCommand):
    help = "Invite an administrator by email. She configures, and sees no content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    @trusted()
    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            invite_administrator(by=None, email=email, name=name)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"Invited {email}. The link in the email lasts 7 days.")
