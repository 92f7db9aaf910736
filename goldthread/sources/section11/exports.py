"""The workbook of a return, to be answered without a connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from goldthread.base.govuk.rules import day
from goldthread.base.instruments.rules import Criterion, Standard
from goldthread.base.instruments.rules.answers import reason_not_applicable
from goldthread.base.people.models import User
from goldthread.base.tables import write_book
from goldthread.base.workbooks import kept
from goldthread.sources.section11 import columns
from goldthread.sources.section11.models import Answer, SelfAssessment

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
OPEN = Protection(locked=False)
GREY = PatternFill("solid", fgColor="EEEFEF")
TEXT = "@"  # a cell in which nothing that is typed is a formula or a date
WIDTHS = {
    columns.CODE: 9,
    columns.QUESTION: 45,
    columns.WORDS: 50,
    columns.IMPACT: 50,
}
WIDE = 28

HOW = """\
Write your answers on the sheet “Answers”, in the white cells. The grey cells are locked.
Where a cell offers a list, choose from it.
Leave out names of children and families.
Save it as an Excel workbook (.xlsx), without a password. Bring it back on the return’s page.
Every difference is shown before anything is saved.
What colleagues change online meanwhile is kept unless you choose otherwise.
Evidence, actions and answers of last time that still hold are looked after online.
Keep this file as you keep other confidential files, and delete it afterwards.
""".splitlines()


@dataclass(frozen=True)
class Asked:
    """One row of the workbook: a question, and what was answered so far."""

    standard: Standard
    criterion: Criterion
    answer: Answer | None


def workbook(
    assessment: SelfAssessment, standards: Sequence[Standard], *, by: User, on: date
) -> bytes:
    """The questions of these standards that it is asked, with what stands there."""
    keys = set(assessment.asks)
    answers = {each.key: each for each in assessment.answers.all()}
    rows = [
        Asked(standard, criterion, answers.get(criterion.key))
        for standard in standards
        for criterion in standard.criteria
        if criterion.key in keys
    ]

    def fill(book: Workbook) -> None:
        _about(book.create_sheet(columns.ABOUT), assessment, by, on)
        sheet, lists = book.create_sheet(columns.ANSWERS), {}
        for row in rows:
            if choices := columns.offered(assessment.cycle.asked, row.criterion):
                lists[row.criterion.key] = tuple(choices)
        where = _lists(book.create_sheet(columns.LISTS), lists)
        _answers(sheet, assessment, rows, where)
        _held(book.create_sheet(columns.HELD), assessment, rows)

    return write_book(fill)


def _about(sheet: Worksheet, assessment: SelfAssessment, by: User, on: date) -> None:
    published = assessment.cycle.question_set
    forms = {each.key: each.name for each in assessment.cycle.asked.forms}
    told = [
        ("Section 11 return", "to be answered without a connection"),
        ("Organisation", str(assessment.contribution.organisation)),
        ("Cycle", str(assessment.cycle)),
        ("Return", assessment.reference),
        ("Due by", day(assessment.contribution.due_on)),
        ("Question set", f"{published.title} ({published.key})"),
        ("Its fingerprint", published.digest),
        ("Form", forms.get(assessment.form, "All questions")),
        ("Downloaded by", str(by)),
        ("Downloaded on", day(on)),
        *(("How to use it" if n == 0 else "", words) for n, words in enumerate(HOW)),
    ]
    for heading, words in told:
        sheet.append([heading, kept(words)])
    for left, right in sheet.iter_rows():
        left.font, right.alignment = BOLD, WRAPPED
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    sheet.protection.enable()


def _lists(
    sheet: Worksheet, lists: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    """Each list once, in a column of a hidden sheet; where it is."""
    where = {}
    for column, choices in enumerate(dict.fromkeys(lists.values()), 1):
        for row, choice in enumerate(choices, 1):
            sheet.cell(row, column, kept(choice))
        letter = get_column_letter(column)
        where[choices] = f"{columns.LISTS}!${letter}$1:${letter}${len(choices)}"
    sheet.sheet_state = "hidden"
    return where


def _answers(
    sheet: Worksheet,
    assessment: SelfAssessment,
    rows: Sequence[Asked],
    where: Mapping[tuple[str, ...], str],
) -> None:
    most = max((len(row.criterion.parts) for row in rows), default=1) or 1
    answers = [columns.answer_column(part) for part in range(most)]
    headings = [
        *(columns.CODE, columns.STANDARD, columns.QUESTION, columns.GUIDANCE),
        *(columns.POSSIBLE, *answers, columns.REASON, columns.WORDS, columns.IMPACT),
    ]
    sheet.append(headings)
    lists = {at: _validation(at) for at in where.values()}
    for number, row in enumerate(rows, 2):
        cells = _row(assessment, row)
        for column, heading in enumerate(headings, 1):
            cell = sheet.cell(number, column, cells.get(heading, ""))
            cell.alignment = WRAPPED
            _open(cell, row.criterion, heading)
            choices = tuple(columns.offered(assessment.cycle.asked, row.criterion))
            if heading in answers and choices and not row.criterion.several:
                lists[where[choices]].add(cell)
    for validation in lists.values():
        sheet.add_data_validation(validation)
    _dressed(sheet, headings)


def _row(assessment: SelfAssessment, row: Asked) -> dict[str, Any]:
    asked, criterion = assessment.cycle.asked, row.criterion
    said = row.answer.said if row.answer else None
    values = columns.in_cells(asked, criterion, said)
    reason = reason_not_applicable(said) or ""
    mandatory = columns.EVERYBODY if criterion.mandatory else ""
    return {
        columns.CODE: criterion.key,
        columns.STANDARD: kept(row.standard.title),
        columns.QUESTION: kept(criterion.words(assessment.form)),
        columns.GUIDANCE: kept(criterion.guidance),
        columns.POSSIBLE: kept(columns.possible(asked, criterion)),
        **{columns.answer_column(part): value for part, value in enumerate(values)},
        columns.REASON: kept(reason) or mandatory,
        columns.WORDS: kept(row.answer.words) if row.answer else "",
        columns.IMPACT: kept(row.answer.impact) if row.answer else "",
    }


def _open(cell: Any, criterion: Criterion, heading: str) -> None:
    """White where she writes, and grey where nothing of hers belongs."""
    said = [columns.answer_column(part) for part in range(len(criterion.parts) or 1)]
    reason = [] if criterion.mandatory else [columns.REASON]
    if heading not in {*said, *reason, columns.WORDS, columns.IMPACT}:
        cell.fill = GREY
        return
    cell.protection = OPEN
    if heading in said and criterion.kind == "date":
        cell.number_format = "dd/mm/yyyy"
    elif heading not in said or criterion.kind == "text":
        cell.number_format = TEXT


def _validation(at: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=at,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Choose from the list",
        error="Choose one of the answers that the cell offers, or leave it empty.",
    )


def _dressed(sheet: Worksheet, headings: Iterable[str]) -> None:
    for column, heading in enumerate(headings, 1):
        cell = sheet.cell(1, column)
        cell.font, cell.alignment, cell.fill = BOLD, WRAPPED, GREY
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS.get(heading, WIDE)
    sheet.freeze_panes = "B2"
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.enable()


def _held(sheet: Worksheet, assessment: SelfAssessment, rows: Sequence[Asked]) -> None:
    """Which return it is, and digests of what stood there, to find what has changed."""
    sheet.append(["return", assessment.pk])
    sheet.append(["set", assessment.cycle.question_set.digest])
    for row in rows:
        answer = row.answer or Answer()
        texts = {
            "said": columns.settled(row.criterion, answer.said),
            "words": kept(answer.words),
            "impact": kept(answer.impact),
        }
        stood = [columns.digest(texts[field]) for field in columns.FIELDS]
        sheet.append([row.criterion.key, *stood])
    sheet.sheet_state = "veryHidden"
    sheet.protection.enable()
