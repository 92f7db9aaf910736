"""Whatever is sent to any route is answered with a page, and never breaks it.

Each route gets a few cases here; GOLDTHREAD_FUZZ=200 gives it as many as are promised.
"""

import os
from random import Random
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache

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


def test_no_route_breaks_whatever_is_sent_to_it(places):
    broken = []
    for place in places:
        for case in range(CASES):
            random = Random(f"{place.pattern} {case}")
            with walking.alone():
                answer = asked(place, random)
                b"".join(answer)
            cache.clear() if answer.status_code == 429 else None
            fine = answer.status_code in REFUSED or answer.status_code < 400
            if not fine and not (place.status == answer.status_code == 401):
                broken.append((place.address, case, answer.status_code))

    assert broken == []
