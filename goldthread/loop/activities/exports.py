"""A person's dates as an iCalendar file."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from goldthread.loop.activities.rules import Dated

HOST = settings.SITE_ADDRESS.partition("://")[2]


def ics(dates: Iterable[Dated]) -> bytes:
    """Whole days: what kind of thing, its reference and its address; nothing more."""
    calendar = Calendar()
    calendar.add("prodid", "-//Goldthread//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Goldthread")
    for dated in dates:
        event = Event()
        event.add("uid", f"{dated.uid}@{HOST}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", dated.on)
        event.add("dtend", dated.on + timedelta(days=1))
        event.add("summary", dated.words)
        event.add("url", f"{settings.SITE_ADDRESS}{dated.url}")
        event.add("transp", "TRANSPARENT")  # it keeps no hour of hers busy
        calendar.add_component(event)
    return bytes(calendar.to_ical())
