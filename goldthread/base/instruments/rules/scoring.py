"""What answers come to: for each standard and overall, with what is not known of it.

Each criterion that is scored has a share from 0 to 1, whichever end of its scale is best.
What does not apply is left out, and the weights that remain are made 100 again: of the
criteria in their standard, and of the standards in the set. What nobody has answered is
not left out, or leaving out what went badly would pay: the score lies between what it
would be if all of that were at its worst, and at its best.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from goldthread.base.instruments.rules import Criterion, QuestionSet, Standard
from goldthread.base.instruments.rules.answers import (
    BadAnswers,
    reason_not_applicable,
    share_of,
)

HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Part:
    """A standard, or the whole: percentages of 100, and of how many criteria.

    `weight` is what it counts of 100 once the weights were made 100 again. `percent` is
    None while something is missing, and when nothing of it applies.
    """

    key: str
    title: str
    weight: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    answered: int
    missing: int
    not_applicable: int
    band: str = ""

    @property
    def percent(self) -> Fraction | None:
        return self.lowest if self.lowest == self.highest else None

    @property
    def asked(self) -> int:
        return self.answered + self.missing + self.not_applicable

    @property
    def why(self) -> str:
        """Why there is no percentage, in words."""
        if self.lowest is None:
            return "Nothing of it applies." if self.not_applicable else "Nothing asked."
        if self.percent is None:
            return f"{self.missing} of {self.asked} not answered yet."
        return ""


@dataclass(frozen=True)
class Score:
    overall: Part
    standards: tuple[Part, ...]
    shares: Mapping[
        str, Fraction | None
    ]  # of what was answered; None: it does not apply


# --- What was answered --------------------------------------------------------------------


@dataclass(frozen=True)
class _Answered:
    """What of the criteria has a share, does not apply, or is missing."""

    shares: dict[str, Fraction]
    out: set[str]


def _read(asked: QuestionSet, keys: list[str], answers: Mapping[str, Any]) -> _Answered:
    problems = [
        f"{key}: no such criterion is asked." for key in answers if key not in keys
    ]
    found = _Answered({}, set())
    taken = ((k, _take(asked, asked.criteria[k], answers.get(k), found)) for k in keys)
    problems += [f"{key}: {problem}" for key, problem in taken if problem]
    if problems:
        raise BadAnswers(problems)
    return found


def _take(asked: QuestionSet, criterion: Criterion, said: Any, found: _Answered) -> str:
    """Note what was answered; what is wrong with it, if anything is."""
    reason = reason_not_applicable(said)
    if reason is not None:
        if criterion.mandatory:
            return "must be answered: it applies to everybody."
        if not reason:
            return "say why it does not apply."
        found.out.add(criterion.key)
    elif criterion.scored:
        share, problem = share_of(asked, criterion, said)
        if share is not None:
            found.shares[criterion.key] = share
        return problem
    return ""


# --- All of them --------------------------------------------------------------------------


def score(
    asked: QuestionSet,
    answers: Mapping[str, Any],
    *,
    form: str = "",
    kind: str = "",
    size: str = "",
) -> Score:
    """Score answers, by the key of their criterion, as this form asks for them.

    An answer is a grade, a word, or a mapping: `{"grade": 2}`, `{"policy": 3, "embedded":
    1}`, `{"answer": "partly"}`, `{"not_applicable": "We recruit nobody."}`. Raises
    BadAnswers with every problem; then nothing was scored.
    """
    keys = list(asked.asked(form, kind, size))
    found = _read(asked, keys, answers)
    held = set(keys)
    parts = [_standard(asked, each, held, found) for each in asked.standards]
    weights = [s.weight if p.lowest is not None else 0 for s, p in _both(asked, parts)]
    total = sum(weights)
    standards = tuple(
        Part(**{**vars(part), "weight": HUNDRED * weight / total if total else 0})
        for part, weight in zip(parts, weights, strict=True)
    )
    shares = {**found.shares, **dict.fromkeys(found.out)}
    return Score(_overall(asked, standards), standards, shares)


def _both(asked: QuestionSet, parts: list[Part]) -> Iterable[tuple[Standard, Part]]:
    return zip(asked.standards, parts, strict=True)


def _standard(
    asked: QuestionSet, standard: Standard, held: set[str], found: _Answered
) -> Part:
    criteria = [c for c in standard.criteria if c.key in held and c.scored]
    counted = [c for c in criteria if c.key not in found.out]
    total = sum((c.weight for c in counted), Fraction(0))
    missing = [c for c in counted if c.key not in found.shares]
    achieved = sum(
        (c.weight * found.shares.get(c.key, Fraction(0)) for c in counted), Fraction(0)
    )
    possible = achieved + sum((c.weight for c in missing), Fraction(0))
    lowest, highest = (
        (HUNDRED * achieved / total, HUNDRED * possible / total)
        if total
        else (None, None)
    )
    return Part(
        key=standard.key,
        title=standard.title,
        weight=Fraction(0),
        lowest=lowest,
        highest=highest,
        answered=len(counted) - len(missing),
        missing=len(missing),
        not_applicable=len(criteria) - len(counted),
        band=_band(asked, lowest, highest),
    )


def _overall(asked: QuestionSet, parts: tuple[Part, ...]) -> Part:
    counted = [part for part in parts if part.lowest is not None]

    def weighed(name: str) -> Fraction | None:
        if not counted:
            return None
        each = (part.weight * getattr(part, name) for part in counted)
        return sum(each, Fraction(0)) / HUNDRED

    lowest, highest = weighed("lowest"), weighed("highest")
    return Part(
        key=asked.key,
        title=asked.title,
        weight=HUNDRED,
        lowest=lowest,
        highest=highest,
        answered=sum(part.answered for part in parts),
        missing=sum(part.missing for part in parts),
        not_applicable=sum(part.not_applicable for part in parts),
        band=_band(asked, lowest, highest),
    )


def _band(asked: QuestionSet, lowest: Fraction | None, highest: Any) -> str:
    """What the score is called: nothing while it is not known."""
    band = asked.band(lowest) if lowest is not None and lowest == highest else None
    return band.name if band else ""
