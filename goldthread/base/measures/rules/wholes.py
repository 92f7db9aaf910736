"""Parts that should make a whole: the rows of one group together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from goldthread.base.measures.rules.figures import (
    COUNT,
    COUNTED_BY,
    INCOMPLETE,
    OK,
    PER,
    PUBLISHED,
    ROUNDING,
    WRONG,
    Figure,
    Verdict,
    check,
)
from goldthread.base.measures.rules.rounding import HALF, plain


@dataclass(frozen=True)
class Whole:
    """What the parts of one group come to, and what they should."""

    group: str
    verdict: str
    sum: float | None
    expected: float | None
    why: str


def check_all(figures: Sequence[Figure]) -> tuple[list[Verdict], list[Whole]]:
    """Each row by itself, and each group as parts of a whole."""
    groups: dict[str, list[Figure]] = {}
    for each in figures:
        if each.group:
            groups.setdefault(each.group, []).append(each)
    return [check(each) for each in figures], [
        _whole(name, parts) for name, parts in groups.items()
    ]


def _whole(name: str, parts: Sequence[Figure]) -> Whole:
    wholes = {each.denominator for each in parts if each.denominator is not None}
    if len(wholes) > 1:
        told = " and ".join(plain(each) for each in sorted(wholes))
        return Whole(
            name, WRONG, None, None, f"Its parts are of different wholes: {told}."
        )
    shares = not any(each.numerator is not None for each in parts) and all(
        each.unit == "%" for each in parts
    )
    expected = Fraction(PER["%"]) if shares else next(iter(wholes), None)
    known = [v for each in parts if (v := _part(each, shares=shares)) is not None]
    total = sum(known, Fraction(0))
    verdict, why = _summed(parts, known, total, expected, shares=shares)
    come = float(total) if known else None
    should = None if expected is None else float(expected)
    return Whole(name, verdict, come, should, why)


def _part(figure: Figure, *, shares: bool) -> Fraction | None:
    if shares:
        return figure.printed
    if figure.numerator is None and figure.unit == COUNT:
        return figure.printed
    return figure.numerator


def _summed(
    parts: Sequence[Figure],
    known: Sequence[Fraction],
    total: Fraction,
    expected: Fraction | None,
    *,
    shares: bool,
) -> tuple[str, str]:
    if expected is None:
        return INCOMPLETE, "There is no whole to hold its parts against."
    slack = max(
        _slack(parts, known, shares=shares), *(each.tolerance for each in parts)
    )
    apart = total - expected
    said = f"Its parts make {plain(total)}, and the whole is {plain(expected)}."
    if len(known) < len(parts):
        missing = len(parts) - len(known)
        if apart > slack:
            return WRONG, f"{said} {missing} more are not known."
        return INCOMPLETE, f"{missing} of its {len(parts)} parts are not known."
    if not apart:
        return OK, ""
    if abs(apart) <= slack:
        return ROUNDING, f"{said} Rounding explains that."
    return WRONG, said


def _slack(
    parts: Sequence[Figure], known: Sequence[Fraction], *, shares: bool
) -> Fraction:
    """How far apart rounding alone may bring the sum and the whole."""
    if shares:
        return sum((HALF / 10**each.places for each in parts), Fraction(0))
    wholes = [each.denominator for each in parts if each.denominator is not None]
    counts = [*known, *wholes[:1]]
    if any(each % COUNTED_BY for each in counts) or max(counts, default=0) < PUBLISHED:
        return Fraction(0)
    return Fraction(COUNTED_BY, 2) * len(counts)


def in_answer(verdicts: Sequence[Verdict], wholes: Sequence[Whole]) -> dict[str, Any]:
    """As JSON tells it."""
    return {
        "rows": [vars(each) for each in verdicts],
        "groups": [vars(each) for each in wholes],
    }


def in_words(verdicts: Sequence[Verdict], wholes: Sequence[Whole]) -> Iterator[str]:
    """A line for each row and each group."""
    for each in verdicts:
        name = f" ({each.measure})" if each.measure else ""
        yield f"Row {each.row}{name}: {each.verdict}. {each.why}".strip()
    for whole in wholes:
        yield f"{whole.group}: {whole.verdict}. {whole.why}".strip()
