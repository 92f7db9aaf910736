"""For whom the database answers: a person, nobody, or a step that has been allowed.

Row-level security (`rows`) reads two settings. They hold until the transaction ends, so
a connection that goes back to the pool remembers nobody. Without them nothing is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from goldthread.base.people.models import User

SET = """SELECT current_setting('goldthread.person', true),
current_setting('goldthread.trusted', true),
set_config('goldthread.person', %s, true), set_config('goldthread.trusted', %s, true)"""


def _set(person: str, trusted: str) -> tuple[str, str]:
    """Set both for the rest of the transaction, and say what they were."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [person, trusted])
        before = cursor.fetchone()
    return before[0] or "", before[1] or ""


@contextmanager
def _for(person: User | AnonymousUser | None, trusted: str) -> Iterator[None]:
    outermost = not connection.in_atomic_block
    wanted = (str(person.pk) if isinstance(person, User) else "", trusted)
    around = None if outermost else getattr(connection, "is_for", None)
    if wanted == around:  # said already, by whoever is around us
        yield
        return
    with transaction.atomic() if outermost else nullcontext():
        before = _set(*wanted)
        connection.is_for = wanted  # type: ignore[attr-defined]  # it goes with it
        try:
            yield
        finally:
            connection.is_for = around  # type: ignore[attr-defined]  # the same
            if not (outermost or _broken()):
                _set(*before)


def _broken() -> bool:
    """Whether the transaction is to be rolled back; what was set before comes with it."""
    status = connection.connection.info.transaction_status
    return connection.needs_rollback or status == TransactionStatus.INERROR


@contextmanager
def acting(person: User | AnonymousUser | None) -> Iterator[None]:
    """The database returns what this person may see; to nobody, what is published."""
    with _for(person, "off"):
        yield


@contextmanager
def trusted(person: User | None = None) -> Iterator[None]:
    """Everything is seen and may be written: for steps, jobs and signing in.

    Whoever enters has asked the policy first, or acts for nobody in particular.
    """
    with _for(person, "on"):
        yield
