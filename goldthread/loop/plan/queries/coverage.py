"""What serves what, and what the plan leaves out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.base.people.models import Board
from goldthread.loop.plan.editions.rules import Edition
from goldthread.loop.plan.models import Line, Priority, Year
from goldthread.loop.plan.queries.frameworks import (
    edition_of,
    framework_now,
    framework_of,
    lines_of,
    year_now,
)
from goldthread.loop.plan.rules import Frequency


@dataclass(frozen=True)
class Column:
    """A line, with what it does not say and what the year plans from it."""

    pk: int
    title: str
    url: str
    frequency: str
    gaps: tuple[str, ...]
    unconfirmed: bool
    planned: int


@dataclass(frozen=True)
class Aim:
    """A principle or a priority against the lines: one cell for each column."""

    title: str
    url: str
    cells: tuple[bool, ...]

    @property
    def served(self) -> int:
        return sum(self.cells)


@dataclass(frozen=True)
class Coverage:
    """Principles and priorities against lines; `uncovered` content has no line at all."""

    columns: tuple[Column, ...]
    principles: tuple[Aim, ...]
    priorities: tuple[Aim, ...]
    uncovered: tuple[str, ...]

    @property
    def unserved(self) -> tuple[Aim, ...]:
        return tuple(a for a in (*self.principles, *self.priorities) if not a.served)

    @property
    def served(self) -> int:
        return len(self.principles) + len(self.priorities) - len(self.unserved)

    @property
    def unsaid(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.gaps)

    @property
    def unplanned(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.planned)

    @property
    def unconfirmed(self) -> int:
        return sum(column.unconfirmed for column in self.columns)


def coverage(board: Board, year: Year | None, *, on: date | None = None) -> Coverage:
    """What serves what, in four statements whatever there is.

    Without a year, the framework of the day `on`, and no priorities.
    """
    framework = None
    if year:
        framework = framework_of(year)
    elif on:
        framework = framework_now(board, on=on)
    lines = list(lines_of(framework, year))
    edition = edition_of(framework) if framework else None
    return Coverage(
        columns=tuple(_column(line) for line in lines),
        principles=tuple(_principles(edition, lines)),
        priorities=tuple(_priorities(year, lines)),
        uncovered=tuple(_uncovered(edition, lines)),
    )


def _column(line: Any) -> Column:  # a Line with `planned`
    return Column(
        pk=line.pk,
        title=line.title,
        url=line.get_absolute_url(),
        frequency=line.frequency,
        gaps=tuple(line.gaps),
        unconfirmed="principles" in line.unconfirmed,
        planned=line.planned,
    )


def _principles(edition: Edition | None, lines: list[Line]) -> Iterator[Aim]:
    for point in edition.principles if edition else ():
        yield Aim(point.text, "", tuple(point.key in line.principles for line in lines))


def _priorities(year: Year | None, lines: list[Line]) -> Iterator[Aim]:
    if not year:
        return
    for priority in (
        Priority.objects.filter(year=year).standing().prefetch_related("lines")
    ):
        served = {line.pk for line in priority.lines.all()}
        url = priority.get_absolute_url()
        yield Aim(priority.title, url, tuple(line.pk in served for line in lines))


def _uncovered(edition: Edition | None, lines: list[Line]) -> Iterator[str]:
    covered = {key for line in lines for key in line.scope}
    for point in edition.scope if edition else ():
        if point.key not in covered:
            yield point.text


# --- Holes ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hole:
    """Something the plan does not do yet, in a sentence, and where to put it right."""

    kind: str  # framework, year, principle, priority, content, line, nothing or meeting
    sentence: str
    url: str = ""


def holes(board: Board, on: date) -> list[Hole]:
    """What this board's plan leaves out on this day, for its pages and its papers."""
    year = year_now(board, on=on)
    found = coverage(board, year, on=on)
    return [*_missing(board, found, year, on), *_holes_in(found, year)]


def _missing(
    board: Board, found: Coverage, year: Year | None, on: date
) -> Iterator[Hole]:
    if not found.columns:
        yield Hole("framework", f"{board} works by no framework yet.")
    if not year:
        yield Hole("year", f"No plan year covers {on:%-d %B %Y}.")
    elif not found.priorities:
        sentence = f"The plan for {year.name} has no improvement priorities."
        yield Hole("priority", sentence, year.get_absolute_url())


def _holes_in(found: Coverage, year: Year | None) -> Iterator[Hole]:
    for aim in found.unserved:
        kind = "priority" if aim.url else "principle"
        yield Hole(kind, f"No line serves the {kind} “{aim.title}”.", aim.url)
    for text in found.uncovered:
        yield Hole("content", f"No line covers “{text}”.")
    for line in found.unsaid:
        missing = " or ".join(line.gaps)
        yield Hole("line", f"“{line.title}” has no {missing} yet.", line.url)
    if year:
        yield from (_unplanned(line, year) for line in found.unplanned)


def _unplanned(line: Column, year: Year) -> Hole:
    if line.frequency == Frequency.EVERY_MEETING:
        sentence = (
            f"“{line.title}” is due at every board meeting, and nothing is planned "
            f"for any meeting of {year.name}."
        )
        return Hole("meeting", sentence, year.get_absolute_url())
    sentence = f"Nothing is planned in {year.name} from “{line.title}”."
    return Hole("nothing", sentence, line.url)


def gaps_by_kind(columns: Iterable[Column]) -> dict[str, list[Column]]:
    """The lines that do not say who, when or to what end, by what they leave out."""
    found: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        for gap in column.gaps:
            found[gap].append(column)
    return dict(found)
