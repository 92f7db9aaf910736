"""Rows of the table that are there for one test, and what the database needs for them."""

import psycopg
import pytest
from django.apps import apps
from django.db import connections

from goldthread.base.access.table import TABLE, keys_of, policy


@pytest.fixture
def row():
    """Adds rows to the table for one test."""
    before = {label: list(rules) for label, rules in TABLE.items()}
    made = []

    def add(label, *rules):
        policy(label, *rules)
        for rule in rules:
            made.extend(keys_of(apps.get_model(label), rule).items())
        _as_reader(words for _, words in made)

    yield add
    TABLE.clear()
    TABLE.update(before)
    _as_reader(f"DROP FUNCTION IF EXISTS {name}(bigint)" for name, _ in made)


def _as_reader(statements):
    """What `migrate` does for the rows that stay."""
    address = connections["owner"].get_connection_params()
    known = {"host", "port", "user", "password", "dbname"}
    with psycopg.connect(**{k: v for k, v in address.items() if k in known}) as owner:
        owner.execute("SET ROLE reader")
        for statement in statements:
            owner.execute(statement)
