"""Whose calendar a secret address opens, and the days on it."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from goldthread.base.access.acting import trusted
from goldthread.base.access.relations import boards_of
from goldthread.base.people.models import (
    Appointment,
    User,
)
from goldthread.base.people.rules import Role
from goldthread.loop.activities import rules
from goldthread.loop.activities.models import (
    Activity,
    CalendarFeed,
    Contribution,
)
from goldthread.loop.activities.rules import Dated
from goldthread.loop.plan.models import Meeting

AT_MEETINGS = frozenset(
    {Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER}
)
OPEN = (Activity.State.PLANNED, Activity.State.UNDER_WAY)


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> User | None:
    """Whose calendar this address opens: nobody's if revoked, or if she has left."""
    feed = CalendarFeed.objects.filter(
        digest=digest(secret), revoked_at=None, person__is_active=True
    ).exclude(person__left_on__lt=TruncDate(Now()))
    with trusted():  # who holds the address may see whose it is
        found = feed.select_related("person").first()
    return found.person if found else None


def dates_of(user: User, since: date, until: date) -> list[Dated]:
    """Everything that any stage has put on her calendar for these days."""
    every: list[Dated] = []
    for ask in rules.DATES:
        every.extend(ask(user, since, until))
    return sorted(every, key=lambda dated: (dated.on, dated.uid))


def contribution_dates(user: User, since: date, until: date) -> Iterable[Dated]:
    """What she was given to do, or what the organisations that she leads owe."""
    leads = Appointment.objects.current().filter(person=user, role=Role.AGENCY_LEAD)
    hers = Q(person=user) | Q(organisation__in=leads.values("organisation"))
    owed = Contribution.objects.visible_to(user).outstanding().filter(hers)
    for contribution in owed.filter(due_on__range=(since, until)).select_related(
        "activity"
    ):
        kind = contribution.activity.get_way_display()
        yield Dated(
            uid=f"contribution-{contribution.pk}",
            on=contribution.due_on,
            words=f"{kind}: contribution due ({contribution.reference})",
            url=contribution.get_absolute_url(),
        )


def activity_dates(user: User, since: date, until: date) -> Iterable[Dated]:
    """The first and last days of the activities she leads."""
    days = (since, until)
    led = Activity.objects.visible_to(user).filter(lead=user, state__in=OPEN)
    for activity in led.filter(Q(starts_on__range=days) | Q(ends_on__range=days)):
        for word, on in (("starts", activity.starts_on), ("ends", activity.ends_on)):
            if on and since <= on <= until:
                yield Dated(
                    uid=f"activity-{activity.pk}-{word}",
                    on=on,
                    words=f"{activity.get_way_display()}: {word} ({activity.reference})",
                    url=activity.get_absolute_url(),
                )


def meeting_dates(user: User, since: date, until: date) -> Iterable[Dated]:
    """The meetings of her boards, and of the groups she sits in; all, for the team."""
    here = Appointment.objects.current().filter(person=user)
    boards = here.filter(role=Role.BOARD_TEAM).values("board")
    hers = Q(group=None) | Q(group__in=here.values("group")) | Q(board__in=boards)
    meetings = (
        Meeting.objects.held()
        .visible_to(user)
        .filter(hers, board__in=boards_of(user, AT_MEETINGS), on__range=(since, until))
    )
    for meeting in meetings.select_related("group"):
        of = meeting.group.get_kind_display() if meeting.group else "Board"
        yield Dated(
            uid=f"meeting-{meeting.pk}",
            on=meeting.on,
            words=f"{of}: meeting (M-{meeting.pk})",
            url=meeting.get_absolute_url(),
        )
