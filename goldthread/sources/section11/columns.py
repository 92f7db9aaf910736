"""What stands in which column of a return's workbook, for writing and for reading it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from goldthread.base.instruments.rules import Criterion, QuestionSet, Scale, plain
from goldthread.base.instruments.rules.answers import (
    NOT_APPLICABLE,
    number,
    reason_not_applicable,
)
from goldthread.base.workbooks import kept
from goldthread.sources.section11 import rules

ABOUT, ANSWERS, HELD, LISTS = "About", "Answers", "Do not change", "Lists"
CODE, STANDARD, QUESTION = "Code", "Standard", "Question"
GUIDANCE, POSSIBLE = "Guidance", "What you can answer"
ANSWER, REASON = "Answer", "Why it does not apply, if it does not"
WORDS, IMPACT = "How do you know?", "What difference does it make to children?"
FIELDS = {"said": ANSWER, "words": WORDS, "impact": IMPACT}

EVERYBODY = "Everybody answers this"  # where no reason why not is taken

OUT = {"n/a", "na", "not applicable", "does not apply"}
PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,6})?")
ISO = re.compile(r"(\d{4}-\d\d-\d\d)( \d\d:\d\d)?")
WRITTEN = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


@dataclass(frozen=True)
class Change:
    """A cell that says something else than it said when it was downloaded."""

    key: str
    field: str  # one of FIELDS
    value: Any
    stood: str  # the digest of what it said then


@dataclass(frozen=True)
class Problem:
    """What is to be put right in the workbook before any of it is saved."""

    row: int
    key: str
    sentence: str


@dataclass(frozen=True)
class Brought:
    """A workbook that came back; `notes` say what was left out of it."""

    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def answer_column(part: int) -> str:
    """The heading of a grade's first part, which is also that of any other answer."""
    return ANSWER if part == 0 else f"{ANSWER}, part {part + 1}"


def digest(text: str) -> str:
    """What stood, so that it is recognised: no words that she has since taken out."""
    return sha256(text.encode()).hexdigest()[:24]


# --- An answer as one text, however it is kept ----------------------------------------------


def settled(criterion: Criterion, said: Any) -> str:
    """The same for the same answer: 2 and 2.0, or lines that end otherwise."""
    reason = reason_not_applicable(said)
    if reason is not None:
        return json.dumps({NOT_APPLICABLE: kept(reason)})
    values = [_settled(criterion, each) for each in in_parts(criterion, said)]
    return json.dumps(values) if any(values) else ""


def _settled(criterion: Criterion, value: Any) -> str:
    exact = number(value) if criterion.kind in {"graded", "number"} else None
    return kept(str(value)) if exact is None else str(exact)


def in_parts(criterion: Criterion, said: Any) -> list[Any]:
    """What was said of each part, or each of several words chosen, or the one answer."""
    if said is None or reason_not_applicable(said) is not None:
        return [""]
    if isinstance(said, Mapping):
        if criterion.parts:
            return [said.get(part) or "" for part in criterion.parts]
        return [said.get("grade", said.get("answer", ""))]
    return list(said) if isinstance(said, list) else [said]


# --- Into cells -------------------------------------------------------------------------------


def offered(asked: QuestionSet, criterion: Criterion) -> list[str]:
    """What a cell offers to choose from; nothing where something is typed."""
    return [words for _, words in rules.offered(asked, criterion)]


def possible(asked: QuestionSet, criterion: Criterion) -> str:
    """The same in words, with what each part is about."""
    choices = "; ".join(offered(asked, criterion))
    if criterion.kind == "number":
        least, most = criterion.least, criterion.most
        bounds = "" if least is None else f", {plain(least)} or more"
        bounds += "" if most is None else f", {plain(most)} or less"
        return f"A number{f' ({criterion.unit})' if criterion.unit else ''}{bounds}"
    if criterion.kind == "date":
        return "A date, such as 27/3/2026"
    if criterion.kind == "text":
        return "Your own words"
    if criterion.several:
        return f"One or several of these, each on a line of its own: {choices}"
    parts = (f"{answer_column(n)}: {part}" for n, part in enumerate(criterion.parts))
    return ". ".join([*parts, choices])


def in_cells(asked: QuestionSet, criterion: Criterion, said: Any) -> list[Any]:
    """What the cells hold of an answer: words that are offered, numbers and days."""
    values = in_parts(criterion, said)
    if criterion.several:
        return [kept("\n".join(map(str, values)))]
    return [_cell(asked, criterion, value) for value in values]


def _cell(asked: QuestionSet, criterion: Criterion, value: Any) -> Any:
    text = kept(str(value))
    if criterion.kind == "graded":
        names = {grade.split(":")[0]: grade for grade in offered(asked, criterion)}
        exact = number(text)
        return names.get("" if exact is None else plain(exact), text)
    if criterion.kind == "yes_no":
        return dict(rules.YES_NO).get(text, text)
    if criterion.kind == "number" and PLAIN_NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if criterion.kind == "date" and ISO.fullmatch(text) and text > "1900-12-31":
        return date.fromisoformat(text[:10])
    return text


# --- And out of them ----------------------------------------------------------------------------


def from_cells(asked: QuestionSet, criterion: Criterion, cells: list[str]) -> Any:
    """The answer as the set keeps it; what cannot be one stays as it was typed."""
    values = [_value(asked, criterion, kept(cell)) for cell in cells]
    if criterion.parts:
        given = dict(zip(criterion.parts, values, strict=False))
        return given if any(values) else None
    if not criterion.several:
        return values[0] or None
    lines = re.split(r"\n|;", kept(cells[0]))
    return [
        _value(asked, criterion, kept(each)) for each in lines if kept(each)
    ] or None


def _value(asked: QuestionSet, criterion: Criterion, text: str) -> str:
    if criterion.kind == "graded":
        return _grade(asked.scales[criterion.scale], text)
    if criterion.kind in {"yes_no", "choice"}:
        known = rules.offered(asked, criterion)
        said = {kept(words).casefold(): key for key, words in known}
        return said.get(text.casefold(), text)
    if criterion.kind == "date":
        return _day(text)
    if criterion.kind == "number" and criterion.unit == "%":
        return text.removesuffix("%").strip()
    return text


def _grade(scale: Scale, text: str) -> str:
    """Chosen from the list, or typed: 2, 2.0, or its name."""
    for step in () if scale.by else scale.steps:
        value = plain(step.value)
        if text.casefold() in {
            step.name.casefold(),
            f"{value}: {step.name}".casefold(),
        }:
            return value
    exact = number(text)
    return plain(exact) if exact is not None and scale.allows(exact) else text


def _day(text: str) -> str:
    if found := ISO.fullmatch(text):
        return found[1]
    if found := WRITTEN.fullmatch(text):
        return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    return text
