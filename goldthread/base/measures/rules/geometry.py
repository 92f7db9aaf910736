"""Where everything of an XmR chart stands in its picture; nothing is drawn here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

from goldthread.base.measures.rules.series import Chart, Point

WIDTH, HEIGHT = 900, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 110, 20, 50  # for the words around it
LABELS = 12  # dates that fit below
TICKS = 5
LINE = 15  # from one line of words to the next
NICE = (1, 2, 2.5, 5, 10)

# Blue and orange are told apart by most who see colours otherwise; shapes say the same.
SHAPES = {
    "common_cause": "circle",
    "improvement": "up",
    "concern": "down",
    "neutral": "square",
}


@dataclass(frozen=True)
class Dot:
    """One figure: where, in which shape, and in words for whoever points at it."""

    x: float
    y: float
    shape: str
    words: str


@dataclass(frozen=True)
class Line:
    """From place to place; `name` is mean, limit, near or target."""

    name: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True)
class Picture:
    """An XmR chart in a picture of WIDTH by HEIGHT."""

    dots: tuple[Dot, ...]
    paths: tuple[str, ...]  # a line through the figures, broken where one is missing
    lines: tuple[Line, ...]
    gaps: tuple[float, ...]
    ticks: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    words: tuple[Tick, ...]  # at the right end: what each line is
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def picture(chart: Chart) -> Picture:
    """Scaled to what is there; limits of a share are not cut off at 0 or 100."""
    low, high, step = _scale(chart.points)
    wide = (WIDTH - LEFT - RIGHT) / max(len(chart.points) - 1, 1)

    def across(at: int) -> float:
        return round(LEFT + at * wide, 1)

    def down(value: float) -> float:
        share = (value - low) / (high - low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    there = [(at, p) for at, p in enumerate(chart.points) if p.value is not None]
    return Picture(
        tuple(
            Dot(across(at), down(p.value or 0), _shape(p), _said(p)) for at, p in there
        ),
        tuple(
            " ".join(f"{across(at)},{down(p.value or 0)}" for at, p in run)
            for run in _runs(there)
        ),
        tuple(
            Line(name, across(a), down(v), across(b), down(v))
            for name, a, b, v in _levels(chart.points)
        ),
        tuple(across(at) for at, p in enumerate(chart.points) if p.value is None),
        tuple(
            Tick(down(low + n * step), f"{low + n * step:g}")
            for n in range(round((high - low) / step) + 1)
        ),
        tuple(_dates(chart.points, across)),
        tuple(_words(chart.points[-1], down)),
    )


def _scale(points: Sequence[Point]) -> tuple[float, float, float]:
    """The least and the most that is shown, and what lies between two ticks."""
    values = [
        each
        for p in points
        for each in (p.value, p.lower, p.upper, p.mean, p.target)
        if each is not None
    ] or [0.0]
    low, high = min(values), max(values)
    rough = (high - low or abs(high) or 1) / TICKS
    power = 10 ** floor(log10(rough))
    step = next(nice * power for nice in NICE if nice * power >= rough)
    first, last = floor(low / step), -floor(-high / step)
    return first * step, max(last, first + 1) * step, step


def _runs(there: Sequence[tuple[int, Point]]) -> Iterator[list[tuple[int, Point]]]:
    """Figures that follow one another; a gap or a rebase breaks the line."""
    run: list[tuple[int, Point]] = []
    for at, point in there:
        if run and (at != run[-1][0] + 1 or point.segment != run[-1][1].segment):
            yield run
            run = []
        run.append((at, point))
    if run:
        yield run


def _levels(points: Sequence[Point]) -> Iterator[tuple[str, int, int, float]]:
    """Mean, limits and targets, from where to where each is the same."""
    for name, field in (
        ("mean", "mean"),
        ("limit", "lower"),
        ("limit", "upper"),
        ("target", "target"),
    ):
        start = 0
        for at in range(1, len(points) + 1):
            level = getattr(points[start], field)
            new = at == len(points) or points[at].segment != points[start].segment
            if new or getattr(points[at], field) != level:
                if level is not None:
                    yield name, start, at - 1, level
                start = at


def _shape(point: Point) -> str:
    kind = point.kind
    return SHAPES.get(kind, SHAPES.get(kind.partition("_")[0], "circle"))


def _said(point: Point) -> str:
    fired = "" if point.rule == "none" else f", {point.rule.replace('_', ' ')}"
    return f"{point.date:%-d %B %Y}: {point.value:g}{fired}"


def _dates(points: Sequence[Point], across: Callable[[int], float]) -> Iterator[Tick]:
    """As many dates as fit below, evenly."""
    every = -(-len(points) // LABELS)
    for at in range(0, len(points), every):
        yield Tick(across(at), f"{points[at].date:%b %y}")


def _words(last: Point, down: Callable[[float], float]) -> Iterator[Tick]:
    """What each line is, beside its end; one below the other where lines lie close."""
    told = {
        "Upper limit": last.upper,
        "Average": last.mean,
        "Lower limit": last.lower,
        "Target": last.target,
    }
    known = [
        (down(v), f"{words} {v:.3g}") for words, v in told.items() if v is not None
    ]
    free = 0.0
    for at, words in sorted(known):
        free = max(at, free)
        yield Tick(free, words)
        free += LINE
