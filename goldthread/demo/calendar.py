"""The days of the demo: each step is taken on its own day, told from one today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from goldthread.base.joining import rules as joining

MORNING = time(9, 30)


@contextmanager
def happening(on: date) -> Iterator[None]:
    """Until this ends it is the morning of that day, for whatever asks Django's clock.

    So that the histories read as if people had really worked for a year. PostgreSQL
    knows the true day, by which an invitation of last year would have lapsed, so the
    demo's last for longer.
    """
    morning = datetime.combine(on, MORNING, tzinfo=timezone.get_current_timezone())
    true_now, truly_lasts = timezone.now, joining.INVITATION_LASTS
    timezone.now = lambda: morning
    joining.INVITATION_LASTS = timedelta(weeks=52 * 30)
    try:
        yield
    finally:
        timezone.now, joining.INVITATION_LASTS = true_now, truly_lasts
