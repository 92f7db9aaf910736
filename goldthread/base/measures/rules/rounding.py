"""Exact rounding: which printed figure a share gives, and which bases can give it."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

HALF = Fraction(1, 2)
ALL = 100  # percent


def half_up(exact: Fraction, places: int) -> Fraction:
    """As by hand: a five goes up."""
    return Fraction(floor(exact * 10**places + HALF), 10**places)


OTHERWISE: dict[str, Callable[[Fraction], int]] = {
    "half to even": round,
    "cut off": floor,
    "half down": lambda exact: ceil(exact - HALF),
}


def other_rule(exact: Fraction, printed: Fraction, places: int) -> str:
    """Which other rule gives what is printed; nothing if none does."""
    shifted = exact * 10**places
    given = (
        name
        for name, rule in OTHERWISE.items()
        if rule(shifted) == printed * 10**places
    )
    return next(given, "")


def between(printed: Fraction, places: int) -> tuple[Fraction, Fraction]:
    """What is rounded half up to it: from the first, and below the second."""
    half = HALF / 10**places
    return printed - half, printed + half


def attainable(printed: Fraction, places: int, base: int, per: int = ALL) -> bool:
    """Whether some whole numerator on this base gives it."""
    low, high = between(printed, places)
    least = max(ceil(low * base / per), 0)
    return least * Fraction(per, base) < high and least <= base


def smallest_base(printed: Fraction, places: int) -> int | None:
    """The smallest base on which a whole numerator gives this percentage."""
    if not 0 <= printed <= ALL:
        return None
    bases = range(1, ALL * 10**places + 1)
    return next((b for b in bases if attainable(printed, places, b)), None)


def plain(value: Fraction | int | None) -> str:
    """As a person writes it: 1,200 or 4.35."""
    if value is None:
        return ""
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,f}"
