"""Spreadsheets in and out: CSV and XLSX to plain text cells, and back, safely."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from goldthread.base.archives import Refused
from goldthread.base.workbooks import (
    FILE_MB,
    SAVE_AGAIN,
    SAVE_AS,
    ZIP,
    Line,
    check_foreign,
    check_size,
    refused,
    sheets,
    unwarned,
)

__all__ = [
    "FILE_MB",
    "Refused",
    "Row",
    "Table",
    "Value",
    "quoted",
    "read",
    "write_book",
    "write_csv",
    "write_xlsx",
]

ROWS, COLUMNS = 10_000, 200
CSV_MB = 5
NAMED = 3  # how many of the faulty cells a refusal names

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}

# A spreadsheet runs a cell that starts so; the wide forms come from Asian keyboards.
LIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")

Value = str | int | float | date | None


@dataclass(frozen=True)
class Row:
    """One row; `number` is the spreadsheet's own, so the heading is usually 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and the rows below them, every row as long as the headings.

    `encoding` is UTF-8, UTF-16, Windows-1252 or XLSX; `sheet` is None for CSV.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    sheet: str | None = None


def read(data: bytes, name: str) -> Table:
    """Read CSV or XLSX, decided by content; `name` is only for the sentences.

    Of a workbook it reads the first visible sheet that holds anything. Blank rows are
    passed over, short ones filled up. Raises Refused, and then nothing was read.
    """
    check_size(data, name)
    check_foreign(data, name)
    table = (_workbook if data.startswith(ZIP) else _csv)(data, name)
    if table is None:
        raise refused(f"{name} is empty.", "Check that it is the right file.")
    return table


def _workbook(data: bytes, name: str) -> Table | None:
    with unwarned():
        for sheet, lines in sheets(data, name):
            if table := _table(lines, f"Sheet “{sheet}” of {name}", "XLSX", sheet):
                return table
    return None


def _csv(data: bytes, name: str) -> Table | None:
    if len(data) > CSV_MB * 1_000_000:
        raise refused(f"{name} is larger than {CSV_MB} MB.", "Split the file.")
    text, encoding = _decoded(data, name)
    if "\0" in text:
        raise refused(f"{name} is not text: it holds NUL characters.", SAVE_AS)
    if text.lstrip().startswith("<"):
        raise refused(f"{name} is a web page, which we do not read.", SAVE_AS)
    return _table(_csv_lines(text, name), name, encoding)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text, and what its encoding is called."""
    encodings = _encodings(data)
    for encoding in encodings:
        try:
            return data.decode(encoding), ENCODINGS[encoding]
        except UnicodeDecodeError as error:
            start = error.start
    line = data.count(b"\n", 0, start) + 1
    tried = " or ".join(ENCODINGS[encoding] for encoding in encodings)
    raise refused(
        f"{name} is not {tried} text: see byte 0x{data[start]:02X} on line {line}.",
        "In Excel, save it as “CSV UTF-8”, and send that.",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    """What to try, in order. English in UTF-16 is every other byte a zero."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return (encoding,)
    for first, encoding in enumerate(("utf-16-be", "utf-16-le")):
        half = data[first:4096:2]
        if half.count(0) * 2 > len(half):
            return (encoding,)
    return ("utf-8", "cp1252")


def _csv_lines(text: str, name: str) -> Iterator[Line]:
    lines = io.StringIO(text, newline="")
    number = 0
    try:
        reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
        for number, cells in enumerate(reader, 1):
            formulas = [
                i for i, cell in enumerate(cells) if cell.startswith(("=", "@"))
            ]
            yield number, [_calmed(cell) for cell in cells], formulas
    except csv.Error as error:
        what = f"Row {number + 1} of {name} is not proper CSV ({error})."
        raise refused(what, SAVE_AGAIN) from error


def _delimiter(text: str) -> str:
    """Whichever of comma, semicolon and tab cuts the headings into most pieces."""

    def pieces(delimiter: str) -> int:
        headings = io.StringIO(text.lstrip("\r\n"), newline="")
        return len(next(csv.reader(headings, delimiter=delimiter), []))

    return max(",;\t", key=pieces)


def _calmed(cell: str) -> str:
    """Take off the quote that `quoted` put on, so that our own files read back."""
    return cell[1:] if cell.startswith("'") and LIVE.match(cell) else cell


def _table(
    lines: Iterable[Line], name: str, encoding: str, sheet: str | None = None
) -> Table | None:
    """Headings and rows; None if every line is blank. Stops at the first line too many."""
    filled = (
        (number, cells)
        for number, cells in _without_formulas(lines, name)
        if any(map(str.strip, cells))
    )
    if (first := next(filled, None)) is None:
        return None
    headers = _headers(first[1], name)
    rows: list[Row] = []
    for number, cells in filled:
        if len(rows) == ROWS:
            raise refused(f"{name} has more than {ROWS:,} rows.", "Split the file.")
        rows.append(
            Row(number, _fitted(cells, len(headers), f"Row {number} of {name}"))
        )
    if not rows:
        remedy = "Put each finding, person or figure on a row of its own below them."
        raise refused(f"{name} has headings but no rows.", remedy)
    return Table(headers, tuple(rows), encoding, sheet)


def _without_formulas(
    lines: Iterable[Line], name: str
) -> Iterator[tuple[int, list[str]]]:
    found: list[str] = []
    for number, cells, formulas in lines:
        found += [f"{get_column_letter(column + 1)}{number}" for column in formulas]
        if len(found) >= NAMED:
            break
        yield number, cells
    if found:
        remedy = "Replace formulas by their values (in Excel: Paste Special, Values)."
        raise refused(f"{name} has formulas, in {_listed(found[:NAMED])}.", remedy)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _headers(cells: Sequence[str], name: str) -> tuple[str, ...]:
    headers = tuple(" ".join(cell.split()) for cell in cells)
    while not headers[-1]:
        headers = headers[:-1]
    if len(headers) > COLUMNS:
        remedy = "Send only the columns that matter."
        raise refused(f"{name} has more than {COLUMNS} columns.", remedy)
    seen: dict[str, int] = {}
    for column, header in enumerate(headers, 1):
        if not header:
            letter = get_column_letter(column)
            raise refused(f"{name} has no heading in column {letter}.", "Name it.")
        if (first := seen.setdefault(header.casefold(), column)) != column:
            columns = f"{get_column_letter(first)} and {get_column_letter(column)}"
            what = f"{name} has the heading “{header}” twice, in columns {columns}."
            raise refused(what, "Rename one of them.")
    return headers


def _fitted(cells: Sequence[str], width: int, name: str) -> tuple[str, ...]:
    if any(map(str.strip, cells[width:])):
        remedy = "Name every column, and put quotation marks round text with commas."
        raise refused(f"{name} has more cells than there are headings.", remedy)
    return (*cells[:width], *[""] * (width - len(cells)))


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that Excel shows accents; no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (headers, *rows):
        writer.writerow([quoted("" if value is None else str(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def quoted(cell: str) -> str:
    return f"'{cell}" if LIVE.match(cell) and not NUMBER.fullmatch(cell) else cell


def write_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], title: str
) -> bytes:
    """A workbook of one sheet called `title`; text stays text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    headings = [_text_cell(sheet, header) for header in headers]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    for row in rows:
        sheet.append([_text_cell(sheet, v) if isinstance(v, str) else v for v in row])
    return _saved(book)


def write_book(fill: Callable[[Workbook], None]) -> bytes:
    """A workbook of several sheets, as `fill` makes it; text stays text here, too."""
    book = Workbook()
    book.remove(book.worksheets[0])
    fill(book)
    for cell in (c for sheet in book for row in sheet.iter_rows() for c in row):
        if cell.data_type == "f":
            cell.data_type, cell.quotePrefix = "s", True
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # openpyxl takes a leading = for a formula
    return cell
