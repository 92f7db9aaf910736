"""How the operator lets somebody back in who has lost her phone and her codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldthread.base.joining.workflow.second_factor import forget_second_factor
from goldthread.base.people.models import User


class Command(BaseCommand):
    help = (
        "Remove somebody's app, passkeys and recovery codes, so that she sets up new "
        "ones. First make sure, by a way that is not email, that it is she who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody with an open account here has {email}.")
        forget_second_factor(person)
        self.stdout.write(
            f"Removed. {person} has been told by email, and sets up a new app or passkey "
            "when she next signs in."
        )
