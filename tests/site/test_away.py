"""What a page says while the database is away, or takes nothing."""

import pytest
from django.db import OperationalError, connection
from django.db.utils import InternalError
from django.test import Client

from goldthread.site import away
from goldthread.site.away import Away
from goldthread.site.sessions import SessionStore
from tests.factories import BoardFactory, board_team

pytestmark = pytest.mark.django_db


class Full(Exception):
    sqlstate = "53100"


class ReadOnly(Exception):
    sqlstate = "25006"


def failing(words, error):
    """Statements that hold these words fail as when the database refuses them."""

    def around(execute, statement, *rest):
        if words in str(statement):
            raise error
        return execute(statement, *rest)

    return connection.execute_wrapper(around)


def caused(kind, by):
    error = kind("the database's own words")
    error.__cause__ = by
    return error


FULL, GONE = caused(OperationalError, Full()), OperationalError("gone")


@pytest.fixture
def board():
    return BoardFactory(name="Kingston", slug="kingston")


@pytest.fixture
def browser(board, sign_in):
    client = sign_in(board_team(board))
    client.get("/")
    client.raise_request_exception = False
    return client


def test_while_the_database_is_away_a_page_says_so_and_what_to_do(browser):
    with failing("", GONE):
        answer = browser.get("/findings/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Goldthread cannot reach its records just now" in answer.text
    assert "Nothing is lost. Try again in a minute." in answer.text
    assert "the database's own words" not in answer.text


def test_it_says_so_to_somebody_who_signs_in():
    client = Client(raise_request_exception=False)
    with failing("", GONE):
        answer = client.post("/account/login/", {"login": "a@b.org", "password": "x"})

    assert answer.status_code == 503
    assert "What you sent may not have been saved." in answer.text


def test_what_was_sent_while_it_is_away_may_not_be_saved(browser):
    with failing("INSERT INTO", GONE):
        answer = browser.post("/boards/kingston/add_theme/", {"name": "Hearing"})

    assert answer.status_code == 503
    assert "look whether it was saved" in answer.text


def test_on_a_full_disk_what_was_sent_could_not_be_saved(browser, board):
    with failing("INSERT INTO", FULL):
        answer = browser.post("/boards/kingston/add_theme/", {"name": "Hearing"})

    assert answer.status_code == 503
    assert "What you sent could not be saved" in answer.text
    assert board.themes.count() == 0


@pytest.mark.parametrize("path", ["/", "/findings/", "/boards/kingston/matrix/"])
def test_on_a_full_disk_reading_goes_on(browser, path):
    session = browser.session
    session["minute"] = 0  # so that it is to be renewed
    del session["last_here"]
    session.save()

    with failing("UPDATE", FULL):
        answer = browser.get(path)

    assert answer.status_code == 200


def test_a_new_session_that_cannot_be_saved_is_refused():
    with failing("INSERT INTO", FULL), pytest.raises(OperationalError):
        SessionStore().create()


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (FULL, Away(readable=True)),
        (caused(InternalError, ReadOnly()), Away(readable=True)),
        (GONE, Away(readable=False)),
        (InternalError("something else"), None),
        (ValueError("something else"), None),
        (None, None),
    ],
)
def test_only_what_is_wrong_with_the_database_is_said_to_be(error, found):
    assert away.away(error) == found
