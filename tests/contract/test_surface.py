"""Every route the resolver knows: its headers, its tokens, and that looking writes nothing."""

import re

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from goldthread.base.access.checks import routes
from goldthread.site.headers import ALWAYS, HSTS
from tests import walking

WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
SEEN = 'UPDATE "people_user" SET "seen_at" = '  # when she last opened her home page
# What looking at a page may write: that she is signed in and was here, and who looked.
LOOKING = {
    "django_session": "the session itself",
    "usersessions_usersession": "in which browser, for her own list",
    "ledger_entry": "who looked",
    "cache": "how often an address asks",
}
OF_PROGRAMS = {  # no cookie opens them, so no form that somebody forged does
    address
    for address, view in routes(get_resolver())
    if getattr(view, "guarded", None) == ("", "token")
}
REACHED = 215  # so many routes open for somebody of the demo; the rest answer otherwise


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    """Each route, opened by somebody of the demo."""
    with django_db_blocker.unblock(), walking.demo():
        yield walking.places()


def lacks(answer):
    wanted = ALWAYS | {"Strict-Transport-Security": HSTS}
    policy = answer.headers.get("Content-Security-Policy", "")
    return [
        *(name for name, value in wanted.items() if answer.headers.get(name) != value),
        *(
            ["inline"]
            if "unsafe" in policy or "default-src 'self'" not in policy
            else []
        ),
        *(["no-store"] if answer.headers.get("Cache-Control") != "no-store" else []),
        *([] if answer.headers.get("X-Request-Id") else ["number"]),
    ]


def test_the_walk_opens_what_there_is(places):
    """Else the walks below would find nothing because they went nowhere."""
    assert len([place for place in places if place.status == 200]) >= REACHED
    assert [place.pattern for place in places if place.status >= 500] == []


def test_every_route_has_the_headers_whoever_asks_and_however(places):
    without = {}
    for place in places:
        for browser in (place.browser, Client()):
            for method in ("get", "post", "put"):
                with walking.alone():
                    answer = getattr(browser, method)(place.address, secure=True)
                if missing := lacks(answer):
                    without[place.pattern, method] = missing

    assert without == {}


def test_looking_writes_nothing(places):
    written = {}
    for place in places:
        with walking.alone(), CaptureQueriesContext(connections["default"]) as seen:
            b"".join(place.browser.get(place.address))
        statements = (query["sql"] for query in seen.captured_queries)
        told = (WRITES.match(sql) for sql in statements if not sql.startswith(SEEN))
        if tables := {each[1] for each in told if each} - LOOKING.keys():
            written[place.address] = tables

    assert written == {}


def test_nothing_is_taken_without_a_token(places):
    answers = {}
    for place in places:
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
        for cookies in ({}, place.browser.cookies):
            browser.cookies.update(cookies)
            for method in ("post", "put", "patch", "delete"):
                with walking.alone():
                    answer = getattr(browser, method)(place.address)
                answers[place.pattern, method, bool(cookies)] = answer.status_code

    assert {
        key: status
        for key, status in answers.items()
        if status != (401 if key[0] in OF_PROGRAMS else 403)
    } == {}


def test_no_page_has_anything_inline_or_of_another_origin(places):
    """What the policy would stop is not there in the first place."""
    inline = re.compile(
        r"<style|\sstyle=|\son\w+=\"|javascript:|<script(?![^>]*\ssrc=)"
    )
    elsewhere = re.compile(
        r"""(?:src|srcset|action)="(?:https?:)?//|<link[^>]+href="http"""
    )
    pages = {place.address: place.page for place in places if "<html" in place.page}
    data = re.compile(r'<script[^>]*type="application/json"[^>]*>')

    found = {
        address: told
        for address, page in pages.items()
        if (told := inline.findall(data.sub("", page)) + elsewhere.findall(page))
    }

    assert found == {}


def test_every_middleware_stands_inside_the_headers():
    assert settings.MIDDLEWARE[0] == "goldthread.site.headers.headers"
