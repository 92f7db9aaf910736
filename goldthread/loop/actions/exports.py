"""What an organisation owes, as a file: CSV, Excel or JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from goldthread.base import tables
from goldthread.loop.actions.queries import Obligation

HEADINGS = ("What", "Kind", "To", "Due", "Why", "State", "Standing", "Had back")
TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def obligations(every: Iterable[Obligation], form: str) -> bytes:
    """The file in one of `TYPES`."""
    if form == "json":
        rows = [{**asdict(one), "late": one.late} for one in every]
        return json.dumps(rows, default=str, ensure_ascii=False, indent=1).encode()
    lines = map(_row, every)
    if form == "csv":
        return tables.write_csv(HEADINGS, lines)
    return tables.write_xlsx(HEADINGS, lines, "Obligations")


def _row(one: Obligation) -> list[tables.Value]:
    return [
        one.what,
        one.kind.capitalize(),
        one.board,
        one.due_on,
        one.why,
        one.state_word,
        one.standing,
        one.had_back,
    ]
