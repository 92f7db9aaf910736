"""Tables of counts as spreadsheets hold them: rows down, columns across, totals or not."""

import re
from collections.abc import Sequence
from typing import Any

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.reading import grid
from goldthread.base.measures.rules.suppression import (
    SHOWN,
    TOTAL,
    Cell,
    Released,
    Table,
    name,
)

HIDDEN = "c"  # as the Department for Education marks it
MARKS = {HIDDEN, "*", "[c]", ":", "x"}
WHOLE = re.compile(r"\d{1,9}")


def read_table(text: str) -> Table:
    """Counts with a name for each row and column; totals may stand there and must agree."""
    headings, *rows = grid(text)
    columns = _names(headings[1:], "column")
    names = _names([row[0] for row in rows], "row")
    counts = {
        (_at(names, row), _at(columns, column)): _count(
            cell, row + 2, headings[column + 1]
        )
        for row, line in enumerate(rows)
        for column, cell in enumerate(line[1:])
    }
    inner = _without_total(names), _without_total(columns)
    table = Table(
        *inner,
        tuple(
            tuple(counts[_at(names, r), _at(columns, c)] for c in _places(columns))
            for r in _places(names)
        ),
    )
    for cell, count in counts.items():
        if table[cell] != count:
            raise BadFigures(
                f"{name(table, cell)} says {count:,}, and its parts make {table[cell]:,}. Put "
                "that right first, or leave totals out."
            )
    return table


def read_release(text: str, table: Table) -> dict[Cell, int | None]:
    """The same table as it was printed before, with hidden cells marked; None is hidden."""
    headings, *rows = grid(text)
    columns, names = headings[1:], [row[0] for row in rows]
    if _without_total(columns) != table.columns or _without_total(names) != table.rows:
        raise BadFigures(
            "What was printed before has other rows or columns than this table. Give the "
            "releases of the same table."
        )
    return {
        (_at(names, row), _at(columns, column)): _printed(
            cell, row + 2, headings[column + 1]
        )
        for row, line in enumerate(rows)
        for column, cell in enumerate(line[1:])
    }


def _is_total(said: str) -> bool:
    return said.lower() in {"total", "all"}


def _names(said: Sequence[str], what: str) -> list[str]:
    inner = [each for each in said if not _is_total(each)]
    if not inner:
        raise BadFigures(f"The table has no {what} beside its total.")
    if not all(inner):
        raise BadFigures(f"A {what} has no name.")
    if twice := {each for each in said if said.count(each) > 1}:
        raise BadFigures(f"Two {what}s are called {min(twice)}.")
    return list(said)


def _without_total(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in names if not _is_total(each))


def _places(names: Sequence[str]) -> list[int]:
    return [at for at, each in enumerate(names) if not _is_total(each)]


def _at(names: Sequence[str], place: int) -> int:
    """The number of a row or column without the totals, or TOTAL."""
    if _is_total(names[place]):
        return TOTAL
    return sum(not _is_total(each) for each in names[:place])


def _count(said: str, row: int, column: str) -> int:
    whole = said.replace(",", "")
    if not WHOLE.fullmatch(whole):
        raise BadFigures(
            f"Row {row}, {column}: {said!r} is not a count. Write 0 where there is nobody; a "
            "blank says nothing."
        )
    return int(whole)


def _printed(said: str, row: int, column: str) -> int | None:
    return None if said.lower() in MARKS else _count(said, row, column)


# --- Out -----------------------------------------------------------------------------------


def told(released: Released) -> dict[str, Any]:
    """As JSON tells it: the table to print, and each hidden cell with why."""
    table = released.table
    rows, columns = (*table.rows, "Total"), (*table.columns, "Total")
    return {
        "columns": list(columns),
        "rows": [
            {
                "row": rows[row],
                "cells": [_shown(released, (row, at)) for at in _order(table.columns)],
            }
            for row in _order(table.rows)
        ],
        "hidden": [
            {
                "row": rows[row],
                "column": columns[column],
                "why": released.why.get((row, column), SHOWN),
                "candidates": high - low + 1,
            }
            for (row, column), (low, high) in sorted(released.left.items())
        ],
    }


def _order(names: Sequence[str]) -> list[int]:
    return [*range(len(names)), TOTAL]


def _shown(released: Released, cell: Cell) -> int | str:
    shown = released.shown[cell]
    return HIDDEN if shown is None else shown


def in_lines(released: Released) -> list[str]:
    """The same as a table in text, and how many cells are hidden."""
    said = told(released)
    lines = ["\t".join(["", *said["columns"]])]
    lines += ["\t".join([row["row"], *map(str, row["cells"])]) for row in said["rows"]]
    return [*lines, f"{len(said['hidden'])} cells are hidden ({HIDDEN})."]
