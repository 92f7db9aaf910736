"""One answer: whether the set allows it, and how good it is, from 0 to 1."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from goldthread.base.instruments.rules import YES_NO, Criterion, QuestionSet, Scale

NOT_APPLICABLE = "not_applicable"


class BadAnswers(ValueError):
    """Answers that the set does not allow; `problems` has a sentence for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


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


def share_of(
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
