"""Triangulation: what several ways of learning say together about a theme.

The rule in one paragraph is in `docs/triangulation.md`. It proposes; a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from goldthread.loop.activities.rules import WAY_WORDS, Way

MANY = 10  # looked at together, they are more than an anecdote
FRESH, AGEING = 18, 36  # months
IN_DEPTH = frozenset({Way.SERIOUS_CASE_REVIEW, Way.CASE_REVIEW, Way.CHILD_DEATH})


class Verdict(StrEnum):
    CORROBORATED = "corroborated"
    CONFLICTING = "conflicting"
    SINGLE = "single_source"
    SILENT = "silent"


VERDICTS: list[tuple[str, str]] = [
    (Verdict.CORROBORATED, "Corroborated"),
    (Verdict.CONFLICTING, "Conflicting"),
    (Verdict.SINGLE, "Single source"),
    (Verdict.SILENT, "Silent"),
]
VERDICT_WORDS: dict[str, str] = dict(VERDICTS)


class Direction(StrEnum):
    CONCERN = "concern"
    STRENGTH = "strength"
    MIXED = "mixed"


class Weight(IntEnum):
    WEAK = 1
    FAIR = 2
    STRONG = 3


class Age(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    UNDATED = "undated"


DIRECTION_WORDS = {
    Direction.CONCERN: "a concern",
    Direction.STRENGTH: "a strength",
    Direction.MIXED: "both strengths and concerns",
}
WEIGHT_WORDS = {Weight.WEAK: "weak", Weight.FAIR: "fair", Weight.STRONG: "strong"}
AGE_WORDS = {
    Age.FRESH: f"{FRESH} months old at most",
    Age.AGEING: f"between {FRESH} and {AGEING} months old",
    Age.STALE: f"older than {AGEING} months",
    Age.UNDATED: "without a date",
}


@dataclass(frozen=True)
class Cell:
    """What one way of learning says about one theme; at least one finding."""

    way: str
    strengths: int
    concerns: int
    agreed: int = 0
    number: int | None = None  # looked at, over the findings that say so
    based: bool = False  # at least one finding says how we know
    newest: date | None = None

    @property
    def findings(self) -> int:
        return self.strengths + self.concerns

    @property
    def not_agreed(self) -> int:
        return self.findings - self.agreed

    @property
    def label(self) -> str:
        return WAY_WORDS[Way(self.way)]

    @property
    def direction(self) -> Direction:
        if self.strengths and self.concerns:
            return Direction.MIXED
        return Direction.STRENGTH if self.strengths else Direction.CONCERN

    @property
    def weight(self) -> Weight:
        """One point each: agreed, says how we know, looked at enough or in depth."""
        enough = (self.number or 0) >= MANY or self.way in IN_DEPTH
        points = bool(self.agreed) + self.based + enough
        return Weight(max(points, Weight.WEAK))


@dataclass(frozen=True)
class Proposal:
    """What the rule proposes, and one sentence why."""

    verdict: Verdict
    why: str

    @property
    def label(self) -> str:
        return VERDICT_WORDS[self.verdict]


def age(newest: date | None, *, on: date) -> Age:
    """How old the newest finding is; a day that has yet to come is fresh."""
    if newest is None:
        return Age.UNDATED
    months = (on.year - newest.year) * 12 + on.month - newest.month
    months += on.day > newest.day  # begun counts as over
    if months <= FRESH:
        return Age.FRESH
    return Age.AGEING if months <= AGEING else Age.STALE


def propose(cells: Iterable[Cell]) -> Proposal:
    """What the ways say together; their order does not matter."""
    ways = sorted((cell for cell in cells if cell.findings), key=_column)
    if not ways:
        return Proposal(Verdict.SILENT, "No finding has joined this theme.")
    if len(ways) == 1:
        return _proposal(Verdict.SINGLE, f"Only {_points(ways)}", ways)
    concern = [way for way in ways if way.direction == Direction.CONCERN]
    strength = [way for way in ways if way.direction == Direction.STRENGTH]
    mixed = [way for way in ways if way.direction == Direction.MIXED]
    lighter, heavier = sorted((strength, concern), key=_weight)
    if lighter and 2 * _weight(lighter) >= _weight(heavier):
        said = f"{_points(concern)}, but {_points(strength)}"
        return _proposal(Verdict.CONFLICTING, said, ways)
    return _prevailing(heavier, lighter, mixed, ways)


def _prevailing(
    heavier: Sequence[Cell],
    lighter: Sequence[Cell],
    mixed: Sequence[Cell],
    ways: Sequence[Cell],
) -> Proposal:
    """No real opposition: are there two ways that say it?"""
    said = [_points(side) for side in (heavier, mixed) if side]
    if lighter:
        said.append(f"{_points(lighter)} on less than half the weight")
    enough = len(heavier) + len(mixed) > 1
    verdict = Verdict.CORROBORATED if enough else Verdict.SINGLE
    return _proposal(verdict, "; ".join(said), ways)


def _proposal(verdict: Verdict, said: str, ways: Sequence[Cell]) -> Proposal:
    findings = sum(way.findings for way in ways)
    draft = sum(way.not_agreed for way in ways)
    if draft:
        said += f" ({draft} of {findings} findings not yet agreed)"
    return Proposal(verdict, f"{said}.")


def _column(cell: Cell) -> int:
    return list(Way).index(Way(cell.way))


def _weight(side: Sequence[Cell]) -> int:
    return sum(way.weight for way in side)


def _points(side: Sequence[Cell]) -> str:
    """'Training and Views … point to a concern'; every way has the same direction."""
    *most, last = (way.label for way in side)
    names = f"{', '.join(most)} and {last}" if most else last
    verb = "point" if most else "points"
    return f"{names} {verb} to {DIRECTION_WORDS[side[0].direction]}"


def sentence(cell: Cell, *, on: date) -> str:
    """A cell of the matrix for someone who hears it."""
    parts = [
        f"{n} {word}{'' if n == 1 else 's'}"
        for n, word in ((cell.concerns, "concern"), (cell.strengths, "strength"))
        if n
    ]
    said = [" and ".join(parts)]
    if cell.number is not None:
        said.append(f"{cell.number:,} looked at")
    said.append(f"{WEIGHT_WORDS[cell.weight]} weight")
    said.append(f"newest {AGE_WORDS[age(cell.newest, on=on)]}")
    if cell.not_agreed:
        said.append(f"{cell.not_agreed} not yet agreed")
    return ", ".join(said)
