import pytest
from django.db import connection

from goldthread.base.backups.checks import KEEPS, what_is_acknowledged_is_kept

pytestmark = pytest.mark.django_db


def asked():
    return [each.msg for each in what_is_acknowledged_is_kept(databases=["default"])]


def test_a_database_that_may_lose_what_it_acknowledged_is_told():
    with connection.cursor() as cursor:
        before = asked()
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert set(asked()) - set(before) == {
        "PostgreSQL has synchronous_commit off: what was saved can be lost."
    }


def test_nothing_else_is_asked_of_it():
    assert KEEPS == ("fsync", "full_page_writes", "synchronous_commit")
    assert what_is_acknowledged_is_kept(databases=[]) == []
