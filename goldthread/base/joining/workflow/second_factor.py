"""For whoever has lost her phone, her key and her recovery codes."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.post.workflow import write_to


@transaction.atomic
def forget_second_factor(person: User) -> None:
    """By the operator alone, who has made sure of who asks; she is told at once.

    Her password still lets her in, as far as the page where she sets up a new one.
    """
    Authenticator.objects.filter(user=person).delete()
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    line = ledger.entry(
        person, by=None, verb="forget_second_factor", words="Second factor removed"
    )
    line.save()
    write_to(
        person,
        subject="Set up your app or passkey again",
        body="Your app, your passkeys and your recovery codes were removed, because "
        "somebody asked for it in your name. Sign in with your password and set up "
        "an app or a passkey.",
        link="/account/login/",
        why="this is how you sign in",
        stop="If you did not ask for it, tell your board team at once.",
        key=f"second factor {line.pk}",
    )
