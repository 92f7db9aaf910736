"""A second connection to the database, for what must not wait for a transaction.

While a piece of work holds its transaction open, others see nothing of it. What they
should see meanwhile goes over a connection of its own. So do locks that tell that a
process is alive: PostgreSQL drops them with the connection when the process dies.
"""

from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection, connections

CLASS = 0x476F6C64  # "Gold": our advisory locks among those of others
KEYS = 2**31
PATIENCE = """SET lock_timeout = '1s'; SET synchronous_commit = off;
SET goldthread.trusted = on"""  # its connection is asked nothing by anybody
HELD = """SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE locktype = 'advisory' AND granted AND d.datname = current_database()
AND classid = %s AND objid = %s)"""


class Beside:
    """The second connection, while the block lasts."""

    def __enter__(self) -> Self:
        self._own = connections["default"].copy()
        self.run(PATIENCE)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(DatabaseError):  # at once, and not when the server notices
            self.run("SELECT pg_advisory_unlock_all()")
        self._own.close()

    def run(self, statement: str, given: Sequence[Any] = ()) -> None:
        """Do this at once, whatever transaction is open elsewhere."""
        with self._own.cursor() as cursor:
            cursor.execute(statement, given or None)

    def hold(self, key: int, *, shared: bool = False) -> None:
        """Say as long as this connection lives that `key` is being seen to.

        Raises OperationalError if somebody else is seeing to it.
        """
        how = "_shared" if shared else ""
        self.run(f"SELECT pg_advisory_lock{how}(%s, %s)", (CLASS, key % KEYS))


def held(key: int) -> bool:
    """Whether anybody alive is seeing to it."""
    return _ask(HELD, key)


def take(key: int) -> bool:
    """Hold it until the caller's transaction ends; False if somebody alive does."""
    return _ask("SELECT pg_try_advisory_xact_lock(%s, %s)", key)


def _ask(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, (CLASS, key % KEYS))
        (answer,) = cursor.fetchone()
    return bool(answer)
