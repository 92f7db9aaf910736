import json
import logging
import sys

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.urls import path
from gunicorn.config import Config

from goldthread.base.people.models import User
from goldthread.site import logs, urls
from tests.factories import PASSWORD, UserFactory, administrator

pytestmark = pytest.mark.django_db
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
CANARY = "zaunkoenig"


def broken(request, secret):
    """Fails with what was sent in its locals, its words, and its cause."""
    sent = request.POST["narrative"]
    try:
        raise KeyError(sent)
    except KeyError as cause:
        raise ValueError(f"It cannot be {sent}") from cause


urlpatterns = [path("broken/<str:secret>/", broken), *urls.urlpatterns]


@pytest.fixture
def lines(caplog):
    """What the journal is given, as the service formats it."""
    caplog.set_level(logging.INFO, "goldthread.asked")
    return lambda: [logs.JsonLines().format(each) for each in caplog.records]


def record(name, words, *args, **more):
    made = logging.LogRecord(name, logging.ERROR, "/x.py", 7, words, args, None)
    made.__dict__ |= more
    return json.loads(logs.JsonLines().format(made))


@override_settings(ROOT_URLCONF=__name__)
def test_what_breaks_is_told_by_kind_and_place_without_anybodys_words(lines):
    client = Client(raise_request_exception=False)

    answer = client.post(f"/broken/{CANARY}/?q={CANARY}", {"narrative": CANARY})

    told = [json.loads(line) for line in lines()]
    asked = {"method": "POST", "route": "broken/<str:secret>/", "status": 500}
    assert [{key: line[key] for key in asked} for line in told] == [asked] * 2
    assert {line["request"] for line in told} == {answer["X-Request-Id"]}
    kinds = [trouble["kind"] for trouble in told[0]["trouble"]]
    assert kinds == ["builtins.ValueError", "builtins.KeyError"]
    assert told[0]["trouble"][0]["at"][-1].startswith("tests/site/test_logs.py:")
    assert CANARY not in "".join(lines())


TYPED = {
    "/account/login/": ("login", "password", "remember"),
    "/account/password/reset/": ("email",),
    "/account/password/reset/key/1-set-password/": ("password1", "password2"),
    "/account/password/change/": ("oldpassword", "password1", "password2"),
    "/account/reauthenticate/": ("password",),
    "/account/2fa/authenticate/": ("code",),
    "/account/2fa/reauthenticate/": ("code",),
    "/account/2fa/totp/activate/": ("code",),
    "/account/2fa/webauthn/login/": ("credential",),
    f"/join/{CANARY}/": ("name", "password"),
    f"/calendar/{CANARY}.ics": ("x",),
    f"/account/password/reset/key/1-{CANARY}/": ("x",),
    f"/{CANARY}/": ("x",),
}


@pytest.mark.parametrize("address", TYPED)
def test_no_line_says_what_was_typed_to_sign_in(address, lines, sign_in):
    amy = administrator(UserFactory(email=f"{CANARY}@example.org", password=PASSWORD))
    typed = dict.fromkeys(TYPED[address], f"{CANARY}@example.org")

    for client in (Client(), sign_in(amy)):
        client.raise_request_exception = False
        client.get(f"{address}?next=/{CANARY}/", headers={"host": "testserver"})
        client.post(address, typed, headers={"user-agent": CANARY})
        client.get(address, headers={"host": f"{CANARY}.example"})

    assert lines() != []
    assert CANARY not in "".join(lines()).lower()


def test_a_rule_of_the_database_is_named_without_the_row_that_broke_it():
    UserFactory(email=f"{CANARY}@example.org")

    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        User.objects.create(email=f"{CANARY}@example.org", name=CANARY)
    made = logging.LogRecord("x", 40, "/x.py", 1, "%s", (CANARY,), caught._excinfo)
    line = logs.JsonLines().format(made)

    assert CANARY not in str(caught.value)  # row-level security keeps the row back
    assert CANARY not in line
    rules = [trouble.get("rule") for trouble in json.loads(line)["trouble"]]
    assert "people_user_email_key" in rules


def test_our_own_words_are_told_whole_and_of_others_only_the_words_of_the_code():
    assert record("goldthread.x", "%s failed", "tick")["said"] == "tick failed"
    assert record("weasyprint", "%s of %d", CANARY, 3)["said"] == "… of 3"
    assert record("x", "%(name)s", {"name": CANARY})["said"] == "…"
    assert "said" not in record("django.security", f"Invalid host {CANARY}")
    assert record("x", "Took %s ms", 12)["said"] == "Took 12 ms"


def test_a_line_without_a_request_has_no_number():
    assert "request" not in record("goldthread.x", "Ended")
    with logs.asked(Client().get("/healthz").wsgi_request) as number:
        assert record("goldthread.x", "Ended")["request"] == number


def test_each_answer_is_one_line_with_the_pattern_of_its_address(lines, client):
    client.get("/calendar/secret.ics?q=1")

    (line,) = [json.loads(each) for each in lines() if "goldthread.asked" in each]
    assert line["route"] == "calendar/<str:secret>.ics"
    assert (line["method"], line["status"]) == ("GET", 404)


def test_the_servers_own_lines_have_the_same_form():
    server = logs.Gunicorn(Config())

    assert {type(each.formatter) for each in server.error_log.handlers} == {
        logs.JsonLines
    }


def test_what_ends_a_command_is_told_in_the_same_way(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logs._unforeseen(*sys.exc_info())

    (line,) = [json.loads(each) for each in lines()]
    assert (line["said"], line["trouble"][0]["kind"]) == (
        "Ended",
        "builtins.ValueError",
    )
    assert CANARY not in str(line)


def test_nothing_logs_statements_whose_values_are_somebodys_words():
    assert connection.queries_logged in (False, True)
    assert logging.getLogger("django.db.backends").getEffectiveLevel() > logging.DEBUG
