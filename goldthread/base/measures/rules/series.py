"""Series with their direction, targets, gaps and rebases, and what their charts say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise, takewhile
from typing import Any

import numpy as np

from goldthread.base.measures.rules import BadFigures, spc
from goldthread.base.measures.rules.spc import Charts, Rule

HIGH, LOW, NEUTRAL = 1, -1, 0  # which way is better
ABOVE = {Rule.OUTSIDE_ABOVE, Rule.TREND_UP, Rule.TWO_OF_THREE_ABOVE, Rule.SHIFT_ABOVE}
OK, TRIAL, FLAT = "ok", "trial_limits", "not_enough_variation"
PLACES = 10
LAST = 31  # of a month, as far as it has one


@dataclass(frozen=True)
class Series:
    """Values by date; None where a date has none. `rebases` are dates of the data."""

    name: str
    dates: Sequence[date]
    values: Sequence[float | None]
    direction: int = NEUTRAL
    targets: Mapping[date, float] = field(default_factory=dict)
    rebases: frozenset[date] = frozenset()
    fix_after: int = 0
    screen: bool = True


@dataclass(frozen=True)
class Point:
    """One date of a chart. Limits in the series’ own unit; None where nothing is known."""

    date: date
    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    rule: str
    kind: str
    segment: int
    target: float | None = None


@dataclass(frozen=True)
class Chart:
    """What is drawn of a series, and its two icons, which are those of its last segment."""

    series: str
    n: int
    state: str
    variation: str
    assurance: str
    points: tuple[Point, ...]

    def told(self) -> dict[str, Any]:
        """As JSON tells it."""
        return {
            "series": self.series,
            "n": self.n,
            "state": self.state,
            "variation": self.variation,
            "assurance": self.assurance,
            "points": [
                {**vars(each), "date": each.date.isoformat()} for each in self.points
            ],
        }


# --- Missing dates -------------------------------------------------------------------------


def with_gaps(series: Series) -> Series:
    """In order, with every month, quarter or year that is missing as a visible gap.

    Raises BadFigures if a date stands there twice, or if a rebase is none of the dates.
    """
    order = sorted(range(len(series.dates)), key=lambda at: series.dates[at])
    known = {series.dates[at]: series.values[at] for at in order}
    if len(known) < len(order):
        twice = next(a for a, b in pairwise(sorted(series.dates)) if a == b)
        raise BadFigures(
            f"{series.name or 'The series'} has two values on {twice.isoformat()}. Keep "
            "one of them, or name the series that each belongs to."
        )
    if strange := sorted(series.rebases - known.keys()):
        raise BadFigures(
            f"{strange[0].isoformat()} is a rebase and no date of "
            f"{series.name or 'the series'}. Limits begin anew at a date that has a point."
        )
    dates = list(_every(list(known)))
    values = [known.get(each) for each in dates]
    return Series(
        series.name,
        dates,
        values,
        series.direction,
        series.targets,
        series.rebases,
        series.fix_after,
        series.screen,
    )


def _every(dates: list[date]) -> Iterator[date]:
    """These, and those that are missing between them if they lie whole months apart."""
    months = [each.year * 12 + each.month - 1 for each in dates]
    apart = {later - earlier for earlier, later in pairwise(months)}
    step = min(apart, default=0)
    days = {each.day for each in dates}
    on = min(days) if len(days) == 1 else LAST
    regular = step > 0 and all(each % step == 0 for each in apart)
    if not regular or any(_day(m, on) != d for m, d in zip(months, dates, strict=True)):
        yield from dates
        return
    for month in range(months[0], months[-1] + 1, step):
        yield _day(month, on)


def _day(month: int, day: int) -> date:
    """This day of the month, or its last; months counted from the year nought."""
    year, at = divmod(month, 12)
    later = date(year + at // 11, (at + 1) % 12 + 1, 1)
    last = date.fromordinal(later.toordinal() - 1)
    return last if day >= last.day else last.replace(day=day)


# --- Charts --------------------------------------------------------------------------------


def chart_all(every: Sequence[Series]) -> list[Chart]:
    """Each series as its chart; those that are read alike are read at once."""
    filled = [with_gaps(each) for each in every]
    parts = [
        (number, segment, start, end)
        for number, series in enumerate(filled)
        for segment, (start, end) in enumerate(_segments(series))
    ]
    alike = sorted(parts, key=lambda part: _how(filled[part[0]]))
    found: dict[tuple[int, int], tuple[Charts, int]] = {}
    for (fix_after, screen), some in groupby(alike, lambda p: _how(filled[p[0]])):
        rows = list(some)
        values = np.full((len(rows), max(e - s for _, _, s, e in rows)), np.nan)
        for row, (number, _, start, end) in enumerate(rows):
            given = filled[number].values[start:end]
            values[row, : end - start] = np.array(given, dtype=float)
        charts = spc.charts(values, fix_after=fix_after, screen=screen)
        for row, (number, segment, _, _) in enumerate(rows):
            found[number, segment] = charts, row
    return [_chart(series, number, found) for number, series in enumerate(filled)]


def _how(series: Series) -> tuple[int, bool]:
    return series.fix_after, series.screen


def _segments(series: Series) -> list[tuple[int, int]]:
    starts = [at for at, day in enumerate(series.dates) if day in series.rebases and at]
    return list(pairwise([0, *starts, len(series.dates)]))


def _chart(
    series: Series, number: int, found: Mapping[tuple[int, int], tuple[Charts, int]]
) -> Chart:
    points: list[Point] = []
    for segment, (start, end) in enumerate(_segments(series)):
        charts, row = found[number, segment]
        mean, lower, upper = (
            _known(each[row]) for each in (charts.mean, charts.lower, charts.upper)
        )
        for at in range(start, end):
            rule = Rule(int(charts.rules[row, at - start]))
            day, value = series.dates[at], series.values[at]
            target = series.targets.get(day)
            kind = kind_of(rule, series.direction)
            points.append(
                Point(day, value, mean, lower, upper, rule.words, kind, segment, target)
            )
    there = [each for each in points if each.value is not None]
    return Chart(
        series.name,
        len(there),
        _state(charts, row),
        there[-1].kind if there else kind_of(Rule.NONE, NEUTRAL),
        _assurance(points[-1], there, series.direction),
        tuple(points),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), PLACES)


def _state(charts: Charts, row: int) -> str:
    if not charts.varies[row]:
        return FLAT
    return TRIAL if charts.n[row] < spc.TRIAL else OK


def kind_of(rule: Rule, direction: int) -> str:
    """Whether what fired is better, worse, or neither, and which way it points."""
    if rule == Rule.NONE:
        return "common_cause"
    above = rule in ABOVE
    if direction == NEUTRAL:
        better = "neutral"
    else:
        better = "improvement" if above == (direction == HIGH) else "concern"
    return f"{better}_{'high' if above else 'low'}"


def suggested_rebase(chart: Chart) -> date | None:
    """The day since which all points of the last segment lie on one side, if that is a
    shift: limits may be drawn anew from there. Nothing is, before somebody agrees and says
    why the work changed.
    """
    last = [p for p in chart.points if p.segment == chart.points[-1].segment]
    side = side_of(last[-1])
    run = list(takewhile(lambda point: side and side_of(point) == side, reversed(last)))
    return run[-1].date if spc.RUN <= len(run) < len(last) else None


def side_of(point: Point) -> int:
    """1 above the mean, -1 below; 0 on it, and in a gap."""
    if point.value is None or point.mean is None:
        return 0
    return (point.value > point.mean) - (point.value < point.mean)


def _assurance(last: Point, there: Sequence[Point], direction: int) -> str:
    """Whether the target will be met, as the limits of the last segment tell."""
    targets = [each.target for each in there if each.target is not None]
    if not targets or last.lower is None or last.upper is None or not direction:
        return "none"
    target, tiny = targets[-1], spc.TINY * max(abs(last.upper), abs(last.lower))
    if target > last.upper + tiny:
        return "fail" if direction == HIGH else "pass"
    if target < last.lower - tiny:
        return "pass" if direction == HIGH else "fail"
    return "hit_or_miss"
