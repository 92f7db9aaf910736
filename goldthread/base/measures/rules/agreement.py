"""How far raters agree beyond chance: Krippendorff’s alpha and Fleiss’ kappa.

Alpha: K. Krippendorff, Content Analysis (2004), chapter 11, with ratings that are missing.
Kappa: J. L. Fleiss, Psychological Bulletin 76 (1971), of complete tables alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.reading import Line, lines, number

Floats = NDArray[np.float64]
NOMINAL, ORDINAL, INTERVAL = LEVELS = ("nominal", "ordinal", "interval")
COLUMNS = ("unit", "rater", "value")

DRAWN, AT_ONCE, SEED = 2_000, 100, 20_161_130  # so the same file has the same interval
BETWEEN = (2.5, 97.5)  # percent of what was drawn
PAIR = 2  # ratings that can be compared

SAME = "Every rating is the same, so nothing can be said of agreement beyond chance."
FEW = "Fewer than two ratings of any unit: there is nothing to compare."


@dataclass(frozen=True)
class Ratings:
    """Counts of each value (column) on each unit (row); values in their order."""

    counts: Floats
    values: tuple[str, ...]
    raters: int

    @property
    def compared(self) -> Floats:
        """The units that at least two rated."""
        rated: Floats = self.counts[self.counts.sum(axis=1) >= PAIR]
        return rated


@dataclass(frozen=True)
class Agreement:
    """Alpha and kappa from 1 (always) over 0 (as by chance) to below; None if undefined.

    `low` and `high` hold alpha in 95 of 100 draws of the units.
    """

    alpha: float | None
    kappa: float | None
    low: float | None
    high: float | None
    units: int
    raters: int
    ratings: int
    why: dict[str, str] = field(default_factory=dict)


# --- Reading -------------------------------------------------------------------------------


def read_ratings(text: str, level: str) -> Ratings:
    """A CSV of unit, rater, value; an empty value is missing. Raises BadFigures."""
    given = lines(text, needs=COLUMNS)
    told: dict[tuple[str, str], Line] = {}
    for line in given:
        who = line.get("unit"), line.get("rater")
        if not all(who):
            raise line.wrong("unit" if not who[0] else "rater", "it is empty.")
        if who in told:
            raise line.wrong(
                "rater",
                f"{who[1]} has rated {who[0]} in row {told[who].number} already.",
            )
        told[who] = line
    rated = {who: line for who, line in told.items() if line.get("value")}
    if level == INTERVAL:
        for line in rated.values():
            number(line, "value")
    values = sorted({line.get("value") for line in rated.values()}, key=_order)
    units = sorted({unit for unit, _ in rated})
    counts = np.zeros((len(units), len(values)))
    row = {unit: at for at, unit in enumerate(units)}
    column = {value: at for at, value in enumerate(values)}
    for (unit, _), line in rated.items():
        counts[row[unit], column[line.get("value")]] += 1
    return Ratings(counts, tuple(values), len({rater for _, rater in rated}))


def _order(value: str) -> tuple[tuple[float, str], ...]:
    """1, 2a, 2b, 3, 10: numbers by size, what stands behind them by letter."""
    parts = re.findall(r"(-?\d+(?:\.\d+)?)|(\D+)", value)
    return tuple((float(digits or "inf"), letters) for digits, letters in parts)


# --- Agreement -----------------------------------------------------------------------------


def agreement(ratings: Ratings, level: str) -> Agreement:
    """Both measures, and how sure the first is."""
    if level not in LEVELS:
        raise BadFigures(f"The level must be one of {', '.join(LEVELS)}.")
    why: dict[str, str] = {}
    compared = ratings.compared
    alpha = low = high = None
    if not len(compared):
        why["alpha"] = FEW
    else:
        (found,) = _alphas(compared, np.ones((1, len(compared))), ratings.values, level)
        alpha = _known(found)
        if alpha is None:
            why["alpha"] = SAME
        else:
            low, high = _interval(compared, ratings.values, level, why)
    kappa = _kappa(ratings.counts, why)
    return Agreement(
        alpha,
        kappa,
        low,
        high,
        len(ratings.counts),
        ratings.raters,
        int(ratings.counts.sum()),
        why,
    )


def _alphas(
    counts: Floats, weights: Floats, values: Sequence[str], level: str
) -> Floats:
    """Alpha of each drawing: `weights` (drawings, units) say how often a unit is in it."""
    each = counts.sum(axis=1)  # ratings of a unit
    total = weights @ counts  # of each value, in each drawing
    n = total.sum(axis=1)
    if level == NOMINAL:
        apart = (each**2 - (counts**2).sum(axis=1)) / (each - 1)
        observed = weights @ apart
        expected = n**2 - (total**2).sum(axis=1)
    else:
        at = _places(total, values, level)
        apart = each[:, None] * (counts @ (at**2).T) - (counts @ at.T) ** 2
        observed = (weights.T * 2 * apart / (each - 1)[:, None]).sum(axis=0)
        expected = 2 * (n * (total * at**2).sum(axis=1) - (total * at).sum(axis=1) ** 2)
    varied = expected > n * 1e-9
    share = np.full(len(n), np.nan)
    np.divide(observed * (n - 1), expected, out=share, where=varied)
    return 1 - share


def _places(total: Floats, values: Sequence[str], level: str) -> Floats:
    """Where each value stands: its size, or the middle of its ranks in each drawing."""
    if level == INTERVAL:
        sizes = np.array([float(each.replace(",", "")) for each in values])
        return np.broadcast_to(sizes - sizes.mean(), total.shape)
    ranks: Floats = total.cumsum(axis=1) - total / 2
    return ranks


def _interval(
    counts: Floats, values: Sequence[str], level: str, why: dict[str, str]
) -> tuple[float | None, float | None]:
    """Units are drawn anew, as many as there are, again and again."""
    units = len(counts)
    if units < PAIR:
        why["low"] = why["high"] = "One unit alone says nothing of others."
        return None, None
    chance = np.random.default_rng(SEED)
    found = []
    for _ in range(DRAWN // AT_ONCE):
        weights = chance.multinomial(units, [1 / units] * units, AT_ONCE).astype(float)
        found.append(_alphas(counts, weights, values, level))
    drawn = np.concatenate(found)
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < DRAWN / 2:
        why["low"] = why["high"] = "Most draws of the units have no variation at all."
        return None, None
    low, high = np.percentile(drawn, BETWEEN)
    return _known(low), _known(high)


def _kappa(counts: Floats, why: dict[str, str]) -> float | None:
    each = counts.sum(axis=1)
    if not len(counts) or each.max() < PAIR:
        why["kappa"] = FEW
        return None
    if (each != each[0]).any():
        why["kappa"] = (
            "Kappa needs as many ratings of every unit; some are missing. Alpha needs no "
            "such thing."
        )
        return None
    raters = each[0]
    agreed = ((counts**2).sum(axis=1) - raters) / (raters * (raters - 1))
    by_chance = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    if by_chance >= 1:
        why["kappa"] = SAME
        return None
    return _known((agreed.mean() - by_chance) / (1 - by_chance))


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
