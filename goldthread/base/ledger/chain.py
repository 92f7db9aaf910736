"""Going over the chain: is every line where it was written, and as it was written?

The statements work everything out themselves, with PostgreSQL's own functions: they ask
nothing of ours, which whoever tampers could have changed as well.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from goldthread.base.ledger import canon
from goldthread.base.ledger.signing import Head

BATCH = 100_000
HERE = "seq > %(start)s AND seq <= %(until)s"

# ruff: noqa: S608  # what is put into these words is our own
# Where a batch's lines begin and end is asked first, so that no other is looked at.
LINES = " ".join(
    f"LEFT JOIN {table} {kind} ON kind = '{kind}' AND {kind}.id = l.line"
    f" AND {kind}.id >= (SELECT min(line) FROM ledger_link"
    f" WHERE {HERE} AND kind = '{kind}')"
    f" AND {kind}.id <= (SELECT max(line) FROM ledger_link"
    f" WHERE {HERE} AND kind = '{kind}')"
    for kind, table in canon.TABLES.items()
)
SAID = " ".join(
    f"WHEN {kind}.id IS NOT NULL THEN {canon.said(kind, kind)}" for kind in canon.TABLES
)

LINKS = f"""
SELECT l.seq, {canon.moment("l.at")} AS moment, l.kind, l.line, l.prev, l.hash,
    CASE {SAID} END AS said
FROM ledger_link l {LINES} WHERE {HERE}
"""
FIRST_BAD = f"""
WITH found AS (
    SELECT *, lag(seq, 1, %(seq)s::bigint) OVER (ORDER BY seq) AS seq_before,
        lag(hash, 1, %(before)s::bytea) OVER (ORDER BY seq) AS hash_before
    FROM ({LINKS}) links
)
SELECT seq, kind, line, seq_before, prev = hash_before AS follows, said IS NOT NULL AS there
FROM found
WHERE seq <> seq_before + 1 OR prev <> hash_before OR said IS NULL
    OR hash <> {canon.hashed("prev", "seq", "moment", "said")}
ORDER BY seq LIMIT 1
"""
BEGIN = """SELECT current_setting('goldthread.trusted', true), current_setting('work_mem'),
set_config('goldthread.trusted', 'on', true), set_config('work_mem', '64MB', true)"""
END = """SELECT set_config('goldthread.trusted', %s, true),
set_config('work_mem', %s, true)"""
HASH = "SELECT hash FROM ledger_link WHERE seq = %(seq)s"
LAST = "SELECT coalesce(max(seq), 0) FROM ledger_link"
LAST_UNTIL = (
    "SELECT seq, hash FROM ledger_link WHERE seq <= %(until)s ORDER BY seq DESC LIMIT 1"
)
OUTSIDE = "SELECT kind, id FROM ({}) outside ORDER BY kind, id LIMIT 1".format(
    " UNION ALL ".join(
        f"(SELECT '{kind}' AS kind, id FROM {table} WHERE NOT EXISTS (SELECT FROM "
        f"ledger_link l WHERE l.kind = '{kind}' AND l.line = {table}.id) "
        "ORDER BY id LIMIT 1)"
        for kind, table in canon.TABLES.items()
    )
)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and at which place of the chain; none if it never was in it."""

    words: str
    seq: int | None = None


@contextmanager
def _asking() -> Iterator[None]:
    """Row-level security closes the ledger to people; this is not for one.

    And a batch is gone over in memory.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEGIN)
        trusted, memory, *_ = cursor.fetchone()
        yield
        cursor.execute(END, [trusted or "", memory])


def _row(statement: str, **given: int | bytes) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchone()


def _one(statement: str, **given: int | bytes) -> Any:
    row = _row(statement, **given)
    return row[0] if row else None


def last() -> int:
    with _asking():
        return int(_one(LAST))


def head() -> tuple[int, bytes]:
    """The newest place of the chain, and its hash; (0, zeros) where there is none."""
    with _asking():
        row = _row(LAST_UNTIL, until=2**62)
    return (row[0], bytes(row[1])) if row else (0, canon.BEGINNING)


# --- Verifying ------------------------------------------------------------------------------


def verify(anchors: Iterable[Head] = ()) -> Fault | None:
    """The first thing that is wrong with the ledger; nothing if it is whole."""
    with _asking():
        return _links() or _outside() or _anchored(sorted(anchors, key=lambda a: a.seq))


def _links() -> Fault | None:
    end, seq, before = int(_one(LAST)), 0, canon.BEGINNING
    for start in range(0, end, BATCH):
        until = min(start + BATCH, end)
        if bad := _row(FIRST_BAD, seq=seq, before=before, start=start, until=until):
            return Fault(*_words(*bad))
        seq, before = _row(LAST_UNTIL, until=until) or (0, canon.BEGINNING)
    return None


def _words(
    seq: int, kind: str, line: int, seq_before: int, *well: bool
) -> tuple[str, int]:
    follows, there = well
    what = f"Entry {seq} ({canon.TABLES.get(kind, kind)} {line})"
    if seq != seq_before + 1:
        return f"Entry {seq_before + 1} is missing from the chain.", seq_before + 1
    if not follows:
        return f"{what} does not follow from the entry before it.", seq
    if not there:
        return f"{what}: its line has been deleted.", seq
    return f"{what} is not what was written at the time.", seq


def _outside() -> Fault | None:
    if row := _row(OUTSIDE):
        kind, line = row
        return Fault(f"{canon.TABLES[kind]} {line} was put in from outside the chain.")
    return None


def _anchored(anchors: list[Head]) -> Fault | None:
    end, good = int(_one(LAST)), 0
    for anchor in anchors:
        if anchor.seq > end:
            return Fault(
                f"Entry {end + 1} is missing: the chain ends at {end}, but an anchor of "
                f"{anchor.at} tells of {anchor.seq}. Its tail was cut off.",
                end + 1,
            )
        found = _one(HASH, seq=anchor.seq) if anchor.seq else canon.BEGINNING
        if bytes(found or b"") != anchor.hash:
            return Fault(
                f"Entry {good + 1} or a later one up to {anchor.seq} is not what it was "
                f"when an anchor was made on {anchor.at}. The chain was made anew.",
                good + 1,
            )
        good = anchor.seq
    return None


# --- Reading it out -------------------------------------------------------------------------


def links(until: int) -> Iterator[tuple[int, str, str, bytes]]:
    """Place, time, text of the line and hash, of each link up to this one."""
    with _asking():
        for start in range(0, until, BATCH):
            with connection.cursor() as cursor:
                statement = (
                    f"SELECT seq, moment, said, hash FROM ({LINKS}) l ORDER BY seq"
                )
                cursor.execute(
                    statement, {"start": start, "until": min(start + BATCH, until)}
                )
                for seq, moment, said, hashed in cursor.fetchall():
                    yield seq, moment, said or "null", bytes(hashed)
