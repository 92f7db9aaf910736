"""What a section of a paper is made of, and how it says days and numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from goldthread.base.govuk.rules import day

Facts = Mapping[str, Any]


class Table(TypedDict):
    caption: str
    headings: list[str]
    rows: list[list[str]]


class Section(TypedDict):
    key: str
    heading: str
    said: list[str]
    tables: list[Table]
    narrative: str


Made = tuple[list[str], list[Table]]


def say_day(iso: str | None) -> str:
    """2015-11-18 as 18 November 2015."""
    return day(date.fromisoformat(iso)) if iso else ""


def count(number: int, one: str, many: str = "") -> str:
    """No findings, 1 finding, 28 findings."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def mark(cell: Mapping[str, int] | None) -> str:
    """A cell of the matrix in print: ▼ 3 concerns, ▲ 1 strength, nothing if silent."""
    if not cell:
        return ""
    marks = [("▼", cell["concerns"]), ("▲", cell["strengths"])]
    return " ".join(f"{sign} {number}" for sign, number in marks if number)
