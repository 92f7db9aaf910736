"""For whom the database answers is said only where it changes, and always right."""

import pytest
from django.db import connection, transaction

from goldthread.base.access.acting import acting, trusted
from goldthread.bench.counting import FOR_WHOM
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Stop(Exception):
    """Something goes wrong inside."""


def now():
    """For whom the database answers at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('goldthread.person', true), ''),"
            " coalesce(current_setting('goldthread.trusted', true), '')"
        )
        return cursor.fetchone()


@pytest.fixture
def amy():
    return UserFactory()


@pytest.fixture
def bo():
    return UserFactory()


@pytest.fixture
def said():
    """How often it was said for whom."""
    times = []

    def count(execute, statement, *rest):
        times.extend([1] if FOR_WHOM in str(statement) else [])
        return execute(statement, *rest)

    with connection.execute_wrapper(count):
        yield times


def test_it_is_not_said_again_for_whom_it_answers_already(amy, said):
    with acting(amy):
        with acting(amy), acting(amy):
            assert now() == (str(amy.pk), "off")
        assert now() == (str(amy.pk), "off")

    assert len(said) == 2  # before, and as it was


def test_somebody_else_inside_is_said_and_taken_back(amy, bo):
    with acting(amy):
        with trusted(bo):
            with acting(amy):
                assert now() == (str(amy.pk), "off")
            assert now() == (str(bo.pk), "on")
        assert now() == (str(amy.pk), "off")


def test_after_a_step_that_failed_nobody_is_trusted(amy):
    with acting(amy):
        with pytest.raises(Stop), transaction.atomic(), trusted(amy):
            raise Stop
        assert now() == (str(amy.pk), "off")
        with acting(amy):
            assert now() == (str(amy.pk), "off")


def test_after_a_statement_that_broke_nobody_is_trusted(amy):
    with acting(amy):
        with (
            pytest.raises(Exception, match="does not exist"),
            transaction.atomic(),
            trusted(amy),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM nowhere")
        assert now() == (str(amy.pk), "off")


def test_what_was_rolled_back_inside_leaves_the_step_trusted(amy):
    with trusted(amy):
        with pytest.raises(Stop), transaction.atomic(), acting(amy):
            raise Stop
        assert now() == (str(amy.pk), "on")
        with trusted(amy):
            assert now() == (str(amy.pk), "on")


def test_once_it_is_over_it_answers_for_nobody(amy):
    before = now()

    with acting(amy):
        pass

    assert now() == before
    with acting(amy):
        assert now() == (str(amy.pk), "off")
