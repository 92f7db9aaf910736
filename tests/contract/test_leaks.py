"""A word is planted in all that somebody may not read, and no page says it to her."""

import re

import pytest
from django.apps import apps
from django.urls import get_resolver

from goldthread.base.access.checks import routes
from goldthread.base.access.table import may_ever
from goldthread.base.states import STEPS
from goldthread.sources.agency_audits.rules import SECTIONS
from tests import planted
from tests.planted import BESIDE, CANARY, READERS

pytestmark = pytest.mark.django_db

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture
def places():
    return planted.places()


OTHERS = {  # arguments that are no record's key
    "form": ("html", "json"),
    "section": tuple(section.slug for section in SECTIONS),
    "standard": ("s1", "s3"),
    "question": ("s1.1",),
    "secret": (),  # whoever holds a calendar's address is not asked who she is
    "token": ("x",),
    "provider_id": ("x",),
}


def addresses(reader):
    """Every address of ours, with each record's key in it.

    Where no role of hers opens a kind of record, one of the kind stands for all, and its
    page for those of its steps: one guard shuts them.
    """
    for address, view in routes(get_resolver()):
        label, action = getattr(view, "guarded", None) or ("", "closed")
        if action in {"closed", "token"} or not re.fullmatch(r"[\w/<>:.-]*", address):
            continue
        keys = _keys(label or "reports.publication", ARGUMENT.search(address))
        if label and not may_ever(reader, action, label):
            keys = [] if action in STEPS.get(label, ()) else keys[:1]
        yield from _filled(f"/{address}", keys)


def _keys(label, argument):
    if argument is None or argument[1] in OTHERS:
        return []
    return list(apps.get_model(label)._base_manager.values_list(argument[1], flat=True))


def _filled(address, keys):
    wanted = ARGUMENT.search(address)
    if wanted is None:
        yield address
        return
    for value in OTHERS.get(wanted[1], keys):
        yield from _filled(address.replace(wanted[0], str(value), 1), keys)


def asked_of(address):
    """A search is made, and a list is taken as a file too."""
    if address == "/search/":
        return ({"q": BESIDE},)
    a_list = address.count("/") == 2 and not address.startswith("/demo/")
    return ({}, {"format": "csv"}) if a_list else ({},)


def told(browser, address):
    """What the pages at this address say, and those that are missing."""
    answers = [browser.get(address, query) for query in asked_of(address)]
    said = any(
        CANARY in each.content.decode(errors="ignore").lower() for each in answers
    )
    return said, [each.content for each in answers if each.status_code == 404]


@pytest.mark.parametrize("who", READERS)
def test_no_page_says_what_its_reader_may_not_read(places, sign_in, who):
    reader = READERS[who](places)
    browser = sign_in(reader)
    missing = browser.get("/there-is-no-such-page/").content

    pages = {address: told(browser, address) for address in addresses(reader)}

    assert [address for address, (said, _) in pages.items() if said] == []
    assert [a for a, (_, gone) in pages.items() if set(gone) - {missing}] == []


def test_the_word_is_there_for_whoever_may_read_it(places, sign_in):
    """Else the walk would find nothing because nothing was planted."""
    lists = ("actions", "activities", "contributions", "findings", "impact", "reports")
    browser = sign_in(places["team"])
    pages = [
        *(*lists, "agency_audits", "section11/evidence"),
        *("themes", "intentions", "search"),
    ]

    assert [page for page in pages if not told(browser, f"/{page}/")[0]] == []
