"""The year: its priorities, and the calendar made from the framework."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps
from goldthread.loop.plan import queries, rules
from goldthread.loop.plan.models import (
    Intention,
    Line,
    Meeting,
    Priority,
    Year,
)
from goldthread.loop.plan.workflow.dropping import note_each

board_steps = Steps("people.board")
year_steps = Steps("plan.year")
priority_steps = Steps("plan.priority")
steps = Steps("plan.intention")
State = Intention.State


@board_steps.step("Open a plan year")
def open_year(
    board: Board, *, by: User, starts_on: date, ends_on: date | None = None
) -> Year:
    """Begin a year's plan: twelve months, unless an earlier last day is given."""
    year = Year(
        board=board, starts_on=starts_on, ends_on=ends_on or rules.year_end(starts_on)
    )
    if (year.ends_on - year.starts_on).days >= rules.LONGEST_YEAR:
        raise ValidationError("A plan year is at most twelve months long.")
    overlaps = Year.objects.filter(
        board=board, starts_on__lte=year.ends_on, ends_on__gte=year.starts_on
    )
    if other := overlaps.first():
        raise ValidationError(
            f"The plan for {other.name} already covers {other.starts_on:%-d %B %Y} to "
            f"{other.ends_on:%-d %B %Y}. Choose days outside it."
        )
    year.full_clean()
    year.save()
    return year


@year_steps.step("Add a priority")
def add_priority(
    year: Year, *, by: User, title: str, why: str = "", lines: Iterable[Line] = ()
) -> Priority:
    """An improvement priority of the business plan, and the lines that serve it."""
    priority = Priority(year=year, title=title, why=why)
    priority.full_clean()
    priority.save()
    priority.lines.set(lines)
    return priority


@priority_steps.step("Change", Priority.State.SET)
def edit_priority(priority: Priority, *, by: User, title: str, why: str = "") -> None:
    """Put a priority in better words."""
    priority.title, priority.why = title, why
    priority.full_clean()


@priority_steps.step("Choose the lines that serve it", Priority.State.SET)
def serve(priority: Priority, *, by: User, lines: Iterable[Line]) -> None:
    """Say from which lines of the framework the board will learn about it."""
    priority.lines.set(lines)


@priority_steps.step(
    "Take out of the plan", Priority.State.SET, to=Priority.State.REMOVED
)
def remove_priority(priority: Priority, *, by: User, because: str) -> None:
    """It is no priority of this year any more; that it was one stays on record."""
    priority.removed_because = because


@priority_steps.step("Put back", Priority.State.REMOVED, to=Priority.State.SET)
def restore_priority(priority: Priority, *, by: User) -> None:
    priority.removed_because = ""


# --- The calendar ---------------------------------------------------------------------------


@year_steps.step("Make the calendar")
def make_calendar(year: Year, *, by: User) -> None:
    """Plan what each line's frequency asks for; running it again adds what is missing."""
    if queries.framework_of(year) is None:
        raise ValidationError(
            "Adopt a framework first: the calendar is made from how often its lines "
            "are due."
        )
    taken = set(year.intentions.values_list("line", "slot"))
    days = set(year.intentions.exclude(slot="").values_list("line", "due_on"))
    made = Intention.objects.bulk_create(
        _intention(year, line, slot, by)
        for line, slot in _slots(year)
        if (line.pk, slot.key) not in taken
        and (slot.due_on is None or slot.meeting or (line.pk, slot.due_on) not in days)
    )
    note_each(made, by, "make_calendar", "Planned from the frequency of its line")


def _slots(year: Year) -> Iterable[tuple[Line, rules.Slot]]:
    meetings = queries.meetings_of(year).filter(group=None, state=Meeting.State.SET)
    held = list(meetings.values_list("pk", "on"))
    for line in queries.lines_of(year):
        for slot in rules.slots(
            line.frequency,
            starts_on=year.starts_on,
            ends_on=year.ends_on,
            meetings=held,
        ):
            yield line, slot


def _intention(year: Year, line: Line, slot: rules.Slot, by: User) -> Intention:
    return Intention(
        year=year,
        line=line,
        title=rules.slot_title(line.title, line.frequency, slot),
        why=line.expected_outcome,
        due_on=slot.due_on,
        meeting_id=slot.meeting,
        slot=slot.key,
        created_by=by,
    )


@year_steps.step("Plan something else")
def add_intention(
    year: Year,
    *,
    by: User,
    title: str,
    why: str = "",
    line: Line | None = None,
    due_on: date | None = None,
) -> Intention:
    """Plan something by hand, from a line of the framework or outside all of them."""
    intention = Intention(
        year=year, title=title, why=why, line=line, due_on=due_on, created_by=by
    )
    _check_due(intention)
    intention.save()
    return intention


def _check_due(intention: Intention) -> None:
    intention.full_clean()
    year, day = intention.year, intention.due_on
    if day and not year.starts_on <= day <= year.ends_on:
        raise ValidationError(
            f"The plan for {year.name} runs from {year.starts_on:%-d %B %Y} to "
            f"{year.ends_on:%-d %B %Y}. Choose a day in it, or plan this in another year."
        )


@steps.step("Change", State.PLANNED, State.STARTED)
def edit_intention(
    intention: Intention,
    *,
    by: User,
    title: str,
    why: str = "",
    due_on: date | None = None,
) -> None:
    """Call it something else, or plan it for another day."""
    intention.title, intention.why, intention.due_on = title, why, due_on
    _check_due(intention)


@steps.step("Mark as started", State.PLANNED, to=State.STARTED)
def start(intention: Intention, *, by: User) -> None:
    """It has begun without an activity; with one, the activities stage says so."""


@steps.step("Drop", State.PLANNED, to=State.DROPPED)
def drop(intention: Intention, *, by: User, because: str) -> None:
    """The board will not do it this year, and says why."""
    intention.dropped_because = because


@steps.step("Put back into the plan", State.DROPPED, to=State.PLANNED)
def reinstate(intention: Intention, *, by: User) -> None:
    intention.dropped_because = ""
