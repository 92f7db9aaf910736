"""The year as a calendar: what is due from which line, and from whom."""

from collections.abc import Iterable
from datetime import date

from goldthread.loop.plan import rules
from goldthread.loop.plan.models import Intention, Line, Year
from goldthread.loop.plan.queries.frameworks import lines_of
from goldthread.loop.plan.rules.picture import Calendar, CalendarRow, Due


def calendar(year: Year, *, on: date, lines: Iterable[Line] | None = None) -> Calendar:
    """The year in two statements; one, if its lines are given."""
    lines = lines_of(year) if lines is None else lines
    due: dict[Line | None, list[Due]] = {line: [] for line in lines}
    planned = Intention.objects.filter(year=year.pk).standing()
    for intention in planned:
        due.setdefault(intention.line, []).append(_due(intention, on=on))
    return Calendar(
        months=tuple(rules.months(year.starts_on, year.ends_on)),
        rows=tuple(_row(line, tuple(of_line)) for line, of_line in due.items()),
        on=on,
    )


def _due(intention: Intention, *, on: date) -> Due:
    look = rules.look(intention.state, intention.due_on, on=on)
    return Due(intention.title, intention.get_absolute_url(), intention.due_on, look)


def _row(line: Line | None, due: tuple[Due, ...]) -> CalendarRow:
    if line is None:
        return CalendarRow("Outside the lines of the framework", "", "", "", due)
    return CalendarRow(line.title, line.get_absolute_url(), line.who, line.when, due)
