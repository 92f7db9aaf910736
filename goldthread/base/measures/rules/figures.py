"""Whether printed figures can be right: percentages, rates and parts of a whole.

All arithmetic is exact: a percentage that ends in a five is rounded as by hand.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from goldthread.base.measures.rules.reading import Line, lines
from goldthread.base.measures.rules.rounding import (
    attainable,
    between,
    half_up,
    other_rule,
    plain,
    smallest_base,
)

PER = {"%": 100, "per10k": 10_000, "per100k": 100_000}
NAMES = {"%": "percent", "per10k": "per 10,000", "per100k": "per 100,000"}
COUNT = "count"
COLUMNS = (
    "measure",
    "numerator",
    "denominator",
    "printed",
    "unit",
    "group",
    "tolerance",
)
UNKNOWN = re.compile(r"[<>]=?\s*\d+|n/?a|not available|[czxk:*–-]|\.\.+", re.IGNORECASE)
PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")

OK, ROUNDING, WRONG = "ok", "rounding", "wrong"
UNATTAINABLE, INCOMPLETE = "unattainable", "incomplete"

COUNTED_BY, PUBLISHED = (
    10,
    1_000,
)  # counts in tens, of so many: a publisher rounded them
SLIPS = (10, 100, 1_000, 10_000)


@dataclass(frozen=True)
class Figure:
    """One row as it is printed; None where a cell is empty or says that it is unknown."""

    row: int
    measure: str = ""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    printed: Fraction | None = None
    places: int = 0  # of what is printed
    unit: str = "%"
    group: str = ""
    tolerance: Fraction = Fraction(0)  # in the unit; of a group, in its parts


@dataclass(frozen=True)
class Verdict:
    """`expected` at the printed places; `smallest_base` on which a whole count gives it."""

    row: int
    measure: str
    verdict: str
    expected: float | None
    smallest_base: int | None
    why: str


# --- Reading -------------------------------------------------------------------------------


def read_figures(text: str) -> list[Figure]:
    """Rows of a CSV with any of COLUMNS. Raises BadFigures."""
    return [_figure(each) for each in lines(text, any_of=COLUMNS)]


def _figure(line: Line) -> Figure:
    printed = line.get("printed").removesuffix("%").strip()
    unit = line.get("unit").lower().replace(" ", "").replace(",", "") or "%"
    unit = {"per10000": "per10k", "per100000": "per100k", "percent": "%"}.get(
        unit, unit
    )
    if unit not in (*PER, COUNT):
        raise line.wrong("unit", f"{unit!r} is none of %, per10k, per100k and count.")
    return Figure(
        line.number,
        line.get("measure"),
        _exact(line, "numerator", line.get("numerator")),
        _exact(line, "denominator", line.get("denominator")),
        _exact(line, "printed", printed),
        len(printed.partition(".")[2]),
        unit,
        line.get("group"),
        _exact(line, "tolerance", line.get("tolerance")) or Fraction(0),
    )


def _exact(line: Line, column: str, said: str) -> Fraction | None:
    said = said.replace(",", "")
    if not said or UNKNOWN.fullmatch(said):
        return None
    if not PLAIN.fullmatch(said):
        raise line.wrong(
            column, f"{said!r} is no number, and no sign for an unknown one."
        )
    return Fraction(Decimal(said))


# --- One row -------------------------------------------------------------------------------


def check(figure: Figure) -> Verdict:
    """What can be said of one printed figure."""
    verdict, expected, why = _judged(figure)
    base = None
    if figure.unit == "%" and figure.printed is not None:
        base = smallest_base(figure.printed, figure.places)
    told = None if expected is None else float(expected)
    return Verdict(figure.row, figure.measure, verdict, told, base, why)


def _judged(figure: Figure) -> tuple[str, Fraction | None, str]:
    impossible = _impossible(figure)
    if impossible:
        return WRONG, None, impossible
    if figure.unit == COUNT:
        return _count(figure)
    if figure.denominator is None:
        return INCOMPLETE, None, _implied(figure)
    if figure.numerator is None:
        return _without_numerator(figure)
    return _share(figure, figure.numerator, figure.denominator)


def _impossible(figure: Figure) -> str:
    """What no count, base or share can be."""
    for name in ("numerator", "denominator"):
        value = getattr(figure, name)
        if value is not None and (value < 0 or value.denominator > 1):
            return f"The {name} is a count, and {plain(value)} is none."
    part, whole = figure.numerator, figure.denominator
    if figure.unit != COUNT and whole == 0 and figure.printed is not None:
        return "Of nobody there is no share: the denominator is 0, and a figure is printed."
    if part is not None and whole is not None and part > whole:
        return f"The part, {plain(part)}, is more than the whole, {plain(whole)}."
    if figure.printed is not None and figure.printed < 0:
        return "It cannot be less than 0."
    if figure.unit == "%" and (figure.printed or 0) > PER["%"]:
        return f"{plain(figure.printed)}% is more than all."
    return ""


def _count(figure: Figure) -> tuple[str, Fraction | None, str]:
    part, printed = figure.numerator, figure.printed
    if part is not None and printed is not None:
        if abs(part - printed) <= figure.tolerance:
            return (OK if part == printed else ROUNDING), part, ""
        return (
            WRONG,
            part,
            f"{plain(printed)} is printed and {plain(part)} was counted.",
        )
    if part is None and printed is None:
        return INCOMPLETE, None, "The count is not known."
    if figure.denominator is None:
        return INCOMPLETE, None, "There is nothing to hold this count against."
    return OK, part if printed is None else printed, ""


def _implied(figure: Figure) -> str:
    """What follows, though there is no base to check it on."""
    part, printed = figure.numerator, figure.printed
    if printed is None:
        return "There is no base, and no figure is printed."
    if not part or not printed:
        return "There is no base to check it on."
    low, high = between(printed, figure.places)
    per = PER[figure.unit]
    least, most = (
        ceil(part * per / high),
        floor(part * per / max(low, Fraction(1, 10**9))),
    )
    return (
        f"There is no base. {plain(part)} at {plain(printed)} {NAMES[figure.unit]} implies a "
        f"population of about {plain(half_up(part * per / printed, 0))} ({plain(least)} to "
        f"{plain(most)})."
    )


def _without_numerator(figure: Figure) -> tuple[str, Fraction | None, str]:
    if figure.printed is None or not figure.denominator:
        return INCOMPLETE, None, "Of numerator and printed figure neither is known."
    base, per = int(figure.denominator), PER[figure.unit]
    if attainable(figure.printed, figure.places, base, per):
        return OK, figure.printed, ""
    near = sorted(
        {floor(figure.printed * base / per), ceil(figure.printed * base / per)}
    )
    told = " and ".join(
        f"{n} gives {plain(half_up(Fraction(n * per, base), figure.places))}"
        for n in near
    )
    return UNATTAINABLE, None, f"No whole number of {base} gives it: {told}."


def _share(
    figure: Figure, part: Fraction, whole: Fraction
) -> tuple[str, Fraction | None, str]:
    if not whole:
        return INCOMPLETE, None, "Of nobody there is no share: the denominator is 0."
    exact = part * PER[figure.unit] / whole
    if figure.printed is None:
        return INCOMPLETE, half_up(exact, 1), "No figure is printed to check."
    expected = half_up(exact, figure.places)
    if expected == figure.printed:
        return OK, expected, ""
    if why := _rounded_otherwise(figure, exact, expected):
        return ROUNDING, expected, why
    return WRONG, expected, _wrong(figure, expected, int(whole))


def _rounded_otherwise(figure: Figure, exact: Fraction, expected: Fraction) -> str:
    printed = figure.printed or Fraction(0)
    if name := other_rule(exact, printed, figure.places):
        return f"Right only if it is rounded otherwise ({name}); half up it is {plain(expected)}."
    if abs(expected - printed) <= figure.tolerance:
        return f"Within the tolerance; half up it is {plain(expected)}."
    if _of_rounded_counts(figure):
        return f"Right if the counts were rounded to {COUNTED_BY}; of these it is {plain(expected)}."
    return ""


def _of_rounded_counts(figure: Figure) -> bool:
    """Whether counts that a publisher rounds to tens can have given it."""
    part, whole = figure.numerator or Fraction(0), figure.denominator or Fraction(0)
    if whole < PUBLISHED or part % COUNTED_BY or whole % COUNTED_BY:
        return False
    slack, per = Fraction(COUNTED_BY, 2), PER[figure.unit]
    low, high = between(figure.printed or Fraction(0), figure.places)
    return (part - slack) * per / (whole + slack) < high and (part + slack) * per / (
        whole - slack
    ) >= low


def _wrong(figure: Figure, expected: Fraction, base: int) -> str:
    printed = figure.printed or Fraction(0)
    why = f"It should be {plain(expected)}, and {plain(printed)} is printed."
    for slip in SLIPS:
        for times in (Fraction(slip), Fraction(1, slip)):
            if expected and half_up(expected * times, figure.places) == printed:
                return f"{why} A decimal slip: the point stands in the wrong place."
    if not attainable(printed, figure.places, base, PER[figure.unit]):
        return f"{why} No whole number of {base} gives that."
    return why
