"""What a chart says, in one or two plain sentences for a board paper."""

from itertools import pairwise, takewhile

from goldthread.base.measures.rules import spc
from goldthread.base.measures.rules.series import FLAT, TRIAL, Chart, Point, side_of

CHANCE = "This is unlikely to be chance."
RUNS = {
    "outside_above": "The latest figure is higher than usual variation explains.",
    "outside_below": "The latest figure is lower than usual variation explains.",
    "two_of_three_above": f"Of the last three figures two are close to the upper limit. {CHANCE}",
    "two_of_three_below": f"Of the last three figures two are close to the lower limit. {CHANCE}",
}
JUDGED = {"improvement": "That is better.", "concern": "That is worse."}
TARGETS = {
    "pass": "As things are, the target of {} will be met.",
    "fail": "As things are, the target of {} will not be met.",
    "hit_or_miss": "Whether the target of {} is met is chance, as things are.",
}
STEPS = {1: "months", 3: "quarters", 12: "years"}
TENS = ("seven", "eight", "nine", "ten")  # from a run of seven on


def sentence(chart: Chart) -> str:
    """The latest figure, whether that is better, the target, and what is not known."""
    there = [point for point in chart.points if point.value is not None]
    if not there:
        return "There are no figures yet."
    told = [*_latest(chart, there), *_unknown(chart)]
    return " ".join(each for each in told if each)


def _latest(chart: Chart, there: list[Point]) -> list[str]:
    if chart.state == FLAT:
        return [
            "The figures do not vary enough to tell what is usual from what is not."
        ]
    last = there[-1]
    target = next((p.target for p in reversed(there) if p.target is not None), None)
    assured = TARGETS.get(chart.assurance, "")
    return [
        _fired(chart, last),
        JUDGED.get(last.kind.partition("_")[0], ""),
        assured.format("" if target is None else f"{target:g}"),
    ]


def _fired(chart: Chart, last: Point) -> str:
    rule, _, way = last.rule.rpartition("_")
    if rule == "shift":
        return f"The last {_run(chart, last)} are {way} the average. {CHANCE}"
    if rule == "trend":
        which = "higher" if way == "up" else "lower"
        return (
            f"The last {_number(spc.RUN)} {_words(chart)} were each {which} than the one "
            f"before. {CHANCE}"
        )
    usual = "The latest figure lies within usual variation; nothing shows a change."
    return RUNS.get(last.rule, usual)


def _run(chart: Chart, last: Point) -> str:
    same = takewhile(lambda p: side_of(p) == side_of(last), reversed(chart.points))
    return f"{_number(len(list(same)))} {_words(chart)}"


def _number(count: int) -> str:
    at = count - spc.RUN
    return TENS[at] if 0 <= at < len(TENS) else str(count)


def _words(chart: Chart) -> str:
    """What lies between two points, if that is always the same."""
    days = [point.date for point in chart.points]
    apart = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(days)}
    return STEPS.get(apart.pop(), "figures") if len(apart) == 1 else "figures"


def _unknown(chart: Chart) -> list[str]:
    """A chart says what it does not know."""
    told = []
    if chart.state == TRIAL:
        told.append(f"Of {chart.n} figures the limits may still move.")
    if missing := len(chart.points) - chart.n:
        told.append(
            f"{missing} {'figure is' if missing == 1 else 'figures are'} missing."
        )
    return told
