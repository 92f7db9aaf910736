"""Nothing that somebody outside can ask tells whether we know an address."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import send_aside
from tests.factories import PASSWORD, UserFactory, administrator

pytestmark = pytest.mark.django_db
KNOWN, CLOSED, UNKNOWN = "amy@example.org", "closed@example.org", "nobody@example.org"
TOKEN = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+')
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE) "(\w+)"')


@pytest.fixture(autouse=True)
def people():
    administrator(UserFactory(email=KNOWN, password=PASSWORD))
    UserFactory(email=CLOSED, password=PASSWORD, is_active=False)


@pytest.fixture
def hashings(monkeypatch):
    """How often a password is hashed, which is what takes the time."""
    done = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counted(self, *given, **more):
        done.append(1)
        return encode(self, *given, **more)

    monkeypatch.setattr(hasher, "encode", counted)
    return done


def told(address, typed, hashings):
    """All that somebody outside is told, and the work that was done for it."""
    client = Client()
    client.get(address)
    before = len(hashings)
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(address, typed)
    page = TOKEN.sub(r"\1", answer.content.decode())
    for email in (KNOWN, CLOSED, UNKNOWN):
        page = page.replace(email, "…")
    where = answer.headers.get("Location", "")
    work = [WRITTEN.match(query["sql"]) for query in seen.captured_queries]
    work = [written[1] for written in work if written]
    return (answer.status_code, where, page, len(hashings) - before), work


def test_signing_in_tells_nothing_and_takes_as_many_hashings(hashings):
    wrong = "some other sentence"
    answers = [
        told("/account/login/", {"login": email, "password": wrong}, hashings)[0]
        for email in (KNOWN, CLOSED, UNKNOWN)
    ]

    assert answers == [answers[0]] * 3
    assert (answers[0][0], answers[0][3]) == (200, 1)


def test_asking_for_a_new_password_tells_nothing_and_does_the_same_work(hashings):
    address = "/account/password/reset/"
    answers, work = zip(
        *(
            told(address, {"email": email}, hashings)
            for email in (KNOWN, CLOSED, UNKNOWN)
        ),
        strict=True,
    )

    assert answers == (answers[0],) * 3
    assert answers[0][:2] == (302, "/account/password/reset/done/")
    assert work == (work[0],) * 3
    assert {"post_letter", "django_tasks_database_dbtaskresult"} < set(work[0])
    assert list(Letter.objects.values_list("address", flat=True)) == [KNOWN]


def test_the_letter_is_sent_by_a_worker_while_nobody_waits(
    mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/account/password/reset/", {"email": KNOWN})
    assert mailoutbox == []
    (key,) = DBTaskResult.objects.get().args_kwargs["args"]

    send_aside.func(key)

    assert [letter.to for letter in mailoutbox] == [[KNOWN]]
    assert "amy" not in key


def test_a_link_that_was_never_made_looks_like_one_that_is_used_up(client):
    for address in ("/join/x/", "/account/password/reset/key/1-x/"):
        first, second = client.get(address), client.get(address.replace("x/", "y/"))

        assert first.status_code == second.status_code
        assert TOKEN.sub("", first.content.decode()) == TOKEN.sub(
            "", second.content.decode()
        )


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "confirm-email/x/", "3rdparty/signup/", "3rdparty/"],
)
def test_nobody_can_sign_up_or_ask_of_an_address(client, address):
    missing = client.get("/nowhere/").content

    for answer in (
        client.get(f"/account/{address}"),
        client.post(f"/account/{address}", {"email": KNOWN}),
        client.post(f"/account/{address}", {"email": UNKNOWN}),
    ):
        assert (answer.status_code, answer.content) == (404, missing)


def test_a_passkey_is_asked_for_without_naming_anybody(client):
    told = client.get("/account/2fa/webauthn/login/").content.decode()

    assert Authenticator.objects.count() == 0
    assert "allowCredentials" not in told or '"allowCredentials": []' in told
