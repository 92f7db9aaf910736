"""Databases beside the tests' own, on the same server."""

import time
from contextlib import contextmanager

from django.db import ProgrammingError, connections

TRIES = 50


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
