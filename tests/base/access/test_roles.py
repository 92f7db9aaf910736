"""Two databases of one server that are migrated at the same moment."""

import threading

import pytest
from django.db import connections

from goldthread.base.access import roles

OURS = ("public_site", "app")
TRIED = ("public_site_tried", "app_tried")


@pytest.fixture
def made(monkeypatch, django_db_setup, django_db_blocker):
    """The names of the roles tried here, which are removed again."""
    text = roles.CREATE
    for ours, tried in zip(OURS, TRIED, strict=True):
        text = text.replace(f"ROLE {ours} ", f"ROLE {tried} ")
        text = text.replace(f"'{ours}'", f"'{tried}'")
    text = text.replace("GRANT app TO", "GRANT app_tried TO")
    text = text.replace("public_site TO app", "public_site_tried TO app_tried")
    monkeypatch.setattr(roles, "CREATE", text)
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        yield
        cursor.execute(f"DROP ROLE {TRIED[0]}, {TRIED[1]}")


def test_roles_that_another_migrate_has_just_made_are_taken_as_they_are(made):
    failed = []

    def the_other():
        try:
            with connections["owner"].cursor() as cursor:
                roles.create(cursor)
        except Exception as error:
            failed.append(error)
        finally:
            connections["owner"].close()

    others = [threading.Thread(target=the_other) for _ in range(4)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("BEGIN")
        roles.create(cursor)
        for one in others:
            one.start()
        cursor.execute("SELECT pg_sleep(0.3)")  # they look, see none, and wait for us
        cursor.execute("COMMIT")
    for one in others:
        one.join()

    assert failed == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, %s, 'USAGE')", TRIED[::-1])
        assert cursor.fetchone() == (True,)
