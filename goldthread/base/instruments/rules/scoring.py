"""What answers come to: for each standard and overall, with what is not known of it.

Each criterion that is scored has a share from 0 to 1, whichever end of its scale is best.
What does not apply is left out, and the weights that remain are made 100 again: of the
criteria in their standard, and of the standards in the set. What nobody has answered is
not left out, or leaving out what went badly would pay: the score lies between what it
would be if all of that were at its worst, and at its best.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from goldthread.base.instruments.rules import (
    YES_NO,
    Criterion,
    QuestionSet,
    Scale,
    Standard,
    plain,
)

HUNDRED = Fraction(100)
NOT_APPLICABLE = "not_applicable"


class BadAnswers(ValueError):
    """Answers that the set does not allow; `problems` has a sentence for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


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


# --- One answer ---------------------------------------------------------------------------


def number(said: Any) -> Fraction | None:
    """A number that was typed, exactly; None if it is none."""
    if isinstance(said, bool):
        return None
    try:
        return Fraction(Decimal(str(said).strip()))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def grade_problem(scale: Scale, said: Any) -> str:
    """Why this is no grade of the scale, in words; nothing if it is one."""
    value = number(said)
    if value is not None and scale.allows(value):
        return ""
    return f"{said} is no grade of “{scale.name}”. Its grades are {scale.words}."


def _given(criterion: Criterion, said: Any) -> dict[str, Any]:
    """What was said of each part; one that has no parts has one grade."""
    names = criterion.parts or ("grade",)
    if isinstance(said, Mapping):
        return {name: said.get(name) for name in names}
    return {"grade": said} if names == ("grade",) else {}


def _share(
    asked: QuestionSet, criterion: Criterion, said: Any
) -> tuple[Fraction | None, str]:
    """How good the answer is, or None and why it is no answer (nothing: it is missing)."""
    if criterion.kind == "yes_no":
        word = said.get("answer") if isinstance(said, Mapping) else said
        if word in (None, ""):
            return None, ""
        if word not in YES_NO:
            return None, f"{word} is not yes, partly or no."
        return YES_NO[word], ""
    scale = asked.scales[criterion.scale]
    grades = list(_given(criterion, said).values())
    wrong = [grade_problem(scale, g) for g in grades if g not in (None, "")]
    if problem := next(filter(None, wrong), ""):
        return None, problem
    if not grades or any(grade in (None, "") for grade in grades):
        return None, ""
    shares = [scale.share(number(grade) or Fraction(0)) for grade in grades]
    weaker = asked.together == "weaker"
    return (min(shares) if weaker else sum(shares) / Fraction(len(shares))), ""


def reason_not_applicable(said: Any) -> str | None:
    """The reason given that it does not apply; None if that was not said."""
    if not isinstance(said, Mapping) or NOT_APPLICABLE not in said:
        return None
    reason = said[NOT_APPLICABLE]
    return reason.strip() if isinstance(reason, str) else ""


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
    for key in keys:
        said, criterion = answers.get(key), asked.criteria[key]
        reason = reason_not_applicable(said)
        if reason is not None and criterion.mandatory:
            problems.append(f"{key}: must be answered: it applies to everybody.")
        elif reason == "":
            problems.append(f"{key}: say why it does not apply.")
        elif reason:
            found.out.add(key)
        elif criterion.scored:
            share, problem = _share(asked, criterion, said)
            if problem:
                problems.append(f"{key}: {problem}")
            elif share is not None:
                found.shares[key] = share
    if problems:
        raise BadAnswers(problems)
    return found


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


# --- In words and numbers -----------------------------------------------------------------


def told(found: Score) -> dict[str, Any]:
    """The score as `goldthread section11 score` prints it; percentages to two places."""
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


__all__ = ("BadAnswers", "Part", "Score", "grade_problem", "number", "plain", "score")
