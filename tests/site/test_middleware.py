import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.test import override_settings
from django.utils import timezone

from goldthread.base.states import WrongState
from goldthread.site.middleware import TooLate
from goldthread.site.views import missing
from tests.factories import UserFactory, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(sign_in):
    return sign_in(administrator())


def put_in_session(browser, **values):
    session = browser.session
    session.update(values)
    session.save()


def test_a_session_ends_after_twelve_hours_however_busy(browser):
    began = int(time.time()) - 12 * 60 * 60 - 1
    assert browser.get("/people/").status_code == 200
    put_in_session(browser, began=began)

    answer = browser.get("/people/")

    assert (answer.status_code, answer.url) == (302, "/account/login/")
    assert (
        "You were signed in for 12 hours." in browser.get(answer.url).content.decode()
    )
    assert browser.get("/people/").status_code == 302


def test_being_busy_does_not_move_the_beginning(browser):
    put_in_session(browser, began=123456789012)
    browser.get("/people/")

    assert browser.session["began"] == 123456789012


def expiry(browser):
    return Session.objects.get(session_key=browser.session.session_key).expire_date


def test_an_idle_session_ends_after_half_an_hour(browser):
    browser.get("/people/")
    left = expiry(browser) - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)

    Session.objects.update(expire_date=timezone.now())

    assert browser.get("/people/").status_code == 302


def test_each_minute_of_use_gives_another_half_hour_and_costs_one_write(
    browser, django_assert_num_queries
):
    browser.get("/people/")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=2))
    short = expiry(browser)

    browser.get("/people/")
    assert expiry(browser) == short  # the same minute: nothing is written
    put_in_session(browser, minute=0)
    Session.objects.update(expire_date=short)
    browser.get("/people/")

    assert expiry(browser) - short > timedelta(minutes=27)


def test_what_a_signed_in_person_saw_is_not_left_in_the_browser(browser, client):
    assert browser.get("/people/")["Cache-Control"] == "no-store"
    assert client.get("/account/login/")["Cache-Control"] == "no-store"


def test_a_persona_needs_no_second_factor_in_the_demo_alone(client):
    client.force_login(administrator())
    put_in_session(client, persona=True)

    with override_settings(DEMO=True):
        assert client.get("/people/").status_code == 200
    with override_settings(DEMO=False):
        assert client.get("/people/").url == "/account/2fa/"


def test_a_step_taken_too_late_gets_a_page_of_its_own_and_a_refusal_a_404(rf):
    handler = TooLate(lambda request: "answer")
    request = rf.get("/")
    request.user, request.session = UserFactory(), SessionStore()

    assert handler(request) == "answer"
    assert handler.process_exception(request, WrongState()).status_code == 409
    refused = response_for_exception(request, PermissionDenied())
    assert (refused.status_code, refused.content) == (404, missing(request).content)
    assert handler.process_exception(request, ValueError()) is None


def test_nobody_signed_in_is_asked_to_sign_in_and_comes_back_after(client):
    answer = client.get("/people/?q=amy")

    assert (answer.status_code, answer.url) == (
        302,
        "/account/login/?next=/people/%3Fq%3Damy",
    )
