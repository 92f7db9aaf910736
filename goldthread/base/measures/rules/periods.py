"""Financial quarters, and what a figure counts: a quarter, a year so far, a year, a day.

Figures are turned from one basis into another only where that can be known. A percentage
is never turned itself: turn its numerator and its denominator, and divide.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from goldthread.base.measures.rules import BadFigures

APRIL, MONTHS, QUARTERS = 4, 3, 4
WRITTEN = re.compile(r"(\d{4})\s*[/-]\s*(\d{2}|\d{4})\s*,?\s*[Qq]?([1-4])")
CALENDAR = re.compile(r"(\d{4})\s*,?\s*[Qq]([1-4])|[Qq]([1-4])\s*,?\s*(\d{4})")


class Basis(StrEnum):
    """What a figure counts."""

    IN_QUARTER = "in-quarter"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling twelve months"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year, which begins in April of `year`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02} Q{self.number}"

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day lies in."""
        before = day.month < APRIL
        months = day.month - APRIL + 12 * before
        return cls(day.year - before, months // MONTHS + 1)

    @classmethod
    def parse(cls, said: str) -> "Quarter":
        """From 2016/17 Q1. Raises BadFigures, also of a calendar quarter."""
        found = WRITTEN.fullmatch(said.strip())
        if found and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
            return cls(int(found[1]), int(found[3]))
        if CALENDAR.fullmatch(said.strip()):
            raise BadFigures(
                f"{said!r} may be a calendar quarter. Write the financial year with it, as "
                "2016/17 Q1 for April to June 2016."
            )
        raise BadFigures(f"{said!r} is no quarter. Write it as 2016/17 Q1.")

    def plus(self, quarters: int) -> "Quarter":
        """So many quarters later, or earlier."""
        year, at = divmod(self.year * QUARTERS + self.number - 1 + quarters, QUARTERS)
        return Quarter(year, at + 1)

    @property
    def starts(self) -> date:
        later, month = divmod(APRIL - 1 + (self.number - 1) * MONTHS, 12)
        return date(self.year + later, month + 1, 1)

    @property
    def ends(self) -> date:
        return self.plus(1).starts - timedelta(days=1)


Counts = Mapping[Quarter, Fraction | int | None]


# --- From one basis to another -------------------------------------------------------------


def convert(counts: Counts, was: Basis, to: Basis) -> dict[Quarter, Fraction | None]:
    """Each quarter on the other basis; None where a quarter that it needs is missing.

    Raises BadFigures where it cannot be known, or where a year so far goes down.
    """
    given = {q: None if v is None else Fraction(v) for q, v in counts.items()}
    if was == to:
        return given
    way = WAYS.get((was, to))
    if way is None:
        raise BadFigures(
            f"Figures of a {was} cannot be turned into {to}: what they leave out is not "
            "known. Ask for the figures of each quarter."
        )
    return way(given)


def _so_far(counts: dict[Quarter, Fraction | None]) -> dict[Quarter, Fraction | None]:
    return {q: _sum(counts, q, q.number) for q in counts}


def _rolling(counts: dict[Quarter, Fraction | None]) -> dict[Quarter, Fraction | None]:
    return {q: _sum(counts, q, QUARTERS) for q in counts}


def _sum(
    counts: Mapping[Quarter, Fraction | None], last: Quarter, quarters: int
) -> Fraction | None:
    """Of so many quarters up to this one, if all are known."""
    several = [counts.get(last.plus(-back)) for back in range(quarters)]
    known = [each for each in several if each is not None]
    return sum(known, Fraction(0)) if len(known) == quarters else None


def _apart(counts: dict[Quarter, Fraction | None]) -> dict[Quarter, Fraction | None]:
    apart: dict[Quarter, Fraction | None] = {}
    for quarter, count in counts.items():
        before = Fraction(0) if quarter.number == 1 else counts.get(quarter.plus(-1))
        if count is None or before is None:
            apart[quarter] = None
            continue
        if count < before:
            raise BadFigures(
                f"The year to {quarter} is {count}, less than {before} a quarter before. "
                "Either one is wrong, or they are figures of each quarter."
            )
        apart[quarter] = count - before
    return apart


Way = Callable[[dict[Quarter, Fraction | None]], dict[Quarter, Fraction | None]]
WAYS: dict[tuple[Basis, Basis], Way] = {
    (Basis.IN_QUARTER, Basis.YEAR_TO_DATE): _so_far,
    (Basis.IN_QUARTER, Basis.ROLLING): _rolling,
    (Basis.YEAR_TO_DATE, Basis.IN_QUARTER): _apart,
    (Basis.YEAR_TO_DATE, Basis.ROLLING): lambda counts: _rolling(_apart(counts)),
}


def closing(opening: int, starts: int, ends: int) -> int:
    """How many there are at the end. Raises BadFigures if more ended than there were."""
    if ends > opening + starts:
        raise BadFigures(
            f"{ends} ended, and there were {opening} with {starts} that started."
        )
    return opening + starts - ends


# --- Rates -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Population:
    """A mid-year estimate, and how many years older than the figure it is."""

    year: int
    people: int
    years_old: int = 0


def population(quarter: Quarter, estimates: Mapping[int, int]) -> Population:
    """The estimate of the financial year’s own June, or the newest before it.

    Raises BadFigures if there is none; a later estimate is never taken back in time.
    """
    known = [year for year in estimates if year <= quarter.year]
    if not known:
        raise BadFigures(
            f"There is no mid-year population for {quarter} or before. Say which year’s "
            "estimate is to be used."
        )
    year = max(known)
    return Population(year, estimates[year], quarter.year - year)


def rate(count: int, people: Population, per: int = 10_000) -> Fraction:
    """So many in every 10,000, exactly; a quarter’s count is not made a year’s."""
    if people.people <= 0:
        raise BadFigures(f"The population of {people.year} must be more than 0.")
    return Fraction(count * per, people.people)
