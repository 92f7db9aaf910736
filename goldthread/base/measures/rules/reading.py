"""Small files of figures as they come, for the engines: CSV, with a sentence if it is bad."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.series import (
    HIGH,
    LOW,
    NEUTRAL,
    Series,
)

Said = TypeVar("Said")
DIRECTIONS = {
    **dict.fromkeys(("high", "higher", "up", "increase", "1", "+1"), HIGH),
    **dict.fromkeys(("low", "lower", "down", "decrease", "-1"), LOW),
    **dict.fromkeys(("neutral", "none", "band", "0", ""), NEUTRAL),
}
FEWEST = 2  # points that limits can come from
TRUE, FALSE = ("true", "yes", "y", "1", "on", ""), ("false", "no", "n", "0", "off")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m")


@dataclass(frozen=True)
class Line:
    """One row; `number` is the row of the file, so the heading is 1."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def wrong(self, column: str, said: str) -> BadFigures:
        return BadFigures(f"Row {self.number}, {column}: {said}")


def lines(
    text: str, *, needs: Sequence[str] = (), any_of: Sequence[str] = ()
) -> list[Line]:
    """The rows of a CSV with these headings, in any order and in capitals or not."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    filled = [(n, row) for n, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not filled:
        raise BadFigures("The file is empty.")
    (_, first), *rest = filled
    headings = [cell.strip().lower() for cell in first]
    if missing := [each for each in needs if each not in headings]:
        raise BadFigures(
            f"The first row must name the columns; {' and '.join(missing)} is missing. "
            f"It names {', '.join(filter(None, headings)) or 'nothing'}."
        )
    if not {*needs, *any_of} & {*headings}:
        raise BadFigures(
            f"The first row must name columns: any of {', '.join(any_of)}."
        )
    if twice := {h for h in headings if h and headings.count(h) > 1}:
        raise BadFigures(f"Two columns are called {min(twice)}.")
    if not rest:
        raise BadFigures("Below the headings there is no row.")
    return [_line(n, row, headings) for n, row in rest]


def grid(text: str) -> list[list[str]]:
    """All rows of a CSV that say something, headings first, each as long as those."""
    found = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    ]
    rows = [row for row in found if any(row)]
    if not rows:
        raise BadFigures("The file is empty.")
    wide = len(rows[0])
    for at, row in enumerate(rows[1:], 2):
        if len(row) > wide and any(row[wide:]):
            raise BadFigures(f"Row {at} has more cells than there are headings.")
    return [[*row, *[""] * (wide - len(row))][:wide] for row in rows]


def _line(number: int, row: list[str], headings: list[str]) -> Line:
    if len(row) > len(headings) and any(map(str.strip, row[len(headings) :])):
        raise BadFigures(
            f"Row {number} has more cells than there are headings. If a number is written "
            "with a comma, put it in quotation marks or leave the comma out."
        )
    return Line(number, dict(zip(headings, map(str.strip, row), strict=False)))


def number(line: Line, column: str) -> float | None:
    """None of an empty cell; raises BadFigures of anything but a number."""
    said = line.get(column).replace(",", "")
    if not said:
        return None
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in said:
        raise line.wrong(
            column,
            f"{line.get(column)!r} is not a number. Leave the cell empty if there is none.",
        )
    return value


def day(line: Line, column: str, said: str) -> date:
    """A date in one of the ways that spreadsheets write it."""
    for way in DATES:
        try:
            return datetime.strptime(said, way).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise line.wrong(column, f"{said!r} is not a date. Write it as 2016-04-01.")


# --- Series --------------------------------------------------------------------------------

NEEDS = ("date", "value")


def read_series(text: str) -> list[Series]:
    """Series in the order of their first rows. Raises BadFigures."""
    by_name: dict[str, list[Line]] = {}
    for line in lines(text, needs=NEEDS):
        by_name.setdefault(line.get("series"), []).append(line)
    return [_series(name, rows) for name, rows in by_name.items()]


def _series(name: str, rows: Sequence[Line]) -> Series:
    dates = [day(row, "date", row.get("date")) for row in rows]
    targets = ((d, number(row, "target")) for d, row in zip(dates, rows, strict=True))
    return Series(
        name,
        dates,
        [number(row, "value") for row in rows],
        _one(rows, "direction", _direction, NEUTRAL),
        {d: target for d, target in targets if target is not None},
        frozenset(_rebases(rows)),
        _one(rows, "fix_after", _count, 0),
        _one(rows, "screen", _yes, otherwise=True),
    )


def _rebases(rows: Sequence[Line]) -> Iterator[date]:
    for row in rows:
        for said in filter(None, map(str.strip, row.get("rebase").split(";"))):
            yield day(row, "rebase", said)


def _one(
    rows: Sequence[Line], column: str, read: Callable[[Line], Said], otherwise: Said
) -> Said:
    """What the whole series says in this column; said once, or always the same."""
    told = {read(row): row for row in rows if row.get(column)}
    if len(told) > 1:
        row = list(told.values())[-1]
        raise row.wrong(column, "the series says something else in an earlier row.")
    return next(iter(told), otherwise)


def _direction(row: Line) -> int:
    said = row.get("direction").lower()
    if said not in DIRECTIONS:
        raise row.wrong("direction", f"{said!r} is none of high, low and neutral.")
    return DIRECTIONS[said]


def _count(row: Line) -> int:
    value = number(row, "fix_after")
    if value is None or value < FEWEST or value != int(value):
        raise row.wrong("fix_after", "it must be a whole number of points, 2 or more.")
    return int(value)


def _yes(row: Line) -> bool:
    said = row.get("screen").lower()
    if said not in (*TRUE, *FALSE):
        raise row.wrong("screen", f"{said!r} is neither yes nor no.")
    return said in TRUE
