"""What the board does with an activity: plan, begin, report, close; share and restrict."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base.access.confined import case_of
from goldthread.base.cases.models import CaseFile
from goldthread.base.cases.workflow import (
    close_file,
    end_all,
    end_of,
    give,
    open_file,
    reopen_file,
    seal_what_it_holds,
)
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.workflow.contributions import ask_each
from goldthread.loop.plan.models import Intention

State = Activity.State
UNFINISHED = (State.PLANNED, State.UNDER_WAY)
board_steps = Steps("people.board")
intention_steps = Steps("plan.intention")
steps = Steps("activities.activity")


# --- Starting ---------------------------------------------------------------------------


@board_steps.step("Add an activity")
def add_activity(
    board: Board,
    *,
    by: User,
    named: Iterable[User] = (),
    asking: Mapping[str, Any] | None = None,
    **said: Any,
) -> Activity:
    """Plan something by which the board will learn; `asking` is what `ask_for` takes."""
    return _make(Activity(board=board, **said), named, asking or {}, by=by)


@intention_steps.step(
    "Start an activity", Intention.State.PLANNED, to=Intention.State.STARTED
)
def start_activity(
    intention: Intention,
    *,
    by: User,
    named: Iterable[User] = (),
    asking: Mapping[str, Any] | None = None,
    **said: Any,
) -> Activity:
    """Do what the year's plan meant to do."""
    said = {"line": intention.line} | said
    activity = Activity(board=intention.year.board, intention=intention, **said)
    return _make(activity, named, asking or {}, by=by)


def _make(
    activity: Activity, named: Iterable[User], asking: Mapping[str, Any], *, by: User
) -> Activity:
    _check(activity)
    if activity.restricted:
        confine(activity, by=by)
        _name(activity, named, by=by)
    activity.save()
    if asking:
        ask_each(activity, by=by, **asking)
    return activity


def confine(activity: Activity, *, by: User) -> CaseFile:
    """The case file that says who sees it; its reference is known once it is saved."""
    file = activity.case_file
    if file is None:
        activity.restricted = False
        activity.save()
        file = activity.case_file = open_file(activity.board, activity.reference, by=by)
    elif file.state != CaseFile.State.OPEN:
        reopen_file(file, by=by)
    activity.restricted = True
    activity.save()
    seal_what_it_holds(file)
    return file


def _check(activity: Activity) -> None:
    """Whether it fits its board; what was left unsaid of it comes from its line."""
    if line := activity.line:
        activity.way = activity.way or line.way
        activity.expected_outcome = activity.expected_outcome or line.expected_outcome
    if not activity.way:
        raise ValidationError("Choose a way of learning, or a line of the framework.")
    _check_whose(activity)
    activity.full_clean(validate_constraints=False)
    dated: Any = Activity._meta.constraints[0]  # a case file comes when it is saved
    dated.validate(Activity, activity)


def _check_whose(activity: Activity) -> None:
    board, line = activity.board, activity.line
    if line and not line.framework.boards.filter(pk=board.pk).exists():
        raise ValidationError(
            {"line": "Choose a line of the framework that this board works by."}
        )
    group = activity.lead_group
    if group and not group.boards.filter(pk=board.pk).exists():
        raise ValidationError({"lead_group": "Choose one of the groups of this board."})
    if activity.lead:
        _check_people(board, [activity.lead])


def _check_people(board: Board, people: Iterable[User]) -> None:
    asked = {person.pk: person for person in people}
    known = queries.people_of(board).filter(pk__in=asked).values_list("pk", flat=True)
    if strangers := [str(p) for pk, p in asked.items() if pk not in set(known)]:
        raise ValidationError(
            f"{', '.join(strangers)} has no role on this board or in an organisation "
            "that works with it. Invite them first."
        )


def _name(
    activity: Activity,
    people: Iterable[User],
    *,
    by: User,
    purpose: str = "",
    until: date | None = None,
    again: bool = False,
) -> None:
    """Name these people, and always whoever restricts it; somebody must lead it."""
    people = list(people)
    _check_people(activity.board, people)
    activity.lead = activity.lead or by
    file, known = case_of(activity), set(activity.named.values_list("pk", flat=True))
    ours = {by.pk: (by, "Works on it"), activity.lead.pk: (activity.lead, "Leads it")}
    for person, why in ours.values():
        if person.pk not in known:
            give(file, person, purpose=why, by=by)
    for person in people:
        if person.pk not in ours and (again or person.pk not in known):
            give(file, person, purpose=purpose or TAKES_PART, until=until, by=by)


TAKES_PART = "Takes part in it"


# --- From planned to closed -------------------------------------------------------------


@steps.step("Begin", State.PLANNED, to=State.UNDER_WAY)
def begin(activity: Activity, *, by: User) -> None:
    """The work has begun."""


@steps.step("Report", State.UNDER_WAY, to=State.REPORTED)
def report(activity: Activity, *, by: User, outcome: str, note: str, on: date) -> None:
    """Say whether it gave what was expected of it, and why."""
    if outcome not in Activity.Outcome:
        raise ValidationError(
            {"outcome": "Choose whether the expected outcome was met."}
        )
    activity.outcome_note = typed(note, note="Say how you know whether it was met.")
    activity.outcome, activity.reported_on = outcome, on


@steps.step("Close", State.REPORTED, to=State.CLOSED)
def close(activity: Activity, *, by: User) -> None:
    """Nothing more is to come; refused while an organisation still owes something."""
    check_nothing_owed(activity)
    if activity.restricted:
        close_file(case_of(activity), by=by)


def check_nothing_owed(activity: Activity) -> None:
    owing = activity.contributions.outstanding().select_related("organisation")
    if names := sorted({str(owed.organisation) for owed in owing}):
        raise ValidationError(
            f"Still owed by {', '.join(names)}. Receive or withdraw what was asked first."
        )


@steps.step("Reopen", State.REPORTED, State.CLOSED, to=State.UNDER_WAY)
def reopen(activity: Activity, *, by: User, reason: str) -> None:
    """There was more to learn; its outcome is to be judged again."""
    activity.reopened_because = typed(reason, reason="Say why.")
    activity.outcome, activity.reported_on = "", None
    if activity.restricted and case_of(activity).state == CaseFile.State.CLOSED:
        reopen_file(case_of(activity), by=by)


@steps.step("Change", *UNFINISHED)
def edit(activity: Activity, *, by: User, **said: Any) -> None:
    """Put right what was said of it."""
    for name, value in said.items():
        setattr(activity, name, value)
    _check(activity)
    if activity.restricted:
        _name(activity, (), by=by)


# --- Who sees it ------------------------------------------------------------------------


@steps.step("Share with another board")
def share_with(activity: Activity, *, by: User, board: Board) -> None:
    """Do it together: the other board reads it and works on it too."""
    if board == activity.board:
        raise ValidationError(
            {"board": "Choose another board: this one has it already."}
        )
    activity.shared_with.add(board)


@steps.step("Stop sharing")
def stop_sharing(activity: Activity, *, by: User, board: Board) -> None:
    """The other board no longer sees it."""
    activity.shared_with.remove(board)


@steps.step("Restrict")
def restrict(
    activity: Activity, *, by: User, people: Iterable[User] = (), **said: Any
) -> None:
    """From now on only the people named see it, or anything asked for it.

    Said: `purpose` and `until`, of everybody who is named now.
    """
    confine(activity, by=by)
    _name(activity, people, by=by, **said)


@steps.step("Name more people")
def name_people(
    activity: Activity,
    *,
    by: User,
    people: Iterable[User],
    purpose: str = "",
    until: date | None = None,
) -> None:
    """Let these people see a restricted activity, for a purpose and until a day."""
    _name(activity, people, by=by, purpose=purpose, until=until, again=True)


@steps.step("Remove a name")
def unname(activity: Activity, *, by: User, person: User) -> None:
    """She no longer sees it. Somebody who can manage it always stays named."""
    if person == activity.lead:
        raise ValidationError({"person": f"{person} leads it. Change its lead first."})
    if not queries.team_named_on(activity).exclude(pk=person.pk).exists():
        raise ValidationError(
            {
                "person": f"{person} is the last of the board team named on it. "
                "Name another first."
            }
        )
    end_of(case_of(activity), person, because="The name was removed.", by=by)


@steps.step("Lift the restriction")
def unrestrict(activity: Activity, *, by: User) -> None:
    """Everybody whose role lets her read the board's activities sees it again."""
    activity.restricted, activity.opened_at = False, timezone.now()
    end_all(case_of(activity), because="The restriction was lifted.", by=by)
