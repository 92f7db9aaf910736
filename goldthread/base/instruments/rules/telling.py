"""A score in words and numbers, as a command prints it and a program reads it."""

from fractions import Fraction
from typing import Any

from goldthread.base.instruments.rules.scoring import HUNDRED, Part, Score


def told(found: Score) -> dict[str, Any]:
    """The score as a command prints it; percentages to two places."""
    return {
        "complete": not found.overall.missing,
        "overall": _told(found.overall),
        "standards": [_told(part) for part in found.standards],
        "criteria": {
            key: None if share is None else _percent(HUNDRED * share)
            for key, share in found.shares.items()
        },
    }


def _told(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "weight": _percent(part.weight),
        "percent": _percent(part.percent),
        "lowest": _percent(part.lowest),
        "highest": _percent(part.highest),
        "answered": part.answered,
        "missing": part.missing,
        "not_applicable": part.not_applicable,
        "asked": part.asked,
        "band": part.band or None,
        "why": part.why or None,
    }


def _percent(exact: Fraction | None) -> float | None:
    """Half up, to two places."""
    if exact is None:
        return None
    return int(exact * 100 + Fraction(1, 2)) / 100
