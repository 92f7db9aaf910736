"""The door of the API: who is admitted, how often, and what a refusal says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import User
from goldthread.base.tokens import workflow
from goldthread.base.tokens.api import NOT_THERE, UNKNOWN
from goldthread.base.tokens.models import Token
from tests.factories import BoardFactory, FindingFactory
from tests.programs import EVERY, agreed, issued, program, reading

pytestmark = pytest.mark.django_db
LIST = "/api/v1/findings"


@pytest.fixture
def board():
    return BoardFactory()


def is_refused(answer, status, why):
    assert (answer.status_code, answer.json()) == (status, {"detail": why})
    return answer


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer \xff\x00"},
        {"Authorization": "Basic cGVyc29uOnBhc3N3b3Jk"},
    ],
)
def test_whoever_brings_no_secret_is_refused(header):
    answer = is_refused(Client(headers=header).get(LIST), 401, UNKNOWN)

    assert answer["WWW-Authenticate"] == 'Bearer realm="Goldthread"'


def test_a_secret_in_the_address_is_not_looked_at(board):
    _, secret = issued(board)

    is_refused(Client().get(f"{LIST}?token={secret}"), 401, UNKNOWN)


def test_a_browser_that_is_signed_in_is_told_what_anybody_is(sign_in, board):
    token = agreed(board)

    is_refused(sign_in(token.holder).get(LIST), 401, UNKNOWN)


def test_a_token_without_a_secret_reads_nothing(board):
    agreed(board)

    is_refused(program("").get(LIST), 401, UNKNOWN)


def _revoked(token):
    workflow.revoke_token(token, by=token.agreed_by)


def _past(token):
    today = timezone.localdate()
    days = {"made_on": today - timedelta(9), "expires_on": today - timedelta(1)}
    Token.objects.filter(pk=token.pk).update(**days)


def _closed(token):
    User.objects.filter(pk=token.holder_id).update(is_active=False)


def _left(token):
    yesterday = timezone.localdate() - timedelta(1)
    User.objects.filter(pk=token.holder_id).update(left_on=yesterday)


def _moved_on(token):
    token.holder.appointments.update(until=timezone.localdate() - timedelta(1))


@pytest.mark.parametrize("ends", [_revoked, _past, _closed, _left, _moved_on])
def test_a_token_that_ended_is_refused_like_one_that_never_was(board, ends):
    token, secret = issued(board)
    assert program(secret).get(LIST).status_code == 200

    ends(token)

    is_refused(program(secret).get(LIST), 401, UNKNOWN)


@pytest.mark.parametrize("scope", EVERY)
def test_a_token_reads_what_it_is_for_and_nothing_else(board, scope):
    browser = reading(board, *(each for each in EVERY if each != scope))
    at = {"returns": "cycles/x/returns", "grades": "cycles/x/grades"}.get(scope, scope)

    is_refused(
        browser.get(f"/api/v1/{at}"),
        403,
        f"Nothing was read. This token is not for {scope}. Its holder can ask for one "
        "that is.",
    )


def test_whoever_asks_too_often_is_told_when_to_come_back(board):
    token, secret = issued(board)
    since = timezone.now() - timedelta(minutes=4)
    Token.objects.filter(pk=token.pk).update(counted=599, counted_from=since)
    browser = program(secret)

    assert browser.get(LIST).status_code == 200
    answer = browser.get(LIST)

    assert answer.status_code == 429
    seconds = int(answer["Retry-After"])
    assert 350 <= seconds <= 360
    assert answer.json()["detail"] == (
        "Nothing was read. This token asked 600 times in 10 minutes. Wait "
        f"{seconds} seconds."
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed_by_a_program(board, method):
    _, secret = issued(board)
    browser = Client(
        enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"}
    )

    answer = getattr(browser, method)(LIST)

    is_refused(answer, 405, "Nothing was changed. Programs can only read, by GET.")
    assert answer["Allow"] == "GET"


@pytest.mark.parametrize("at", ["nothing", "cycles/", "cycles/a/b/c", "cycles/none"])
def test_an_address_of_nothing_is_answered_as_a_program_reads_it(board, at):
    is_refused(reading(board).get(f"/api/v1/{at}"), 404, NOT_THERE)
    is_refused(Client().get(f"/api/v1/{at}"), 401, UNKNOWN)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("limit=501", "limit: Input should be less than or equal to 500"),
        ("limit=0", "limit: Input should be greater than or equal to 1"),
        ("offset=-1", "offset: Input should be greater than or equal to 0"),
        (
            "offset=99999999999999999999",
            "offset: Input should be less than or equal to 1000000",
        ),
        (
            "limit=x",
            "limit: Input should be a valid integer, unable to parse string as an integer",
        ),
    ],
)
def test_a_part_of_a_list_that_cannot_be_is_refused(board, asked, why):
    answer = reading(board).get(f"{LIST}?{asked}")

    is_refused(answer, 422, f"Nothing was read. {why}.")


def test_what_left_stands_in_the_ledger_by_number_alone(board):
    FindingFactory.create_batch(3, activity__board=board)
    token, secret = issued(board)

    program(secret).get(f"{LIST}?limit=2")
    program(secret).get(f"{LIST}?limit=0")

    [noted] = Entry.objects.about(token).filter(verb="read")
    assert (noted.by, noted.words) == (token.holder_id, "Read 2 findings")


def test_the_document_and_its_page_are_free_and_load_nothing_from_elsewhere(client):
    told = client.get("/api/v1/openapi.json").json()
    page = client.get("/api/v1/")

    assert page.status_code == 200
    for address, methods in told["paths"].items():
        assert address in page.content.decode()
        assert list(methods) == ["get"]
        assert methods["get"]["security"] == [{"Reads": []}]
    assert told["components"]["securitySchemes"] == {
        "Reads": {"type": "http", "scheme": "bearer"}
    }
    assert "//" not in page.content.decode().replace("<!DOCTYPE", "")
