"""A board's register of findings, from a table to rows, with every problem at once."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goldthread.base.tables import Row, Table
from goldthread.loop.findings.columns import (
    FIELDS,
    Field,
    guess_columns,
    normal,
    read_cell,
    unmatched,
    way_reader,
)
from goldthread.loop.findings.rules import AsWritten, Characteristic, HelpStage, Kind

__all__ = [
    "FIELDS",
    "Change",
    "Difference",
    "Field",
    "FieldChange",
    "FindingRow",
    "Parsed",
    "Problem",
    "bad_rows",
    "compare",
    "fingerprint",
    "guess_columns",
    "normal",
    "parse",
    "unmatched",
]

WHAT_TO_DO = "What to do"
SHOWN = 200  # characters of a faulty cell that a problem repeats
KEY = 80  # characters at most
IDENTITY = frozenset(("ref", "area", "activity", "title", "text"))
ALL_AGENCIES = "All agencies"
EVERYONE = frozenset(
    ("all", "all agencies", "all organisations", "all partners", "every agency")
)
COUNT = re.compile(
    r"(?<![\w.,/])(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?![\w%/]|[.,]\d|\s*per ?cent)"
)


@dataclass(frozen=True)
class FindingRow:
    """One finding; `row` is the spreadsheet's number, `key` is the same next time.

    `way` is a slug, `basis_number` how many were looked at, as far as the basis says.
    """

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
    """The rows that can be read and all problems; import only without problems."""

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


def parse(table: Table, columns: Mapping[str, int], ways: Mapping[str, str]) -> Parsed:
    """Read every row, and go on after a problem.

    `columns` maps a field to its column, `ways` what boards call an activity to its slug.
    """
    if unchosen := _unchosen(columns):
        return Parsed((), unchosen)
    activity = replace(FIELDS["activity"], reader=way_reader(ways))
    fields = {**FIELDS, "activity": activity}
    rows: list[FindingRow] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row in table.rows:
        said, wrong = _read(row, table.headers, columns, fields)
        key = _key(said)
        if key and (earlier := first.setdefault(key, row.number)) != row.number:
            wrong.append(_repeated(said, row.number, earlier, table.headers, columns))
        if not wrong:
            rows.append(_finding(row.number, key, said))
        problems += wrong
    return Parsed(tuple(rows), tuple(problems))


def _unchosen(columns: Mapping[str, int]) -> tuple[Problem, ...]:
    sentence = "Choose the column that holds this, or add one to the file."
    return tuple(
        Problem(1, field.label, "", sentence)
        for name, field in FIELDS.items()
        if field.required and name not in columns
    )


def _read(
    row: Row,
    headers: Sequence[str],
    columns: Mapping[str, int],
    fields: Mapping[str, Field],
) -> tuple[dict[str, Any], list[Problem]]:
    """What the row says, by field, and what is wrong with the rest of it."""
    said: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, field in fields.items():
        cell = row.cells[columns[name]] if name in columns else ""
        try:
            said[name] = read_cell(cell, field)
        except ValueError as error:
            header = headers[columns[name]]
            wrong.append(Problem(row.number, header, cell[:SHOWN], str(error)))
    return said, wrong


def _key(said: Mapping[str, Any]) -> str:
    """The reference; without one, a digest of what the finding says. Blank if unknown."""
    if ref := normal(said.get("ref", "")):
        return f"ref {ref}"[:KEY]
    if not said.keys() >= IDENTITY:
        return ""
    words = "\0".join(normal(said[name]) for name in sorted(IDENTITY))
    return f"sha256 {hashlib.sha256(words.encode()).hexdigest()[:32]}"


def _repeated(
    said: Mapping[str, Any],
    row: int,
    earlier: int,
    headers: Sequence[str],
    columns: Mapping[str, int],
) -> Problem:
    name = "ref" if said["ref"] else "text"
    sentence = f"Rows {earlier} and {row} are the same finding. Keep one of them"
    remedy = ", or give each its own reference." if name == "ref" else "."
    value = said[name][:SHOWN]
    return Problem(row, headers[columns[name]], value, sentence + remedy)


def _finding(row: int, key: str, said: Mapping[str, Any]) -> FindingRow:
    agencies = [name for name in said["agencies"] if normal(name) not in EVERYONE]
    return FindingRow(
        row=row,
        key=key,
        ref=said["ref"],
        area=said["area"],
        way=said["activity"],
        title=said["title"],
        written=said["date"],
        kind=said["kind"],
        text=said["text"],
        agencies=tuple(agencies),
        all_agencies=len(agencies) < len(said["agencies"]),
        themes=said["themes"],
        basis=said["basis"],
        basis_number=_number(said["basis"]),
        published=said["published"],
        meaning=said["meaning"],
        help_stage=said["help_stage"],
        characteristics=said["characteristics"],
    )


def _number(basis: str) -> int | None:
    """The first whole number from 1 up that is not a share, a date or a code."""
    numbers = (int(match[1].replace(",", "")) for match in COUNT.finditer(basis))
    return next((number for number in numbers if number), None)


def fingerprint(row: FindingRow) -> dict[str, str]:
    """What `compare` looks at, field by field; order in a list does not count."""
    everyone = (ALL_AGENCIES,) if row.all_agencies else ()
    return {
        "ref": row.ref,
        "area": row.area,
        "activity": row.way,
        "title": row.title,
        "date": row.written.text,
        "kind": row.kind.value,
        "text": row.text,
        "agencies": _joined(everyone + row.agencies),
        "themes": _joined(row.themes),
        "basis": row.basis,
        "published": row.published,
        "meaning": row.meaning,
        "help_stage": str(row.help_stage or ""),
        "characteristics": _joined(row.characteristics),
    }


def _joined(names: Iterable[str]) -> str:
    return "; ".join(sorted(names, key=str.casefold))


def compare(
    rows: Iterable[FindingRow], existing: Mapping[str, Mapping[str, str]]
) -> Difference:
    """What importing would do; `existing` maps a key to its fingerprint."""
    new: list[FindingRow] = []
    changed: list[Change] = []
    same: list[FindingRow] = []
    left = dict(existing)
    for row in rows:
        before = left.pop(row.key, None)
        if before is None:
            new.append(row)
        elif fields := _changes(before, fingerprint(row)):
            changed.append(Change(row, fields))
        else:
            same.append(row)
    return Difference(tuple(new), tuple(changed), tuple(same), tuple(left))


def _changes(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name, ""), value)
        for name, value in after.items()
        if before.get(name, "") != value
    )


def bad_rows(table: Table, problems: Iterable[Problem]) -> Table:
    """The rows that have problems, as they came, with a last column What to do.

    That column is dropped from a file that comes back with it.
    """
    todo: dict[int, list[str]] = {}
    for problem in problems:
        todo.setdefault(problem.row, []).append(f"{problem.column}: {problem.sentence}")
    kept = [i for i, header in enumerate(table.headers) if header != WHAT_TO_DO]
    rows = tuple(
        Row(row.number, (*(row.cells[i] for i in kept), "\n".join(todo[row.number])))
        for row in table.rows
        if row.number in todo
    )
    headers = (*(table.headers[i] for i in kept), WHAT_TO_DO)
    return Table(headers, rows, table.encoding, table.sheet)
