"""XmR charts of many series at once: limits, rules that fired, and the two icons.

The rules are those of NHSRplotthedots 0.2.2 (commit 050b07d, MIT), written anew over
arrays. Where it is silent or misleads, this differs: a gap stops a run, and a series that
does not vary enough has no limits and no alarm (docs/adr/0023-charts.md).
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Codes = NDArray[np.int8]

LIMITS = 2.66  # of the mean moving range, on each side of the mean
NEAR = LIMITS * 2 / 3
SCREEN = 3.267  # of the mean moving range; a larger one is left out, once
THREE = 3  # points of which two are close to a limit
RUN = 7  # points of a trend or a shift
TRIAL = 13  # points; of fewer, limits may still move much
TINY = 1e-10  # of the largest value: what rounding of a computer may come to


class Rule(IntEnum):
    """What singles a point out. Of several, the one that is named first here counts."""

    NONE = 0
    OUTSIDE_ABOVE = 1
    OUTSIDE_BELOW = 2
    TREND_UP = 3
    TREND_DOWN = 4
    TWO_OF_THREE_ABOVE = 5
    TWO_OF_THREE_BELOW = 6
    SHIFT_ABOVE = 7
    SHIFT_BELOW = 8

    @property
    def words(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Charts:
    """Of each series, of shape (series); of each point, of shape (series, points).

    Limits are those of the series’ own unit, NaN where nothing can be said.
    """

    n: NDArray[np.int64]
    mean: Floats
    lower: Floats
    upper: Floats
    varies: Marks
    rules: Codes


def charts(values: Floats, *, fix_after: int = 0, screen: bool = True) -> Charts:
    """Read each row of `values` (series, points; NaN is a gap) as one segment.

    `fix_after`: limits come from so many first points; 0: from all of them. `screen`:
    leave moving ranges out that are too large to be usual, once.
    """
    there = ~np.isnan(values)
    n = there.sum(axis=1)
    base = there if not fix_after else there & (there.cumsum(axis=1) <= fix_after)
    tiny = TINY * np.max(np.abs(values), axis=1, initial=0.0, where=there)
    mean = _mean(values, base)
    ranges = np.abs(np.diff(values, axis=1))
    known = base[:, 1:] & base[:, :-1]
    usual = _mean(ranges, known)
    if screen:
        below = ranges < (SCREEN * usual - tiny)[:, None]
        usual = _mean(ranges, known & below)
    varies = usual > tiny  # of no range at all it is NaN, and then it is not
    usual = np.where(varies, usual, np.nan)
    lower, upper = mean - LIMITS * usual, mean + LIMITS * usual
    near = NEAR * usual
    rules = _rules(values - mean[:, None], LIMITS * usual, near, tiny)
    rules[~varies] = Rule.NONE
    return Charts(n, mean, lower, upper, varies, rules)


def _mean(values: Floats, which: Marks) -> Floats:
    """Of those marked in each row; NaN of none."""
    total = np.sum(values, axis=1, where=which, initial=0.0)
    count = which.sum(axis=1)
    mean: Floats = np.full(len(values), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


# --- Which rule fired ----------------------------------------------------------------------


def _rules(away: Floats, limit: Floats, near: Floats, tiny: Floats) -> Codes:
    """`away`: from the mean, NaN in a gap. A comparison with NaN is false: it stops a run."""
    tiny = tiny[:, None]
    far = np.abs(away)
    outside = far > limit[:, None] + tiny
    close = ~outside & (far > near[:, None] + tiny)
    above, below = away > tiny, away < -tiny
    steps = np.diff(away, axis=1)
    up, down = _run(steps > tiny, RUN - 1, 1), _run(steps < -tiny, RUN - 1, 1)
    # Where one trend ends and another begins, the point belongs to the one that follows.
    onwards = np.pad(steps > tiny, ((0, 0), (0, 1)))
    up, down = up & ~(down & ~onwards), down & ~(up & onwards)
    fired = (
        (outside & above, Rule.OUTSIDE_ABOVE),
        (outside & below, Rule.OUTSIDE_BELOW),
        (up, Rule.TREND_UP),
        (down, Rule.TREND_DOWN),
        (close & _two_of_three(above, close), Rule.TWO_OF_THREE_ABOVE),
        (close & _two_of_three(below, close), Rule.TWO_OF_THREE_BELOW),
        (_run(above, RUN), Rule.SHIFT_ABOVE),
        (_run(below, RUN), Rule.SHIFT_BELOW),
    )
    rules: Codes = np.zeros(away.shape, np.int8)
    for marks, rule in reversed(fired):
        rules[marks] = rule
    return rules


def _run(marks: Marks, length: int, more: int = 0) -> Marks:
    """All points of `length` marks in a row; of steps, `more` points than there are steps."""
    if marks.shape[1] < length:
        return np.zeros((len(marks), marks.shape[1] + more), bool)
    begins: Marks = np.all(sliding_window_view(marks, length, axis=1), axis=2)
    return _spread(begins, length + more)


def _spread(begins: Marks, length: int) -> Marks:
    """Every point of each run of `length` that begins at a mark."""
    padded = np.pad(begins, ((0, 0), (length - 1, length - 1)))
    spread: Marks = np.any(sliding_window_view(padded, length, axis=1), axis=2)
    return spread


def _two_of_three(side: Marks, close: Marks) -> Marks:
    """All points of three in a row on one side, of which two are close to the limit."""
    if side.shape[1] < THREE:
        return np.zeros(side.shape, bool)
    same = sliding_window_view(side, THREE, axis=1).all(axis=2)
    two = sliding_window_view(close, THREE, axis=1).sum(axis=2) > 1
    return _spread(same & two, THREE)
