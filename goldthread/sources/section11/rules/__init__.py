"""What is looked at before a return is submitted, and what a grade comes to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from goldthread.base.instruments.rules import Criterion, QuestionSet, Scale, plain
from goldthread.base.instruments.rules.answers import (
    BadAnswers,
    reason_not_applicable,
    share_of,
)
from goldthread.base.instruments.rules.scoring import Score, score
from goldthread.base.instruments.rules.shelf import find
from goldthread.base.instruments.rules.telling import told

FEW = 3  # criteria; one piece of evidence on this many or more is looked at
CENT = Decimal("0.01")
NEARLY_ALL = 99  # percent
ENOUGH = 10  # organisations; of fewer, a page that others read says nothing
ROUNDED = 5  # organisations, as a page that others read tells them
TO_CHIEF = (10, 20)  # days late on which the chief officer is written to
YES_NO = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]  # as it is offered

# Whose power a request for information rests on, by when it is sent. The second is from
# what is known of the field: check it against the Act before you rely on it.
POWERS = (
    (date(2019, 9, 29), "Children Act 2004, section 16H"),
    (date(2010, 4, 1), "Children Act 2004, section 14B"),
)


def power(on: date) -> str:
    """The section under which a board may require information on this day."""
    return next((words for since, words in POWERS if on >= since), POWERS[-1][1])


def chief_key(pk: int, due_on: date, after: int) -> str:
    """What keeps a chief officer from being written to twice of the same lateness."""
    return f"section11-chief-{pk}-{due_on}-{after}"


@dataclass(frozen=True)
class Shown:
    """A piece of evidence as an answer uses it."""

    pk: int
    title: str
    expired: bool = False


@dataclass(frozen=True)
class Held:
    """One answer, as the checks look at it."""

    said: Any = None
    words: str = ""
    impact: str = ""
    evidence: tuple[Shown, ...] = ()
    actions: int = 0
    carried: bool = False
    differences: tuple[str, ...] = ()  # of sites, in words

    @property
    def answered(self) -> bool:
        if isinstance(self.said, Mapping):
            return any(each not in (None, "") for each in self.said.values())
        return self.said not in (None, "")


@dataclass(frozen=True)
class Doubt:
    """Something to look at again, of one criterion or, without a key, of all."""

    key: str
    words: str
    puts: str = field(default="", compare=False)  # what a panel of peers may ask


@dataclass(frozen=True)
class Checked:
    """What keeps a return from being submitted, and what is only looked at again."""

    missing: tuple[Doubt, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    answered: int = 0
    asked: int = field(default=0)


def check(
    asked: QuestionSet, keys: Sequence[str], answers: Mapping[str, Held]
) -> Checked:
    """Look through a whole return before it is submitted."""
    missing: list[Doubt] = []
    doubts: list[Doubt] = []
    answered = 0
    for key in keys:
        held = answers.get(key, Held())
        answered += held.answered
        missing += _missing(key, held)
        doubts += _doubts(asked, asked.criteria[key], held)
    doubts += _same_everywhere(keys, answers)
    return Checked(tuple(missing), tuple(doubts), answered, len(keys))


def _missing(key: str, held: Held) -> Iterable[Doubt]:
    if not held.answered:
        yield Doubt(key, "Not answered yet.")
    elif held.carried:
        yield Doubt(
            key, "From the last cycle or another site: confirm it, or change it."
        )


def _doubts(asked: QuestionSet, criterion: Criterion, held: Held) -> Iterable[Doubt]:
    key = criterion.key
    if any(shown.expired for shown in held.evidence):
        titles = ", ".join(shown.title for shown in held.evidence if shown.expired)
        puts = f"Does {titles} still hold, and what shows it today?"
        yield Doubt(key, f"Evidence out of date: {titles}.", puts)
    share = share_given(asked, criterion, held.said)
    if share is None:
        return
    if share == 1 and not (held.evidence and held.impact.strip()):
        yield Doubt(
            key,
            "The best grade, without evidence and what difference it makes.",
            "You gave the best grade. What would show it, and what has changed for "
            "children?",
        )
    if share == 1 and held.differences:
        puts = f"You gave the best grade. Does it hold here, too? {held.differences[0]}"
        yield Doubt(key, "The best grade, though a site differs.", puts)
    if share < 1 and not held.actions:
        puts = "You are not there yet. What will be done, who does it, and by when?"
        yield Doubt(key, "Below the best grade, without an action.", puts)


def _same_everywhere(
    keys: Sequence[str], answers: Mapping[str, Held]
) -> Iterable[Doubt]:
    shown = {each.pk: each.title for held in answers.values() for each in held.evidence}
    used = [key for key in keys if answers.get(key, Held()).evidence]
    for pk, title in shown.items():
        on = [key for key in used if pk in {e.pk for e in answers[key].evidence}]
        if len(on) >= FEW and len(on) == len(used):
            puts = f"“{title}” is shown for {len(on)} answers. What else shows them?"
            words = f"“{title}” is the only thing shown for {len(on)} answers."
            yield Doubt("", words, puts)


def share_given(asked: QuestionSet, criterion: Criterion, said: Any) -> Fraction | None:
    """How good it is from 0 to 1; None if it is no grade, missing or does not apply."""
    if not criterion.scored or reason_not_applicable(said) is not None:
        return None
    return share_of(asked, criterion, said)[0]


def grades(scale: Scale) -> list[tuple[str, str]]:
    """The grades of a scale as they are offered, with what each means."""
    if scale.by:
        steps = int((scale.highest - scale.lowest) / scale.by)
        values = [scale.lowest + scale.by * step for step in range(steps + 1)]
        return [(plain(value), plain(value)) for value in values]
    return [(plain(s.value), f"{plain(s.value)}: {s.name}") for s in scale.steps]


def offered(asked: QuestionSet, criterion: Criterion) -> list[tuple[str, str]]:
    """What there is to choose from, each with its words; nothing where one types."""
    if criterion.kind == "graded":
        return grades(asked.scales[criterion.scale])
    if criterion.kind == "yes_no":
        return YES_NO
    return [(each, each) for each in criterion.options]


# --- Who challenges whom ------------------------------------------------------------------


def ring(kinds: Mapping[int, str]) -> dict[int, int]:
    """Whose return each is challenged by: each challenges exactly one, and none itself.

    `kinds` are the types of the organisations by their keys, in the order of the ring.
    Of another type, always, unless more than half of them are of one type.
    """
    order = sorted(kinds, key=lambda key: kinds[key])
    step = max(Counter(kinds.values()).values()) % len(order) or 1
    return {key: order[(at + step) % len(order)] for at, key in enumerate(order)}


# --- What it comes to ---------------------------------------------------------------------


def scored(
    asked: QuestionSet,
    answers: Mapping[str, Any],
    *,
    form: str = "",
    kind: str = "",
    size: str = "",
) -> Score:
    """The score of what was said, by the key of its criterion; what is not asked is left."""
    keys = set(asked.asked(form, kind, size))
    said = {key: given for key, given in answers.items() if key in keys}
    return score(asked, said, form=form, kind=kind, size=size)


def percent(exact: Fraction | None) -> Decimal | None:
    """Half up, to two places, as it is kept."""
    if exact is None:
        return None
    whole = Decimal(exact.numerator) / Decimal(exact.denominator)
    return whole.quantize(CENT, rounding=ROUND_HALF_UP)


def together(own: Mapping[str, Any], moderated: Mapping[str, Any]) -> dict[str, Any]:
    """The organisation's answers, with the board's grades where it gave its own."""
    return {**own, **moderated}


def gap(own: Decimal | None, moderated: Decimal | None) -> Decimal | None:
    """How much better an organisation finds itself than the board did; points of 100."""
    return None if own is None or moderated is None else own - moderated


def of(part: int, whole: int) -> str:
    """A percentage with what it is of, as boards print it: "23 of 26 (88%)"."""
    if not whole:
        return "0 of 0"
    exact = rounded(part, whole)
    return f"{part} of {whole} ({exact}%)"


def rounded(part: int, whole: int) -> str:
    """To a whole percent; to one place near none and all, which are never said of less."""
    share = Decimal(100 * part) / Decimal(whole)
    near = share.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if share != near and not 1 <= share <= NEARLY_ALL:
        return str(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
    return str(near)


def roughly(counts: Sequence[int]) -> list[int] | None:
    """Counts as others may read them, to the nearest five; None if all are too few.

    From two looks at them, before and after a return came, nobody tells what it was.
    """
    if sum(counts) < ENOUGH:
        return None
    return [ROUNDED * round(each / ROUNDED) for each in counts]


# --- Scored without a database -----------------------------------------------------------


def scored_file(data: Any, *, beside: Path) -> dict[str, Any]:
    """What a file of answers comes to, told as JSON.

    `{"set": "section11_2015", "form": "agency", "answers": {"s1.1": 2}}`; the set is the
    key of one that comes along, or of a file beside it. Raises BadFile and BadAnswers.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("answers"), Mapping):
        raise BadAnswers(["The file must hold set and answers."])
    asked = find(str(data.get("set", "")), beside)
    if asked is None:
        raise BadAnswers([f"There is no set {data.get('set')!r}."])
    where = {name: str(data.get(name, "")) for name in ("form", "kind", "size")}
    if where["form"] and where["form"] not in {form.key for form in asked.forms}:
        raise BadAnswers([f"{asked.key} has no form {where['form']!r}."])
    return {"set": asked.key, **told(score(asked, data["answers"], **where))}


def in_lines(said: Mapping[str, Any]) -> list[str]:
    """A score or a status as a person reads it; nothing of what only a program reads."""
    if "standards" in said:
        return [_line(each) for each in (*said["standards"], said["overall"])]
    if "by_type" in said:
        rates = [f"{each['type']}: {each['rate']}" for each in said["by_type"]]
        return [f"{said['title']}: {said['state']}", *rates]
    return []


def _line(part: Mapping[str, Any]) -> str:
    known = part["percent"] is not None
    value = f"{part['percent']}% {part['band'] or ''}".strip() if known else part["why"]
    return f"{part['title']}: {value}"
