"""How many organisations are in each band of each standard: of one board, and of all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldthread.base.access.acting import trusted
from goldthread.base.instruments.rules import Band, Standard
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Cycle, Tally
from goldthread.sources.section11.queries.pictures import Grid

SHADES = ("#16548a", "#8eb8dc", "#d2e2f1", "#f4f8fb")  # the best band is the darkest
WIDTH, HEIGHT = 600, 40  # of a bar with its margin


@dataclass(frozen=True)
class Strip:
    """The part of a bar that one band takes: where it begins, how wide, in what shade."""

    x: float
    width: float
    shade: str


@dataclass(frozen=True)
class Spread:
    """One standard, band by band in words; None where so few are that nothing is said."""

    standard: Standard
    told: Sequence[str] | None
    strips: Sequence[Strip] = ()
    y: int = 0


def distribution(cycle: Cycle, found: Grid) -> list[Spread]:
    """Of the organisations in a picture, whose names stand beside it: exact."""
    bands, spread = cycle.asked.bands, []
    for place, standard in enumerate(found.standards):
        there = Counter(row.cells[place].band for row in found.rows)
        counts = [there[band.name] for band in bands]
        told = [rules.of(each, sum(counts)) for each in counts]
        strips = tuple(_strips(counts, bands))
        spread.append(Spread(standard, told, strips, HEIGHT * place))
    return spread


def everywhere(cycle: Cycle) -> list[Spread]:
    """Of all organisations that the cycle asks, of whatever board: rounded.

    One statement; as many rows as the set has standards and bands, however many returns
    came.
    """
    with trusted():
        rows = Tally.objects.filter(cycle=cycle.pk)
        held = {(t.standard, t.band): t.organisations for t in rows}
    bands, spread = cycle.asked.bands, []
    for place, standard in enumerate(cycle.asked.standards):
        counts = rules.roughly([held.get((standard.key, b.name), 0) for b in bands])
        if counts is None:
            spread.append(Spread(standard, None, y=HEIGHT * place))
            continue
        told = [f"about {rules.of(each, sum(counts))}" for each in counts]
        strips = tuple(_strips(counts, bands))
        spread.append(Spread(standard, told, strips, HEIGHT * place))
    return spread


def _strips(counts: Sequence[int], bands: Sequence[Band]) -> Iterator[Strip]:
    best_first = sorted(bands, key=lambda band: -band.at_least)
    shades = {b.name: SHADES[min(n, 3)] for n, b in enumerate(best_first)}
    x, whole = 0.0, sum(counts)
    for band, count in zip(bands, counts, strict=True):
        if count:
            width = WIDTH * count / whole
            yield Strip(round(x, 1), round(width, 1), shades[band.name])
            x += width
