"""Whatever is sent to any route is answered with a page, and never breaks it.

Each route gets a few cases here; GOLDTHREAD_FUZZ=200 gives it as many as are promised.
"""

import os
from random import Random
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache

from tests import factories as make
from tests import fuzzing, walking

CASES = int(os.environ.get("GOLDTHREAD_FUZZ", "6"))
REFUSED = {400, 403, 404, 405, 409, 410, 413, 414, 422, 429}


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), walking.demo():
        yield walking.places()


def asked(place, random):
    """One case: a form, a query, a spoilt address or a body that is none."""
    kind = random.random()
    if kind < 0.55:
        sent = fuzzing.filled(place.page, random)
        return place.browser.post(place.address, sent)
    if kind < 0.8:
        return place.browser.get(place.address, fuzzing.query(place.page, random))
    if kind < 0.9:
        address = quote(fuzzing.spoilt(place.address, random), safe="/%")
        return place.browser.get(address)
    type_, body = random.choice(fuzzing.BODIES)
    return place.browser.generic("POST", place.address, body, content_type=type_)


def leads_away(answer):
    """Whether a browser that follows would leave us."""
    told = answer.headers.get("Location", "").replace("\\", "/").strip()
    return urlsplit(told).netloc not in {"", "testserver"} or told.startswith("//")


def test_no_route_breaks_whatever_is_sent_to_it(places):
    broken = []
    for place in places:
        for case in range(CASES):
            random = Random(f"{place.pattern} {case}")
            with walking.alone():
                answer = asked(place, random)
                b"".join(answer)
            if answer.status_code == 429:
                cache.clear()
            fine = answer.status_code in REFUSED or answer.status_code < 400
            if leads_away(answer):
                broken.append((place.address, case, answer.url))
            if not fine and not (place.status == answer.status_code == 401):
                broken.append((place.address, case, answer.status_code))

    assert broken == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "next_",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil", "\0"],
)
def test_signing_in_leads_nowhere_else(client, next_):
    make.administrator(
        make.UserFactory(email="amy@example.org", password=make.PASSWORD)
    )
    typed = {"login": "amy@example.org", "password": make.PASSWORD, "next": next_}

    answer = client.post("/account/login/", typed, query_params={"next": next_})

    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.django_db
def test_an_address_that_is_too_long_or_climbs_is_no_page(client):
    for address in (
        "/" + "x" * 9000,
        "/static/../goldthread/site/settings.py",
        "/static/%2e%2e/settings.py",
        "/people/%00/",
        "/%ff%fe/",
    ):
        assert client.get(address).status_code == 404

    assert client.get("/published/", {"page": "x" * 9000}).status_code == 200
