from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from goldthread.base.errands.models import Errand
from goldthread.base.post.models import Letter
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_that_the_process_lives_is_said_without_the_database(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_is_said_with_numbers_and_nothing_else(client):
    told = client.get("/readyz")

    assert (told.status_code, told.json()) == (
        200,
        {
            "ready": True,
            "database": True,
            "migrations_missing": 0,
            "disagreements": 0,
            "post": {"waiting": 0, "oldest_seconds": 0},
            "errands": {"waiting": 0, "oldest_seconds": 0},
        },
    )


def test_a_letter_and_a_piece_of_work_that_wait_are_counted_with_their_age(client):
    ago = timezone.now() - timedelta(seconds=100)
    letter = {"address": "amy@example.org", "subject": "S", "body": "B"}
    Letter.objects.create(**letter, key="1", send_after=ago)
    Letter.objects.create(**letter, key="2", send_after=timezone.now())
    Errand.objects.create(asked_by=UserFactory(), record=1, asked_at=ago)

    answer = client.get("/readyz")
    told = answer.json()

    assert answer.status_code == 200
    assert (told["post"]["waiting"], told["errands"]["waiting"]) == (2, 1)
    assert 100 <= told["post"]["oldest_seconds"] < 200
    assert 100 <= told["errands"]["oldest_seconds"] < 200
    assert "amy" not in answer.content.decode()


def test_a_version_that_is_not_migrated_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        MigrationRecorder(connection).record_unapplied("people", "0001_initial")
        cursor.execute("SET LOCAL ROLE app")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations_missing"] == 1


def gone(*_):
    raise OperationalError("server closed the connection")


def test_without_the_database_the_process_lives_and_is_not_ready(client):
    with connection.execute_wrapper(gone):
        lives, ready = client.get("/healthz"), client.get("/readyz")

    assert (lives.status_code, ready.status_code) == (200, 503)
    assert (ready.json()["ready"], ready.json()["database"]) == (False, False)


def test_nobody_may_ask_all_the_time(client):
    answers = [client.get("/readyz").status_code for _ in range(121)]

    assert answers == [200] * 120 + [429]
