"""Spreadsheets in and out: CSV and XLSX to plain text cells, and back, safely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | None


class Refused(ValueError):
    """A file we will not read. Its text is one sentence or two for the sender."""


@dataclass(frozen=True)
class Row:
    """One row; `number` is the spreadsheet's own, so the heading is usually 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings and the rows below them, every row as long as the headings."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    sheet: str | None = None


def read(data: bytes, name: str) -> Table:
    """Read CSV or XLSX, decided by content; `name` is only for the sentences.

    Raises Refused, and then nothing was read.
    """
    raise NotImplementedError


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that Excel shows accents; no cell runs as a formula."""
    raise NotImplementedError


def write_xlsx(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], title: str
) -> bytes:
    """A workbook of one sheet called `title`; text stays text, never a formula."""
    raise NotImplementedError
