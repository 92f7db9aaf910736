"""The page that signs anybody in exists in the demo's own database and nowhere else."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.urls import path

from goldthread.demo import mark, views
from goldthread.site.views import home
from tests.factories import (
    BoardFactory,
    UserFactory,
    administrator,
    board_team,
    chair,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [path("demo/", views.personas), path("", home, name="home")]


@pytest.fixture
def demo(settings, monkeypatch):
    """As if this were the demo, on its embedded database, marked."""
    settings.DEMO = settings.EMBEDDED = True
    (pages,) = settings.TEMPLATES  # a copy, or later tests would have no menu either
    few = {"context_processors": ["django.template.context_processors.request"]}
    settings.TEMPLATES = [{**pages, "OPTIONS": {**pages["OPTIONS"], **few}}]
    monkeypatch.setattr(
        connection, "get_connection_params", lambda: {"host": "/a/socket"}
    )
    monkeypatch.setattr(mark, "READ", f"SELECT '{mark.MARK}'")


@pytest.fixture
def amy():
    board = BoardFactory(name="Kingston LSCB")
    return board_team(board, UserFactory(name="Amy", email="amy@demo.example"))


def asked(client_or_rf, person=None):
    request = (
        client_or_rf.post("/demo/", {"person": person.pk})
        if person
        else client_or_rf.get("/demo/")
    )
    request.user = AnonymousUser()
    return request


def test_personas_are_listed_with_their_role_and_what_they_come_for(demo, amy, rf):
    chair(BoardFactory(), UserFactory(name="Real Person"))
    UserFactory(name="Gone", email="gone@demo.example", is_active=False)

    page = views.personas(asked(rf)).content.decode()

    assert "Amy" in page
    assert "Board team, Kingston LSCB" in page
    assert "See what is stuck and with whom, and draft the next paper." in page
    assert "Real Person" not in page
    assert "Gone" not in page


def test_one_click_signs_in_as_that_person(demo, amy, client):
    answer = client.post("/demo/", {"person": amy.pk})

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["persona"] is True
    assert client.session["_auth_user_id"] == str(amy.pk)


@pytest.mark.parametrize("person", ["", "x", "0", "999999999"])
def test_only_a_persona_can_be_chosen(demo, amy, client, person):
    assert client.post("/demo/", {"person": person}).status_code == 404


def test_a_real_person_cannot_be_chosen(demo, client):
    real = administrator(UserFactory(email="real@example.org"))

    assert client.post("/demo/", {"person": real.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def not_the_demo(settings, monkeypatch):
    settings.DEMO = False


def another_server_by_settings(settings, monkeypatch):
    settings.EMBEDDED = False


def another_server_by_address(settings, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.example.org")


def no_mark(settings, monkeypatch):
    monkeypatch.setattr(mark, "READ", "SELECT NULL")


def another_mark(settings, monkeypatch):
    monkeypatch.setattr(mark, "READ", "SELECT 'Kingston, live'")


@pytest.mark.parametrize(
    "spoil",
    [
        not_the_demo,
        another_server_by_settings,
        another_server_by_address,
        no_mark,
        another_mark,
    ],
)
def test_it_is_no_page_unless_this_is_the_demos_own_database(
    demo, amy, rf, settings, monkeypatch, spoil
):
    assert mark.is_demo()
    spoil(settings, monkeypatch)

    assert not mark.is_demo()
    for request in (asked(rf), asked(rf, amy)):
        with pytest.raises(Http404):
            views.personas(request)


def test_a_database_nobody_marked_is_not_the_demos():
    with connection.cursor() as cursor:
        cursor.execute(mark.READ)
        assert cursor.fetchone() == (None,)


@pytest.mark.parametrize(
    ("changed", "routed"),
    [
        ({"GOLDTHREAD_DEMO": "1"}, "True"),
        ({"GOLDTHREAD_DEMO": "0", "SECRET_KEY": "x"}, "False"),
        ({"DATABASE_URL": "postgres://db/x", "SECRET_KEY": "x"}, "False"),
        (
            {
                "DATABASE_URL": "postgres://db/x",
                "GOLDTHREAD_DEMO": "1",
                "SECRET_KEY": "x",
            },
            "False",
        ),
    ],
    ids=["demo", "embedded, not the demo", "your server", "your server, said demo"],
)
def test_the_route_is_there_in_the_demo_alone(changed, routed):
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ask = (
        "import django; django.setup()\n"
        "from goldthread.site.urls import urlpatterns\n"
        "print(any(str(p.pattern) == 'demo/' for p in urlpatterns))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env=kept | {"DJANGO_SETTINGS_MODULE": "goldthread.site.settings"} | changed,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == routed
