"""The bench's own database, beside the real one in the same PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connections
from psycopg import sql

CALLED = "GOLDTHREAD_BENCH_DATABASE"  # tells our child processes which one
HERE = Path(__file__).parent
BESIDE = settings.DATABASES["owner"]["NAME"]  # the real one, which we never touch


def name_for(purpose: str = "") -> str:
    """Beside `goldthread`: `goldthread_bench`, `goldthread_bench_import` …"""
    return "_".join(filter(None, (BESIDE, "bench", purpose)))


def turn_to(name: str) -> None:
    """From now on this process, both of its roles, works in that database."""
    for alias in ("default", "owner"):
        connections[alias].close()
        for known in (settings.DATABASES[alias], connections[alias].settings_dict):
            known["NAME"] = name


def turn_as_told() -> None:
    """In a child process: to the database that the bench named."""
    turn_to(os.environ[CALLED])


@contextmanager
def _beside() -> Iterator[None]:
    """In the database we came from: one cannot be made or dropped from inside."""
    now = settings.DATABASES["owner"]["NAME"]
    turn_to(BESIDE)
    try:
        yield
    finally:
        turn_to(now)


def _run(statement: str, *names: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def make(name: str, *, like: str = "template0") -> None:
    """Remake it empty, or as a copy of another that nobody is using."""
    with _beside():
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _run("CREATE DATABASE {} TEMPLATE {}", name, like)


def drop(name: str) -> None:
    with _beside():
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


# --- Whether what is there is whole and of today's shape -------------------------------


def fingerprint(size: object) -> str:
    """Changes with the size, with any migration, and with what is seeded."""
    files = [*HERE.parent.glob("**/migrations/0*.py"), *HERE.glob("seeding/*.py")]
    parts = [repr(size).encode(), *(path.read_bytes() for path in sorted(files))]
    return f"goldthread bench {sha256(b''.join(parts)).hexdigest()[:16]}"


def mark(name: str, words: str) -> None:
    """Once it is whole: what it was made from, as its comment."""
    with connections["owner"].cursor() as cursor:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(comment.format(sql.Identifier(name), sql.Literal(words)))


def marked(name: str) -> str:
    """What it was made from; empty if it is not there, or not whole."""
    with _beside(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = %s",
            [name],
        )
        row = cursor.fetchone()
    return (row and row[0]) or ""


def tidy() -> None:
    """Let the planner know what is there, so that the first page is like the last."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
