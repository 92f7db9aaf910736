"""Letters about contributions: asked, given, answered, and the reminders.

The subject says what to do and by when, and only the kind of activity: titles stay in.
"""

from datetime import date

from django.utils import timezone

from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.post import workflow as post
from goldthread.base.post.models import Letter
from goldthread.loop.activities import queries, rules
from goldthread.loop.activities.models import Contribution


def asked(contribution: Contribution, *, on: date) -> None:
    _tell(
        contribution,
        subject=f"send us what was asked, {rules.by_when(contribution.due_on, on=on)}",
        body="Your organisation has been asked to contribute to what the board is "
        f"learning. It is due by {day(contribution.due_on)}. Read what is asked and why:",
    )


def assigned(contribution: Contribution, *, on: date) -> None:
    _tell(
        contribution,
        subject=f"a reply to write, {rules.by_when(contribution.due_on, on=on)}",
        body="You were given what the board asks of your organisation. It is due by "
        f"{day(contribution.due_on)}. Read what is asked, and reply:",
    )


def entered(contribution: Contribution) -> None:
    _tell(
        contribution,
        subject="what the board team entered for your organisation",
        body=f"Read what the board team wrote down on behalf of "
        f"{contribution.organisation}, and tell it if that is not what was said:",
    )


def fed_back(contribution: Contribution) -> None:
    _tell(
        contribution,
        subject="feedback on what you sent the board",
        body="Read what the board made of what your organisation sent:",
    )


def extended(contribution: Contribution) -> None:
    _tell(
        contribution,
        subject=f"you have until {day(contribution.due_on)}",
        body="The board gives your organisation longer. Read why, and what is asked:",
    )


def withdrawn(contribution: Contribution) -> None:
    _tell(
        contribution,
        subject="something you were asked for is no longer needed",
        body="You need not do anything. Read why the board no longer asks for it:",
    )


def _tell(contribution: Contribution, *, subject: str, body: str) -> None:
    now = timezone.now()
    for person in queries.told(contribution):
        _write(
            contribution,
            person,
            subject=subject,
            body=body,
            key=f"contribution-{contribution.pk}-{now.isoformat()}-{person.pk}",
        )


def _write(
    contribution: Contribution, person: User, *, subject: str, body: str, key: str
) -> None:
    kind = contribution.activity.get_way_display()
    doing = contribution.person_id == person.pk
    post.write_to(
        person,
        subject=f"{kind}: {subject} ({contribution.reference})",
        body=body,
        link=contribution.get_absolute_url(),
        why="it was given to you"
        if doing
        else f"you answer for {contribution.organisation}",
        key=key,
        after=timezone.now(),  # by the clock: many are asked at once
    )


# --- Reminders --------------------------------------------------------------------------


def remind(on: date) -> int:
    """Write the reminders that fall due on this day; how many letters that was.

    A key holds the contribution, the day it is due and which reminder it is, so that
    the clock may ask as often as it likes, and an extension starts afresh.
    """
    due = {f"reminder-{c.pk}-{c.due_on}-{n}": c for c, n in queries.reminders_on(on)}
    first = Letter.objects.filter(key__in=[f"{key}-1" for key in due])
    written = {key.removesuffix("-1") for key in first.values_list("key", flat=True)}
    waiting = {key: c for key, c in due.items() if key not in written}
    return sum(
        _remind(contribution, key, on=on) for key, contribution in waiting.items()
    )


def _remind(contribution: Contribution, key: str, *, on: date) -> int:
    people = queries.told(contribution)
    late = rules.late(due_on=contribution.due_on, received_on=None, on=on)
    for number, person in enumerate(people, start=1):
        _write(
            contribution,
            person,
            subject=f"your reply is {rules.by_when(contribution.due_on, on=on)}",
            body=LATE if late else f"Reply by {day(contribution.due_on)}:",
            key=f"{key}-{number}",
        )
    return len(people)


LATE = (
    "The board is still waiting for this. Reply now, or if you cannot, ask the board "
    "team for longer:"
)
