"""XLSX to lines of plain text, unpacked so that no hostile workbook does harm."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from goldthread.base.archives import Refused, chunks, claimed, has_macros

FILE_MB = 20

# Bytes do not show what XML costs to parse: 50 kB of empty cells or styles took 3 GB.
# So the tags are counted too; 10,000 rows of 14 columns have 0.9 million.
UNPACKED_BYTES, STYLE_BYTES, TAGS = 50_000_000, 2_000_000, 1_500_000
SHEET_ROWS = 1_048_576  # what Excel itself can hold

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (OLE, "in an old format of Excel or Office"),
)

ZIPPED = (
    ("xl/workbook.bin", "a binary Excel workbook"),
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file"),
    ("", "a zip archive"),
)
PERCENTAGE = re.compile(r"0(?:\.(0+))?%")
QUOTED = re.compile(
    r'"[^"]*"|\[[^]]*\]|\\.'
)  # parts of a number format that show as is

SAVE_AS = "Save it as CSV or as an Excel workbook (.xlsx), and send that."
SAVE_AGAIN = "Open it in your spreadsheet program, save it again, and send that."

Line = tuple[int, list[str], list[int]]  # row number, cells, columns with a formula


def refused(what: str, remedy: str) -> Refused:
    return Refused(f"{what} Nothing was imported. {remedy}")


def check_size(data: bytes, name: str) -> None:
    if len(data) > FILE_MB * 1_000_000:
        raise refused(f"{name} is larger than {FILE_MB} MB.", "Split the file.")


def check_foreign(data: bytes, name: str) -> None:
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise refused(f"{name} has a password.", "Save it without one, and send that.")
    start = data[:64].lstrip()
    for magic, kind in FOREIGN:
        if start.startswith(magic):
            raise refused(f"{name} is {kind}, which we do not read.", SAVE_AS)


def sheets(
    data: bytes, name: str, *, hidden: bool = False
) -> Iterator[tuple[str, Iterator[Line]]]:
    """Each sheet's title and lines, in order, of those that are visible or of all.

    `name` is for the sentences. Raises Refused, also while the lines are read.
    """
    with _readable(name):
        with ZipFile(io.BytesIO(data)) as archive:
            _check_kind(archive, name)
            _check_unpacking(archive, name)
            _check_content(archive, name)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            if hidden or sheet.sheet_state == "visible":
                yield sheet.title, _lines(sheet, name)


def everything(data: bytes, name: str, *, rows: int) -> dict[str, list[Line]]:
    """The lines of every sheet that hold anything, hidden sheets too, by its title."""
    check_size(data, name)
    check_foreign(data, name)
    if not data.startswith(ZIP):
        raise refused(f"{name} is not an Excel workbook (.xlsx).", SAVE_AGAIN)
    with unwarned():
        return {
            title: list(_filled(lines, name, rows))
            for title, lines in sheets(data, name, hidden=True)
        }


def _filled(lines: Iterator[Line], name: str, rows: int) -> Iterator[Line]:
    for number, cells, formulas in lines:
        if number > rows:
            raise refused(f"{name} has more than {rows:,} rows.", "Remove some.")
        if formulas or any(map(str.strip, cells)):
            yield number, cells, formulas


@contextmanager
def unwarned() -> Iterator[None]:
    """Openpyxl warns of what it leaves out; none of that is read here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        yield


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise refused(f"{name} is damaged.", SAVE_AGAIN) from error


def _check_kind(archive: ZipFile, name: str) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        kind = next(k for start, k in ZIPPED if any(n.startswith(start) for n in names))
        raise refused(f"{name} is {kind}, which we do not read.", SAVE_AS)


def _check_unpacking(archive: ZipFile, name: str) -> None:
    """Unpack everything and keep nothing, so that no bomb reaches the parser.

    What the archive says of itself comes first, but only the count is believed.
    """
    bomb = refused(
        f"{name} expands too far: the limit is {UNPACKED_BYTES // 1_000_000} MB, "
        "or 10,000 rows of some 20 columns.",
        "Copy the rows into a new workbook, without pictures or formatting.",
    )
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if claimed(archive) > UNPACKED_BYTES or sizes.get("xl/styles.xml", 0) > STYLE_BYTES:
        raise bomb
    unpacked = tags = 0
    for _, chunk in chunks(archive, name, refused):
        unpacked, tags = unpacked + len(chunk), tags + chunk.count(b"<")
        if unpacked > UNPACKED_BYTES or tags > TAGS:
            raise bomb


def _check_content(archive: ZipFile, name: str) -> None:
    if has_macros(archive):
        raise refused(f"{name} has macros.", "Save it as .xlsx, without macros.")
    if any(n.startswith("xl/externalLinks/") for n in archive.namelist()):
        remedy = "Break the links (in Excel: Data, Edit Links), and save it again."
        raise refused(f"{name} takes values from other files.", remedy)


def _lines(sheet: Any, name: str) -> Iterator[Line]:
    """Every line, blank ones too; the size that the sheet claims is not believed."""
    with _readable(name):
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > SHEET_ROWS:
                raise refused(f"{name} is longer than Excel allows.", SAVE_AGAIN)
            formulas = [i for i, cell in enumerate(cells) if cell.data_type == "f"]
            yield number, [_shown(cell) for cell in cells], formulas


def _shown(cell: ReadOnlyCell | EmptyCell) -> str:
    """The cell as its reader sees it, as nearly as matters here."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _shown_number(value, cell.number_format)
    if isinstance(value, date):
        return _shown_date(value, cell.number_format)
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    if percentage := PERCENTAGE.search(number_format):
        return f"{value * 100:.{len(percentage[1] or '')}f}%"
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def _shown_date(value: date, number_format: str) -> str:
    """ISO, but no day or month that the sheet does not show: Excel makes them up."""
    shown = QUOTED.sub("", number_format).lower()
    if "y" in shown and "d" not in shown:
        return f"{value:%m/%Y}" if "m" in shown else f"{value:%Y}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"


def kept(text: str) -> str:
    """As a workbook keeps it: without what it cannot hold, lines ending as there."""
    text = text.replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n")
    return ILLEGAL_CHARACTERS_RE.sub("", text).strip()
