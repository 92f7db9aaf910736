"""What serves what, and what the plan leaves out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Value

from goldthread.base.people.models import Board
from goldthread.loop.plan.editions.rules import Edition
from goldthread.loop.plan.models import Line, Priority, Year
from goldthread.loop.plan.queries.frameworks import (
    edition_of,
    lines_now,
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
    principles: tuple[str, ...]
    unconfirmed: bool
    planned: int


@dataclass(frozen=True)
class Aim:
    """A principle or a priority against the lines: one cell for each column."""

    kind: str
    title: str
    url: str
    against: tuple[tuple[bool, Column], ...]

    @property
    def served(self) -> int:
        return sum(serves for serves, _ in self.against)


@dataclass(frozen=True)
class Coverage:
    """Principles and priorities against lines; `uncovered` content has no line at all."""

    columns: tuple[Column, ...]
    principles: tuple[Aim, ...]
    priorities: tuple[Aim, ...]
    uncovered: tuple[str, ...]

    @property
    def aims(self) -> tuple[Aim, ...]:
        return (*self.priorities, *self.principles)

    @property
    def unserved(self) -> tuple[Aim, ...]:
        return tuple(aim for aim in self.aims if not aim.served)

    @property
    def served(self) -> int:
        return len(self.aims) - len(self.unserved)

    @property
    def unsaid(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.gaps)

    @property
    def unplanned(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.planned)

    @property
    def unconfirmed(self) -> int:
        return sum(column.unconfirmed for column in self.columns)


def coverage(
    board: Board, year: Year | None, *, on: date | None = None, lines: Any = None
) -> Coverage:
    """What serves what, in two statements whatever there is; one, if given the lines.

    Without a year: the framework of the day `on`, and no priorities.
    """
    if lines is None:
        lines = lines_of(year) if year else lines_now(board, on=on) if on else ()
    lines = list(lines)
    edition = edition_of(lines[0].framework) if lines else None
    columns = [_column(line) for line in lines]
    return Coverage(
        columns=tuple(columns),
        principles=tuple(_principles(edition, columns)),
        priorities=tuple(_priorities(year, columns)),
        uncovered=tuple(_uncovered(edition, lines)),
    )


def _column(line: Any) -> Column:  # a Line with `planned`
    return Column(
        pk=line.pk,
        title=line.title,
        url=line.get_absolute_url(),
        frequency=line.frequency,
        gaps=tuple(line.gaps),
        principles=tuple(line.principles),
        unconfirmed="principles" in line.unconfirmed,
        planned=line.planned,
    )


def _principles(edition: Edition | None, columns: list[Column]) -> Iterator[Aim]:
    for point in edition.principles if edition else ():
        against = tuple((point.key in column.principles, column) for column in columns)
        yield Aim("principle", point.text, "", against)


def _priorities(year: Year | None, columns: list[Column]) -> Iterator[Aim]:
    if not year:
        return
    standing = Priority.objects.filter(year=year.pk).standing()
    served: Iterable[Any] = standing.annotate(
        served=ArrayAgg("lines", default=Value([]))
    )
    for priority in served:
        against = tuple((column.pk in priority.served, column) for column in columns)
        yield Aim("priority", priority.title, priority.get_absolute_url(), against)


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
        sentence = f"No line serves the {aim.kind} “{aim.title}”."
        yield Hole(aim.kind, sentence, aim.url)
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
