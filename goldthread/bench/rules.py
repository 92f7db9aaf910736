"""Figures: percentiles, the targets beside them, and how they are written down."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

A_SECOND = 1000  # milliseconds
REACHED, NOT_YET, UNKNOWN = "reached", "not yet", "n/a"


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that this share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Spread:
    """Half were at least as quick as `p50`, nineteen of twenty as `p95`; milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, took: Sequence[float]) -> "Spread":
        return cls(percentile(took, 0.50), percentile(took, 0.95))


@dataclass(frozen=True)
class Target:
    """What a figure may be at most: `statements`, `cpu`, or `p95` with one client."""

    measure: str
    most: float

    def __str__(self) -> str:
        if self.measure == "statements":
            return f"≤ {self.most:g} statements"
        if self.measure == "cpu":
            return f"≤ {self.most:g} CPU ms"
        if self.most > A_SECOND:
            return f"≤ {self.most / A_SECOND:g} s"
        return f"p95 ≤ {self.most:g} ms"


@dataclass(frozen=True)
class Figures:
    """What one page or command takes."""

    name: str
    statements: int
    one: Spread
    eight: Spread | None  # a command is run by one person at a time
    server_cpu: float | None  # None where the system does not tell
    database_cpu: float | None
    targets: tuple[Target, ...] = ()

    def value(self, measure: str) -> float | None:
        if measure == "statements":
            return self.statements
        if measure == "p95":
            return self.one.p95
        if self.server_cpu is None or self.database_cpu is None:
            return None
        return self.server_cpu + self.database_cpu

    def verdict(self, target: Target) -> str:
        value = self.value(target.measure)
        if value is None:
            return UNKNOWN
        return REACHED if value <= target.most else NOT_YET

    @property
    def verdicts(self) -> str:
        return "; ".join(f"{t}: {self.verdict(t)}" for t in self.targets)

    def told(self) -> dict[str, Any]:
        """As `--json` prints it."""
        verdicts = [
            {"measure": t.measure, "most": t.most, "verdict": self.verdict(t)}
            for t in self.targets
        ]
        return asdict(self) | {"targets": verdicts}


PRECISE = 10  # below this, with one decimal

HEADINGS = (
    "",
    "SQL",
    "p50 ms",
    "p95 ms",
    "p50 of 8",
    "p95 of 8",
    "CPU server",
    "CPU database",
    "targets",
)


def row(figures: Figures) -> list[str]:
    eight = figures.eight
    return [
        figures.name,
        str(figures.statements),
        _ms(figures.one.p50),
        _ms(figures.one.p95),
        _ms(eight.p50) if eight else "",
        _ms(eight.p95) if eight else "",
        _ms(figures.server_cpu),
        _ms(figures.database_cpu),
        figures.verdicts,
    ]


def _ms(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:,.{int(value < PRECISE)}f}"


def line(cells: Sequence[str]) -> str:
    """One line of the table on a terminal, the numbers under each other."""
    name, *numbers, last = cells
    return f"{name:<34}{''.join(f'{number:>13}' for number in numbers)}  {last}"


def markdown(rows: Iterable[Sequence[str]], *, of: str) -> str:
    """The same table for `docs/figures.md`, under its day and machine."""
    lines = [
        f"## {of}",
        "",
        f"| {' | '.join(HEADINGS)} |",
        "|---|" + "---:|" * 7 + "---|",
    ]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join(lines) + "\n"
