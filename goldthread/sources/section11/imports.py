"""A return's workbook that comes back: what is different in it, and what is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.base.instruments.rules import Criterion
from goldthread.base.instruments.rules.answers import NOT_APPLICABLE
from goldthread.base.workbooks import Line, everything, kept, refused
from goldthread.sources.section11 import columns
from goldthread.sources.section11.columns import Brought, Change, Problem
from goldthread.sources.section11.models import SelfAssessment
from goldthread.sources.section11.workflow.writing import problem_with

ROWS = 2_000  # a set has some fifty questions
LONG_ANSWER, LONG_REASON, LONG = 2_000, 500, 10_000  # letters, as on the page
FORMULA = "The cell holds a formula. Write the answer itself."
AGAIN = "Download the workbook again, and copy your answers into it."


@dataclass(frozen=True)
class Cells:
    """One row: what stands under which heading, and under which there is a formula."""

    row: int
    under: dict[str, str]
    formulas: frozenset[str]

    @property
    def key(self) -> str:
        return self.under.get(columns.CODE, "").strip()

    def said(self, heading: str) -> str:
        return kept(self.under.get(heading, ""))


@dataclass
class Reading:
    """What is being read: what stood at download, and what has been found so far."""

    assessment: SelfAssessment
    stood: dict[str, dict[str, str]]
    hers: set[str]
    rows: dict[str, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(
    data: bytes, name: str, assessment: SelfAssessment, hers: Sequence[str]
) -> Brought:
    """Compare it with what stood when it was downloaded; `hers` are the codes she writes.

    Raises Refused for what is no workbook of this return as it is asked now.
    """
    sheets = everything(data, name, rows=ROWS)
    if not any(sheets.values()):
        raise refused(f"{name} is blank.", "Check that it is the right file.")
    stood = _stood(sheets.get(columns.HELD), name, assessment)
    reading = Reading(assessment, stood, set(hers))
    for cells in _rows(sheets.get(columns.ANSWERS), name, assessment):
        _read_row(reading, cells)
    for key in stood.keys() - reading.rows.keys():
        reading.notes.append(
            f"The row of {key} is not in the workbook any more. Its answer stays as it is "
            "online."
        )
    notes = tuple(sorted(reading.notes))
    return Brought(tuple(reading.changes), tuple(reading.problems), notes)


def _stood(
    lines: list[Line] | None, name: str, assessment: SelfAssessment
) -> dict[str, dict[str, str]]:
    """The digests of what stood at download, by code, if it is of this very return."""
    told = {cells[0]: cells[1:] for _, cells, _ in lines or () if cells}
    if not {"return", "set"} <= told.keys():
        raise refused(
            f"{name} does not say any more which return it belongs to: its hidden sheet is "
            "gone.",
            AGAIN,
        )
    if told.pop("return")[:1] != [str(assessment.pk)]:
        raise refused(
            f"{name} is the workbook of another return, not of {assessment.reference}.",
            "Choose the one that you downloaded here, or bring it back on its own return.",
        )
    if told.pop("set")[:1] != [assessment.cycle.question_set.digest]:
        raise refused(f"{name} asks another version of the questions.", AGAIN)
    return {
        key: dict(zip(columns.FIELDS, cells, strict=False))
        for key, cells in told.items()
    }


def _rows(
    lines: list[Line] | None, name: str, assessment: SelfAssessment
) -> Iterator[Cells]:
    if not lines:
        raise refused(f"The sheet “{columns.ANSWERS}” of {name} is gone.", AGAIN)
    asked = (assessment.cycle.asked.criteria[key] for key in assessment.asks)
    parts = max((len(criterion.parts) for criterion in asked), default=1)
    needed = {columns.CODE, columns.ANSWER, columns.REASON, columns.WORDS}
    needed |= {columns.IMPACT, *map(columns.answer_column, range(parts))}
    headings = [kept(cell) for cell in lines[0][1]]
    if missing := sorted(needed - set(headings)):
        raise refused(f"The column “{missing[0]}” of {name} is gone.", AGAIN)
    for number, cells, formulas in lines[1:]:
        live = frozenset(headings[at] for at in formulas if at < len(headings))
        under = dict(zip(headings, cells, strict=False))
        yield Cells(number, under, live)


def _read_row(reading: Reading, cells: Cells) -> None:
    key = cells.key
    if key not in reading.assessment.asks:
        reading.notes.append(_unknown(cells))
        return
    if (first := reading.rows.setdefault(key, cells.row)) != cells.row:
        sentence = f"Rows {first} and {cells.row} both answer {key}. Keep one of them."
        reading.problems.append(Problem(cells.row, key, sentence))
        return
    criterion = reading.assessment.cycle.asked.criteria[key]
    if cells.said(columns.QUESTION) != kept(criterion.words(reading.assessment.form)):
        reading.notes.append(
            f"The question of {key} was worded anew in the workbook. That changes "
            "nothing: it stands as it was published."
        )
    found = list(_changes(reading, criterion, cells))
    if not found:
        return
    if key not in reading.hers:
        reading.notes.append(
            f"{key} was not given to you. What the workbook says there is left out."
        )
        return
    for change, sentence in found:
        if sentence:
            reading.problems.append(Problem(cells.row, key, sentence))
        else:
            reading.changes.append(change)


def _unknown(cells: Cells) -> str:
    what = (
        f"the code {cells.key[:40]}, which is not asked here"
        if cells.key
        else "no code"
    )
    return f"Row {cells.row} has {what}. It is left out."


def _changes(
    reading: Reading, criterion: Criterion, cells: Cells
) -> Iterator[tuple[Change, str]]:
    """Each cell that is not as it was, with what is wrong with it, if anything."""
    then = reading.stood.get(criterion.key, {})
    said, wrong = _said(reading.assessment, criterion, cells, then.get("said", ""))
    words, impact = cells.said(columns.WORDS), cells.said(columns.IMPACT)
    answers = {*_answers(criterion), columns.REASON}
    for name, value, settled, problem, headings in (
        ("said", said, columns.settled(criterion, said), wrong, answers),
        ("words", words, words, _too_long(words, LONG), {columns.WORDS}),
        ("impact", impact, impact, _too_long(impact, LONG), {columns.IMPACT}),
    ):
        change = Change(criterion.key, name, value, then.get(name, ""))
        if cells.formulas & headings:
            yield change, FORMULA
        elif columns.digest(settled) != change.stood:
            yield change, problem


def _answers(criterion: Criterion) -> list[str]:
    return [columns.answer_column(part) for part in range(len(criterion.parts) or 1)]


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return f"It has {len(text):,} letters, and {most:,} can be kept. Shorten it."


def _said(
    assessment: SelfAssessment, criterion: Criterion, cells: Cells, then: str
) -> tuple[Any, str]:
    """What its cells answer, and why that is no answer, if it is none."""
    asked = assessment.cycle.asked
    given = [cells.said(heading) for heading in _answers(criterion)]
    said = columns.from_cells(asked, criterion, given)
    reason = cells.said(columns.REASON)
    if criterion.mandatory and reason == columns.EVERYBODY:
        reason = ""
    if not reason and columns.digest(columns.settled(criterion, said)) == then:
        return said, ""
    out = [each for each in given if each.casefold().strip(". ") in columns.OUT]
    if reason and any(each not in out for each in given if each):
        both = "Choose one: give an answer, or say why it does not apply."
        return [*given, reason], both
    if reason or out:
        said = {NOT_APPLICABLE: reason}
    long = _too_long(reason, LONG_REASON) or _too_long("\n".join(given), LONG_ANSWER)
    return said, long or problem_with(asked, criterion, said)
