"""How many SQL statements, and how much of the processors."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

# --- Statements -----------------------------------------------------------------------

NOTE = "GOLDTHREAD_BENCH_NOTE"  # tells a child process where to leave its count
FOR_WHOM = "set_config('goldthread.person'"
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
OF_LEDGER = ("SELECT LEDGER_OPENED",)  # one on pages that show what may be restricted


class Count:
    """Asked by Django around each statement; what only marks a transaction is none.

    Nor is what says for whom it is (one for signing in, and one for the page), nor the
    note that the ledger takes of what is restricted.
    """

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], statement: Any, *rest: Any) -> Any:
        words = str(statement)
        beside = words.lstrip().upper().startswith(OF_TRANSACTIONS + OF_LEDGER)
        if not beside and FOR_WHOM not in words:
            self.statements += 1
        return execute(statement, *rest)


@contextmanager
def counted() -> Iterator[Count]:
    """Every statement of either role in this process."""
    count = Count()
    with ExitStack() as stack:
        for each in connections.all():
            stack.enter_context(each.execute_wrapper(count))
        yield count


# --- Processors -----------------------------------------------------------------------

PROC = Path("/proc")


def stat(pid: int) -> tuple[str, list[str]]:
    """The name of a process, and what /proc says of it from its state onwards."""
    text = (PROC / str(pid) / "stat").read_text()
    return text[text.index("(") + 1 : text.rindex(")")], text.rpartition(")")[2].split()


def _spent(told: list[str]) -> int:
    """Its own ticks, and those of its children that have ended: fields 14 to 17."""
    return sum(map(int, told[11:15]))


def family_ms(pid: int | None) -> float | None:
    """CPU milliseconds so far of a process and its children, those ended included.

    It only grows, whoever comes and goes, so two readings can be subtracted.
    """
    if pid is None or sys.platform != "linux":
        return None
    ticks = _spent(stat(pid)[1])
    for each in PROC.glob("[0-9]*"):
        try:
            told = stat(int(each.name))[1]
        except OSError:
            continue  # it has just ended
        if int(told[1]) == pid:
            ticks += _spent(told)
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def postmaster() -> int | None:
    """The process above the one that answers us, if the database is on this machine."""
    host = str(connection.get_connection_params().get("host") or "")
    if sys.platform != "linux" or not (host in {"", "localhost"} or host[0] == "/"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    try:
        name, told = stat(backend)
    except OSError:
        return None
    return int(told[1]) if name.startswith("postgres") else None


def per_request(
    before: float | None, after: float | None, requests: int
) -> float | None:
    return None if before is None or after is None else (after - before) / requests
