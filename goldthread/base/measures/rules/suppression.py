"""A table that can be published: small counts hidden, more hidden so that nobody works them
out, the rest rounded, and an attacker who has tried.

The attacker knows the rules, all margins and every release before. In a table of two
dimensions what she can know of a hidden cell is exactly the range of whole numbers that
a flow through it can take, so the attack is complete and not a guess (ADR 23).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from goldthread.base.measures.rules import BadFigures

Cell = tuple[int, int]  # row and column; -1 is the total
Bounds = tuple[int, int]

TOTAL = -1
MOST = 10**9  # more than any count of children
SHOWN, PRIMARY, SECONDARY = "shown", "primary", "secondary"


@dataclass(frozen=True)
class Way:
    """Counts from `low` to `high` are hidden, the rest rounded to `base`, and an attacker
    is left at least `candidates` possible counts of each hidden cell."""

    low: int = 1
    high: int = 7
    base: int = 5
    candidates: int = 4

    def rounded(self, count: int) -> int:
        return (count + self.base // 2) // self.base * self.base

    def bounds(self, shown: int) -> Bounds:
        """What may stand behind a printed count, which is none of those that are hidden."""
        low, high = max(shown - self.base // 2, 0), shown + (self.base - 1) // 2
        open_ = [each for each in range(low, high + 1) if not self.hides(each)]
        return (open_[0], open_[-1]) if open_ else (shown, shown)

    def hides(self, count: int) -> bool:
        return self.low <= count <= self.high


@dataclass(frozen=True)
class Table:
    """Counts by row and column; totals are made here, so they always agree."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __getitem__(self, cell: Cell) -> int:
        row, column = cell
        rows = self.counts if row == TOTAL else (self.counts[row],)
        return sum(sum(each) if column == TOTAL else each[column] for each in rows)

    def cells(self) -> Iterator[Cell]:
        """Every cell, and the totals after them."""
        rows, columns = range(len(self.rows)), range(len(self.columns))
        for row in (*rows, TOTAL):
            for column in (*columns, TOTAL):
                yield row, column


@dataclass(frozen=True)
class Released:
    """A table as it is printed: None is hidden. `why` and what the attacker is left with
    of each hidden cell."""

    table: Table
    shown: dict[Cell, int | None]
    why: dict[Cell, str]
    left: dict[Cell, Bounds] = field(default_factory=dict)


# --- Hiding --------------------------------------------------------------------------------


def suppress(
    table: Table, way: Way, before: Sequence[dict[Cell, int | None]] = ()
) -> Released:
    """The table with as little hidden as is safe, also beside what was printed `before`.

    Raises BadFigures if no hiding makes it safe: what was printed before tells too much.
    """
    primary = {cell for cell in table.cells() if way.hides(table[cell])}
    hidden = set(primary)
    open_ = {
        cell for each in before for cell, count in each.items() if count is not None
    }
    while exposed := _exposed(table, way, hidden, before):
        more = _next(table, hidden | open_, exposed)
        if more is None:
            small = [cell for cell in exposed if cell in primary]
            raise BadFigures(_unsafe(table, (small or exposed)[-1]))
        hidden.add(more)
    for cell in sorted(hidden - primary, key=lambda each: -table[each]):
        if not _exposed(table, way, hidden - {cell}, before):
            hidden.discard(cell)
    left = attack(table, way, hidden, before)
    shown = {c: None if c in hidden else way.rounded(table[c]) for c in table.cells()}
    why = {c: PRIMARY if c in primary else SECONDARY for c in hidden}
    return Released(table, shown, why, left)


def _exposed(
    table: Table,
    way: Way,
    hidden: set[Cell],
    before: Sequence[dict[Cell, int | None]],
) -> list[Cell]:
    """Hidden cells of which the attacker is left with too few candidates."""
    left = attack(table, way, hidden, before)
    return sorted(
        cell for cell, (low, high) in left.items() if high - low + 1 < way.candidates
    )


def _next(table: Table, known: set[Cell], exposed: Sequence[Cell]) -> Cell | None:
    """What to hide besides: in the row or column of what is exposed, the smallest first.

    A total only when no cell is left, and a nought last, since it tells the least. What is
    hidden already, or was shown before, is `known` and hides nothing.
    """
    near = {row for row, _ in exposed}, {column for _, column in exposed}

    def cost(cell: Cell) -> tuple[bool, bool, bool, int, Cell]:
        row, column = cell
        far = row not in near[0] and column not in near[1]
        return TOTAL in cell, far, table[cell] == 0, table[cell], cell

    shown = [cell for cell in table.cells() if cell not in known]
    return min(shown, key=cost, default=None)


def _unsafe(table: Table, cell: Cell) -> str:
    return (
        f"{name(table, cell)} cannot be hidden safely: what was printed before, or the shape "
        "of the table, tells it. Publish it with fewer rows or columns."
    )


def name(table: Table, cell: Cell) -> str:
    """“Row, column”, as the table calls them."""
    row, column = cell
    rows, columns = (*table.rows, "Total"), (*table.columns, "Total")
    return f"{rows[row]}, {columns[column]}"


# --- The attacker ----------------------------------------------------------------------------


def attack(
    table: Table,
    way: Way,
    hidden: set[Cell],
    before: Sequence[dict[Cell, int | None]] = (),
) -> dict[Cell, Bounds]:
    """The least and the most that each hidden cell can be, for whoever knows all the rest.

    A cell is an edge from its row to its column, a total one to or from outside; whatever
    agrees with all that is printed is a flow, and the true table is one. From there the
    attacker pushes as much more and as much less through a cell as the others allow.
    """
    known = {cell: _known(table, way, cell, hidden, before) for cell in table.cells()}
    room = _room(table, known)
    return {cell: _range(table, known, room, cell) for cell in hidden}


def _known(
    table: Table,
    way: Way,
    cell: Cell,
    hidden: set[Cell],
    before: Sequence[dict[Cell, int | None]],
) -> Bounds:
    """What is said of this cell by itself, in this release and in those before."""
    count = table[cell]
    secret = (way.low, way.high) if way.hides(count) else (0, MOST)
    said = [secret if cell in hidden else way.bounds(way.rounded(count))]
    for release in before:
        printed = release.get(cell)
        said.append(secret if printed is None else way.bounds(printed))
    low, high = max(least for least, _ in said), min(most for _, most in said)
    if not low <= count <= high:
        raise BadFigures(
            f"{name(table, cell)} was printed before as something else than {count:,} gives. "
            "Give the releases of these figures alone, by the same rules."
        )
    return low, high


Room = dict[Cell, dict[Cell, int]]


def _ends(cell: Cell) -> tuple[Cell, Cell]:
    """From where to where a cell leads: (row, -2) are rows, (-2, column) columns."""
    row, column = cell
    return (row, -2), (-2, column)


def _room(table: Table, known: dict[Cell, Bounds]) -> Room:
    """How much more, and how much less, may flow from each place to each other."""
    room: Room = {}
    for cell, (low, high) in known.items():
        start, end = _along(cell)
        count = table[cell]
        there, back = room.setdefault(start, {}), room.setdefault(end, {})
        there[end] = there.get(end, 0) + high - count
        back[start] = back.get(start, 0) + count - low
    return room


def _along(cell: Cell) -> tuple[Cell, Cell]:
    """A count flows from its row to its column, a row’s total into it, a column’s out."""
    row, column = _ends(cell)
    into, out = _ends((TOTAL, TOTAL))
    if cell == (TOTAL, TOTAL):
        return out, into
    if cell[1] == TOTAL:
        return into, row
    if cell[0] == TOTAL:
        return column, out
    return row, column


def _range(table: Table, known: dict[Cell, Bounds], room: Room, cell: Cell) -> Bounds:
    start, end = _along(cell)
    count, (low, high) = table[cell], known[cell]
    others = {place: dict(leads) for place, leads in room.items()}
    others[start][end] -= high - count
    others[end][start] -= count - low
    again = {place: dict(leads) for place, leads in others.items()}
    more = _flow(others, end, start, high - count)
    less = _flow(again, start, end, count - low)
    return count - less, count + more


def _flow(room: Room, start: Cell, end: Cell, most: int) -> int:
    """How much can go from start to end, up to `most`; `room` is used up."""
    flowed = 0
    while flowed < most and (path := _path(room, start, end)):
        fits = min(most - flowed, *(room[a][b] for a, b in path))
        for a, b in path:
            room[a][b] -= fits
            room[b][a] = room[b].get(a, 0) + fits
        flowed += fits
    return flowed


def _path(room: Room, start: Cell, end: Cell) -> list[tuple[Cell, Cell]]:
    """A shortest way that has room; empty if there is none."""
    came: dict[Cell, Cell] = {start: start}
    ahead = deque([start])
    while ahead and end not in came:
        place = ahead.popleft()
        for onwards, free in room[place].items():
            if free > 0 and onwards not in came:
                came[onwards] = place
                ahead.append(onwards)
    if end not in came:
        return []
    path = []
    while end != start:
        path.append((came[end], end))
        end = came[end]
    return path
