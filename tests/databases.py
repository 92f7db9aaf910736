"""Databases beside the tests' own, on the same server."""

import base64
import time
from contextlib import contextmanager

from django.db import ProgrammingError, connection, connections

TRIES = 50
# All but that of the ledger's turns, which holds numbers and is closed to us.
TABLES = """SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename <> 'ledger_turn'"""


@contextmanager
def at(database):
    """Work in this database meanwhile, as in the tests' own."""
    before = connections["default"].settings_dict["NAME"]
    try:
        _turn_to(database)
        yield
    finally:
        _turn_to(before)


def _turn_to(database):
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


def tables_that_tell(word):
    """The tables a dump of which would hold this word: open, as hex or as base64."""
    whole = base64.b64encode(word.encode()).decode()
    hidden = (word, word.encode().hex(), whole[: len(word) // 3 * 4])
    return [table for table, told in dump() if any(h in told for h in hidden)]


def dump():
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text, t.* FROM "{table}" AS t')  # noqa: S608  # its name
            yield table, repr(cursor.fetchall())


def copy(template, name):
    drop(name)
    with connections["owner"].creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    """PostgreSQL may be at work in it itself, and cannot be sent away: then once more."""
    for left in range(TRIES, 0, -1):
        try:
            _drop(name)
        except ProgrammingError:
            if left == 1:
                raise
            time.sleep(0.2)
        else:
            return


def _drop(name):
    with connections["owner"].creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
