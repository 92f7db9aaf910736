import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import path

from goldthread.base.people.models import User
from goldthread.site import urls
from goldthread.site.headers import ALWAYS, HSTS
from tests.factories import (
    PASSWORD,
    BoardFactory,
    UserFactory,
    administrator,
    board_team,
)

pytestmark = pytest.mark.django_db
COOKIES = {
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500


def broken(request):
    raise ZeroDivisionError


urlpatterns = [path("broken/", broken), *urls.urlpatterns]


def lacks(answer):
    """Which of the headers this answer should have and has not."""
    wanted = ALWAYS | {"Strict-Transport-Security": HSTS}
    policy = answer.headers.get("Content-Security-Policy", "")
    return [
        *(name for name, value in wanted.items() if answer.headers.get(name) != value),
        *(["policy"] if "default-src 'self'" not in policy else []),
        *(["inline"] if "unsafe" in policy or "http" in policy else []),
        *(
            ["number"]
            if not re.fullmatch("[0-9a-f]{16}", answer["X-Request-Id"])
            else []
        ),
    ]


@pytest.fixture
def browser(sign_in):
    return sign_in(administrator())


def test_a_page_an_error_a_file_a_redirect_and_a_download_have_them_all(browser):
    browser.raise_request_exception = False
    kinds = {
        "/people/": 200,
        "/nowhere/": 404,
        "/static/govuk/govuk.css": 200,
        "/static/govuk/nothing.css": 404,
        "/people": 301,
        "/organisations/?format=csv": 200,
        "/healthz": 200,
    }

    answers = {address: browser.head(address, secure=True) for address in kinds}

    assert {address: each.status_code for address, each in answers.items()} == kinds
    assert {address: lacks(each) for address, each in answers.items()} == {
        address: [] for address in kinds
    }


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_breaks_has_them_too_and_tells_its_number(browser):
    browser.raise_request_exception = False

    answer = browser.get("/broken/", secure=True)

    assert answer.status_code == 500
    assert lacks(answer) == []
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-Id"] in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused_with_them(client):
    answer = client.get("/", headers={"host": "evil.example"}, secure=True)

    assert (answer.status_code, lacks(answer)) == (400, [])


@override_settings(SECURE_SSL_REDIRECT=True)
def test_without_https_there_is_only_a_way_to_https(client):
    answer = client.get("/account/login/")

    assert (answer.status_code, answer.url) == (
        301,
        "https://testserver/account/login/",
    )
    assert lacks(answer) == ["Strict-Transport-Security"]  # it may not be said in clear


def test_only_the_products_own_files_may_be_kept(browser, client):
    files = "/static/govuk/govuk.css"

    kept = browser.head(files)
    assert "no-store" not in kept.headers.get("Cache-Control", "")
    for address in ("/people/", "/nowhere/", "/organisations/?format=csv", "/people"):
        assert browser.get(address)["Cache-Control"] == "no-store"
        assert client.get(address)["Cache-Control"] == "no-store"


def test_signing_out_empties_the_browser(browser):
    assert "Clear-Site-Data" not in browser.get("/people/")

    assert browser.post("/account/logout/")["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in browser.get("/account/login/")


@override_settings(**COOKIES)
def test_over_https_the_cookies_belong_to_this_host_alone(db):
    administrator(UserFactory(email="amy@example.org", password=PASSWORD))
    client = Client()
    client.get("/account/login/", secure=True)
    typed = {"login": "amy@example.org", "password": PASSWORD}
    client.post("/account/login/", typed, secure=True)

    assert sorted(client.cookies) == ["__Host-csrf", "__Host-session"]
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert cookie["samesite"] == "Lax"


def posted(**headers):
    """A form that was sent with its own token."""
    client = Client(enforce_csrf_checks=True)
    page = client.get("/account/login/", secure=True)
    token = re.search(
        'name="csrfmiddlewaretoken" value="([^"]+)', page.content.decode()
    )
    typed = {"login": "a@example.org", "password": "-", "csrfmiddlewaretoken": token[1]}
    return client.post(
        "/account/login/", typed, secure=True, headers=headers
    ).status_code


def test_a_form_that_says_null_of_its_origin_is_taken_from_our_own_pages_alone(db):
    assert posted(origin="null", sec_fetch_site="same-origin") == 200
    assert posted(origin="null") == 200  # a browser that says nothing has its token
    assert posted(origin="null", sec_fetch_site="cross-site") == 403
    assert posted(origin="null", sec_fetch_site="same-site") == 403
    assert posted(origin="https://evil.example", sec_fetch_site="same-origin") == 403


# --- An account that is closed -------------------------------------------------------------


def test_a_closed_account_is_refused_at_its_next_request_in_every_session(sign_in):
    amy = board_team(BoardFactory())
    browsers = [sign_in(amy) for _ in range(3)]
    assert [each.get("/").status_code for each in browsers] == [200] * 3

    User.objects.filter(pk=amy.pk).update(is_active=False)
    answers = [each.get("/") for each in browsers]

    assert [answer.url for answer in answers] == ["/account/login/?next=/"] * 3
    assert {each["Clear-Site-Data"] for each in answers} == {'"cache", "storage"'}
    assert all(SESSION_KEY not in each.session for each in browsers)


def test_a_session_from_before_does_not_come_back_with_the_account(sign_in):
    amy = board_team(BoardFactory())
    browser = sign_in(amy)
    User.objects.filter(pk=amy.pk).update(is_active=False)
    browser.get("/")

    User.objects.filter(pk=amy.pk).update(is_active=True)

    assert browser.get("/").status_code == 302
    assert Session.objects.count() == 0


def test_a_new_password_ends_the_other_sessions(sign_in):
    amy = administrator(UserFactory(email="amy@example.org", password=PASSWORD))
    here, there, elsewhere = (sign_in(amy) for _ in range(3))
    new = "quite another long sentence"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    answer = here.post("/account/password/change/", typed)

    assert answer.status_code == 302
    assert here.get("/people/").status_code == 200
    assert [each.get("/people/").status_code for each in (there, elsewhere)] == [
        302
    ] * 2
