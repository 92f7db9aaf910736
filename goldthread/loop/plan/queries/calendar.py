"""The year as a calendar: what is due from which line, and from whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldthread.loop.plan import rules
from goldthread.loop.plan.models import Intention, Line, Year
from goldthread.loop.plan.queries.frameworks import framework_of, lines_of
from goldthread.loop.plan.rules import Month


@dataclass(frozen=True)
class Due:
    """One thing the year plans."""

    title: str
    url: str
    on: date | None
    look: str  # planned, late, started or dropped


@dataclass(frozen=True)
class CalendarRow:
    """What is due from one line, and from whom; a row without a line is by hand."""

    title: str
    url: str
    who: str
    when: str
    frequency: str
    due: tuple[Due, ...]

    def within(self, month: Month) -> tuple[Due, ...]:
        return tuple(due for due in self.due if month.holds(due.on))

    @property
    def undated(self) -> tuple[Due, ...]:
        return tuple(due for due in self.due if due.on is None)

    @property
    def empty(self) -> bool:
        return not self.due


@dataclass(frozen=True)
class Calendar:
    """Twelve months by the lines of the framework; `on` is today."""

    year: str
    months: tuple[Month, ...]
    rows: tuple[CalendarRow, ...]
    on: date

    def due_in(self, month: Month) -> int:
        return sum(len(row.within(month)) for row in self.rows)

    @property
    def now(self) -> bool:
        """Whether today falls in this year."""
        return self.months[0].starts_on <= self.on <= self.months[-1].ends_on

    @property
    def late(self) -> int:
        return sum(due.look == "late" for row in self.rows for due in row.due)

    @property
    def total(self) -> int:
        return sum(len(row.due) for row in self.rows)


def calendar(year: Year, *, on: date) -> Calendar:
    """The year in two statements, and one more for its framework."""
    by_line: dict[Line | None, list[Due]] = {
        line: [] for line in lines_of(framework_of(year))
    }
    standing = Intention.objects.filter(year=year).standing()
    for intention in standing.select_related("line__owner"):
        by_line.setdefault(intention.line, []).append(_due(intention, on=on))
    return Calendar(
        year=year.name,
        months=tuple(rules.months(year.starts_on, year.ends_on)),
        rows=tuple(_row(line, due) for line, due in by_line.items()),
        on=on,
    )


def _due(intention: Intention, *, on: date) -> Due:
    look = rules.look(intention.state, intention.due_on, on=on)
    url = intention.get_absolute_url()
    return Due(intention.title, url, intention.due_on, look)


def _row(line: Line | None, due: Iterable[Due]) -> CalendarRow:
    if line is None:
        return CalendarRow(
            "Outside the lines of the framework", "", "", "", "", tuple(due)
        )
    url = line.get_absolute_url()
    return CalendarRow(line.title, url, line.who, line.when, line.frequency, tuple(due))
