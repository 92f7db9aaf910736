"""A person's calendar address: made, shown to her once, and revoked."""

import secrets

from django.db import transaction
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import CalendarFeed


def make_calendar(*, by: User) -> str:
    """A new secret for her calendar, which only she is told. Any earlier one ends."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), trusted(by):
        revoke_calendar(by=by)
        feed = CalendarFeed.objects.create(person=by, digest=queries.digest(secret))
        ledger.write(feed, by=by, verb="make", words="Make a calendar address")
    return secret


def revoke_calendar(*, by: User) -> bool:
    """Her address opens nothing from now on; false if she had none."""
    with transaction.atomic(), trusted(by):
        User.objects.select_for_update().get(pk=by.pk)  # one address each
        feed = CalendarFeed.objects.filter(person=by, revoked_at=None).first()
        if feed is None:
            return False
        feed.revoked_at = timezone.now()
        feed.save()
        ledger.write(feed, by=by, verb="revoke", words="Revoke a calendar address")
        return True
