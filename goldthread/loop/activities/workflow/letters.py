"""Letters about contributions: asked, given, answered, and the reminders.

The subject says what to do and by when, and only the kind of activity: titles stay in.
"""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from goldthread.base.cases.queries import without_excluded
from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.post import workflow as post
from goldthread.base.post.models import Letter
from goldthread.loop.activities import queries, rules
from goldthread.loop.activities.models import Activity, Contribution


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


# --- What nobody holds -----------------------------------------------------------------


def ungiven(contribution: Contribution, leaver: User) -> None:
    told = [person for person in queries.told(contribution) if person != leaver]
    if not told:
        told = _who_manage(contribution.activity, leaver)
    for person in told:
        _write(
            contribution,
            person,
            subject="nobody has this any more",
            body="Whoever was to write the reply has left. Give it to somebody:",
            key=f"ungiven-{contribution.pk}-{leaver.pk}-{person.pk}",
        )


def _who_manage(activity: Activity, leaver: User) -> list[User]:
    people = queries.team_at(activity.board_id).exclude(pk=leaver.pk)
    if activity.restricted:
        people = people.filter(pk__in=activity.named.values("pk"))
    return list(without_excluded(people, activity.case_file))


def unled(activity: Activity, leaver: User) -> None:
    """To the board team; of a restricted one to those named, and to the rest blindly."""
    managing = _who_manage(activity, leaver)
    for person in managing:
        _write_of(
            activity,
            person,
            body="Whoever led it has left. Choose who leads it now:",
            link=activity.get_absolute_url(),
            why="you are on the board team that does it",
            key=f"unled-{activity.pk}-{leaver.pk}-{person.pk}",
        )
    if managing:
        return
    team = without_excluded(queries.team_at(activity.board_id), activity.case_file)
    for person in team.exclude(pk=leaver.pk):
        _write_of(
            activity,
            person,
            body=f"Nobody of the board team is named on {activity.reference} any more, "
            "a restricted activity. Entrust it to a colleague. You will not see what "
            "is in it:",
            link=reverse("activities:unheld"),
            why="you are on the board team that does it",
            key=f"unled-{activity.pk}-{leaver.pk}-{person.pk}",
        )


def _write_of(
    activity: Activity, person: User, *, body: str, link: str, why: str, key: str
) -> None:
    post.write_to(
        person,
        subject=f"{activity.get_way_display()}: nobody holds this now "
        f"({activity.reference})",
        body=body,
        link=link,
        why=why,
        key=key,
        after=timezone.now(),
        about=activity,
    )


def entrusted(activity: Activity, person: User, by: User) -> None:
    """She, everybody else named on it, and the chair hear the same."""
    board, what = activity.board, activity.reference
    page = activity.get_absolute_url()
    named = [(each, page) for each in activity.named.filter(is_active=True)]
    chairs = without_excluded(
        queries.people_at(board.pk, Role.CHAIR), activity.case_file
    )
    told = dict([*((c, board.get_absolute_url()) for c in chairs), *named])
    for each, link in told.items():
        post.write_to(
            each,
            subject=f"{what} is entrusted to {person}",
            body=f"Nobody of the board team was named on {what}, a restricted activity "
            f"of {board}. {by} entrusted it to {person}. If that is not right, say so.",
            link=link,
            why="you are named on it, or chair the board",
            key=f"entrusted-{activity.pk}-{person.pk}-{each.pk}-{timezone.now()}",
            about=activity,
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
