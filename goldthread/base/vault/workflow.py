"""Changing the master key: every case's key is wrapped again, and no text is touched."""

from collections.abc import Callable

from django.db import connection

from goldthread.base.access.acting import trusted
from goldthread.base.vault import keyring
from goldthread.base.vault.models import CaseKey

AT_ONCE = 500
WRAPPED = """
UPDATE vault_casekey AS key SET wrapped = again.wrapped, version = %s
FROM unnest(%s::bigint[], %s::bytea[]) AS again (id, wrapped)
WHERE key.id = again.id AND key.wrapped IS NOT NULL
"""


def rotate(tell: Callable[[int], object] = lambda done: None) -> int:
    """Wrap every key under the newest master key; how many were wrapped again.

    In batches, each of its own transaction. Whoever reads or writes meanwhile goes on
    with the key she has: the older master keys stay until somebody takes them away.
    """
    newest, done = keyring.current(), 0
    while batch := _batch(newest):
        done += batch
        tell(done)
    return done


@trusted()
def _batch(newest: int) -> int:
    behind = CaseKey.objects.behind(newest).order_by("version", "pk")
    keys = list(behind.select_for_update(no_key=True)[:AT_ONCE])
    again = [
        keyring.wrap(
            keyring.unwrap(bytes(key.wrapped), key.reference, key.version),
            key.reference,
            newest,
        )
        for key in keys
        if key.wrapped is not None
    ]
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(WRAPPED, [newest, [key.pk for key in keys], again])
    return len(keys)
