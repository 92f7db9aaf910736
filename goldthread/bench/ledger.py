"""What the chain costs: lines written by eight at once, and a hundred thousand verified.

Measured in an empty database of its own, which is dropped again.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, connections

from goldthread.base.access.acting import trusted
from goldthread.base.ledger import chain
from goldthread.bench import database
from goldthread.bench.serving import Broken

WRITERS, SECONDS, ENTRIES = 8, 10, 100_000
FILL = """INSERT INTO ledger_entry
(at, by, by_label, on_behalf_of, verb, words, label, record, from_state, to_state)
SELECT now(), n, 'Somebody of the bench', '', 'agree', 'Agree', 'findings.finding', n,
    'Drafted', 'Agreed' FROM generate_series(1, %s) n"""
BESIDE = "CREATE TABLE beside (n integer); GRANT INSERT ON beside TO app"


@dataclass(frozen=True)
class Costs:
    """Transactions a second, each of one line; and seconds for so many entries."""

    by_eight: float
    by_one: float
    unlinked: float  # of one writer, in a table that no chain holds: what the disk does
    entries: int
    link_seconds: float
    verify_seconds: float


def costs(bench: str) -> Costs:
    own = database.name_for("chain")
    database.make(own)
    database.turn_to(own)
    try:
        call_command("migrate", verbosity=0)
        with connections["owner"].cursor() as cursor:
            cursor.execute(BESIDE)
        return Costs(
            by_eight=_rate(_append, WRITERS),
            by_one=_rate(_append, 1),
            unlinked=_rate(_beside, 1),
            link_seconds=_seconds(_fill),
            entries=chain.last(),
            verify_seconds=_seconds(_verify),
        )
    finally:
        database.turn_to(bench)
        database.drop(own)


@trusted()
def _append() -> None:
    """In SQL, so that the database is measured and not Python."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [1])


def _beside() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO beside VALUES (1)")


def _fill() -> None:
    """What is left up to the entries wanted, in one transaction."""
    left = max(0, ENTRIES - chain.last())
    with trusted(), connection.cursor() as cursor:
        cursor.execute(FILL, [left])


def _verify() -> None:
    if fault := chain.verify():
        raise Broken(f"The chain does not verify: {fault.words}")


def _seconds(what: Callable[[], None]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _rate(write: Callable[[], None], writers: int) -> float:
    """How many a second, while so many write for so long."""
    written: list[int] = []
    until = time.perf_counter() + SECONDS

    def go_on() -> None:
        count = 0
        try:
            while time.perf_counter() < until:
                write()
                count += 1
        finally:
            written.append(count)
            connections["default"].close()

    threads = [threading.Thread(target=go_on) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / SECONDS
