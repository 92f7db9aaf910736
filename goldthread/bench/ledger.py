"""What the chain costs: lines written by eight at once, and all of it gone over.

Measured in a copy of the bench's database, which is dropped again.
"""

import threading
import time
from dataclasses import dataclass

from django.db import connection, connections, transaction

from goldthread.base.ledger import chain
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board
from goldthread.bench import database
from goldthread.bench.serving import Broken

WRITERS, SECONDS, ENTRIES = 8, 10, 100_000
FILL = """INSERT INTO ledger_entry
(at, by, by_label, on_behalf_of, verb, words, label, record, from_state, to_state)
SELECT now(), n, 'Somebody of the bench', '', 'agree', 'Agree', 'findings.finding', n,
    'Drafted', 'Agreed' FROM generate_series(1, %s) n"""


@dataclass(frozen=True)
class Costs:
    appends_per_second: float  # each a transaction of its own, by eight at once
    entries: int
    link_seconds: float  # of so many lines in one transaction
    verify_seconds: float


def costs(bench: str) -> Costs:
    copy = database.name_for("chain")
    database.make(copy, like=bench)
    database.turn_to(copy)
    try:
        appended = _appends()
        linked = _fill()
        started = time.perf_counter()
        if fault := chain.verify():
            raise Broken(f"The chain does not verify: {fault.words}")
        took = time.perf_counter() - started
        return Costs(appended, chain.last(), linked, took)
    finally:
        database.turn_to(bench)
        database.drop(copy)


def _appends() -> float:
    """Lines a second, while all of them write for so many seconds."""
    board = Board.objects.earliest("pk")
    written: list[int] = []
    until = time.perf_counter() + SECONDS

    def write() -> None:
        count = 0
        try:
            while time.perf_counter() < until:
                ledger.write(board, by=None, verb="add", words="Added")
                count += 1
        finally:
            written.append(count)
            connections["default"].close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(written) / SECONDS


def _fill() -> float:
    """Seconds for what is left up to the entries wanted, in one transaction."""
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILL, [max(0, ENTRIES - chain.last())])
    return time.perf_counter() - started
