"""A board's register of findings, from a table to rows, with every problem at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.base.tables import Table
from goldthread.loop.findings.rules import (
    AsWritten,
    Characteristic,
    HelpStage,
    Kind,
)


@dataclass(frozen=True)
class Field:
    """A thing we can take from a spreadsheet; `limit` is in characters."""

    label: str
    synonyms: tuple[str, ...]
    required: bool = False
    limit: int = 200


FIELDS: Mapping[str, Field] = {}


@dataclass(frozen=True)
class FindingRow:
    """One finding; `row` is the spreadsheet's number, `key` is the same next time."""

    row: int
    key: str
    ref: str
    area: str
    way: str
    title: str
    written: AsWritten
    kind: Kind
    text: str
    agencies: tuple[str, ...]
    all_agencies: bool
    themes: tuple[str, ...]
    basis: str
    basis_number: int | None
    published: str
    meaning: str
    help_stage: HelpStage | None
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: `column` is its heading, `sentence` what to do."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Parsed:
    rows: tuple[FindingRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class FieldChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    row: FindingRow
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """A file against what the board holds; `missing` are keys only the board has."""

    new: tuple[FindingRow, ...]
    changed: tuple[Change, ...]
    same: tuple[FindingRow, ...]
    missing: tuple[str, ...]


def guess_columns(headers: Sequence[str]) -> dict[str, int]:
    """Which column holds each field, as far as the headings tell."""
    raise NotImplementedError


def unmatched(headers: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
    """Headings that no field uses; their cells are not imported."""
    raise NotImplementedError


def parse(
    table: Table, columns: Mapping[str, int], ways: Mapping[str, str]
) -> Parsed:
    """Read every row; `ways` maps what spreadsheets call an activity to its slug."""
    raise NotImplementedError


def fingerprint(row: FindingRow) -> dict[str, str]:
    """What `compare` looks at, field by field; order in a list does not count."""
    raise NotImplementedError


def compare(
    rows: Iterable[FindingRow], existing: Mapping[str, Mapping[str, str]]
) -> Difference:
    """What importing would do; `existing` maps a key to its fingerprint."""
    raise NotImplementedError


def bad_rows(table: Table, problems: Iterable[Problem]) -> Table:
    """The rows that have problems, as they came, with a last column What to do."""
    raise NotImplementedError
