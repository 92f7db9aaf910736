"""Databases beside the tests' own, on the same server."""

from contextlib import contextmanager

from django.db import connections


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
    with connections["owner"].creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    with connections["owner"].creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
