"""Every address of the product, as somebody of the demo for whom it opens."""

import re
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from goldthread.base.access.checks import routes
from goldthread.base.access.table import model_of, visible
from goldthread.demo.build import build
from goldthread.demo.personas import everybody
from tests.signing import shown_just_now

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
OTHERS = {  # arguments that are no record's key
    "form": "html",
    "section": "about",
    "standard": "s1",
    "question": "s1.1",
    "secret": "secret",
    "token": "token",
    "provider_id": "organisation",
}
NOBODYS = "00000000-0000-4000-8000-000000000001"  # of no record
REGULAR = {  # of allauth, whose addresses are regular expressions
    "^(?:(?:signup|email|confirm-email|3rdparty/signup)(?:/|$)|3rdparty/$)": "signup/",
    "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/x/",
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "password/reset/key/1-x/"
    ),
    "^(?P<provider_id>[^/]+)/login/callback/": "organisation/login/callback/",
    "^(?P<provider_id>[^/]+)/login/": "organisation/login/",
}
FEW = 12  # records tried of a kind, for one person


class Place(NamedTuple):
    """A route, an address of it, and the browser in which it was opened."""

    pattern: str
    address: str
    browser: Any
    status: int
    page: str


@contextmanager
def demo():
    """The demo boards, for as long as the block lasts."""
    with transaction.atomic():
        build(timezone.localdate(), lambda words: None)
        yield
        transaction.set_rollback(True)


def browsers():
    """A browser of nobody, and one of each person of the demo, who has just signed in."""
    nobody = Client(raise_request_exception=False)
    nobody.person = None
    yield nobody
    for person in everybody():
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        client = Client(raise_request_exception=False)
        client.force_login(person)
        shown_just_now(client.session, person)
        client.person = person
        yield client


def patterns():
    return list(routes(get_resolver()))


def places():
    """Each route at an address where a page opens, or else as it answers anybody."""
    visitors = list(browsers())
    return [_place(pattern, view, visitors) for pattern, view in patterns()]


def _place(pattern, view, visitors):
    found = Place(pattern, address(pattern), visitors[-1], 0, "")
    for browser in visitors:
        for where in candidates(pattern, view, browser.person):
            with alone():
                answer = browser.get(where)
                said = b"".join(answer).decode(errors="ignore")
            page = "" if "Content-Disposition" in answer else said  # a file
            found = Place(pattern, where, browser, answer.status_code, page)
            if found.status == 200:
                return found
    return found


@contextmanager
def alone():
    """What is done in the block is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def address(pattern, key=1):
    """The pattern with something in its places: this key, where it wants a record's."""
    for regular, plain in REGULAR.items():
        pattern = pattern.replace(regular, plain)

    def argument(found):
        known = NOBODYS if "uuid:" in found[0] and key == 1 else key
        return str(OTHERS.get(found[1], known))

    return "/" + ARGUMENT.sub(argument, pattern)


def candidates(pattern, view, person):
    """Where the pattern may lead this person: to the records she may do this to."""
    label, action = getattr(view, "guarded", None) or ("", "")
    wanted = [name for name in ARGUMENT.findall(pattern) if name not in OTHERS]
    if not wanted or not label or person is None:
        return [address(pattern)]
    found = visible(model_of(label), person, action).values_list(wanted[0], flat=True)
    return [address(pattern, key) for key in islice(found, FEW)]
