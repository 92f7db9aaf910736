"""No filter, sort or page of a list tells of a record or a field that its reader may not see.

What is sought in a hidden record, and its key where a filter takes one, gets the answer of
what is nowhere: to the byte, but for the words themselves.
"""

import re

import pytest
from django.apps import apps
from django.urls import get_resolver

from goldthread.base.access.checks import routes
from tests import planted
from tests.planted import BESIDE, CANARY, READERS

pytestmark = pytest.mark.django_db

FIELD = re.compile(r'<(?:input|select)[^>]* name="(\w+)"')
TOKENS = re.compile(r'(name="(?:csrfmiddlewaretoken|form-token)" value=")[^"]+')
NOWHERE = "quetzal"
NO_KEY = 99_999_999
OURS = ("goldthread.loop", "goldthread.sources", "goldthread.base.people")
FAR = ("agency lead of another organisation", "scrutineer of another board")
OF_FIELDS = (  # of what a list might be sorted by or narrowed by, if it took any name
    "pk",
    "-pk",
    "board__name",
    "organisation__name",
    "restricted",
    "activity__restricted",
    "owner__password",
    "case_file__reference",
    "reply",
    "text",
)


def lists(browser):
    """The addresses of lists that open for her, each with its page."""
    for address, view in routes(get_resolver()):
        if "<" in address or not getattr(view, "guarded", ("",))[0]:
            continue
        answer = browser.get(f"/{address}")
        if answer.status_code == 200 and b"goldthread-filter" in answer.content:
            yield f"/{address}", answer.content.decode()


def asked(browser, address, words, **query):
    """The answer, without the words that were asked for."""
    answer = browser.get(address, query)
    page = TOKENS.sub(r"\1", answer.content.decode())
    return answer.status_code, page.replace(str(words), "…")


def keys():
    """The keys of all there is of the loop, its sources, and people and their places."""
    found = set()
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            found |= set(model._base_manager.values_list("pk", flat=True))
    return sorted(key for key in found if isinstance(key, int))


@pytest.mark.parametrize("who", FAR)
def test_what_stands_in_a_hidden_record_is_sought_as_if_it_were_nowhere(sign_in, who):
    browser = sign_in(READERS[who](planted.places()))
    found = list(lists(browser))

    told = [
        (address, name)
        for address, page in found
        for name in FIELD.findall(page.partition("goldthread-filter")[2])
        for words in (CANARY, BESIDE)
        if asked(browser, address, words, **{name: words})
        != asked(browser, address, NOWHERE, **{name: NOWHERE})
    ]

    assert len(found) >= 5
    assert told == []


def test_whoever_may_read_it_finds_what_is_sought(sign_in):
    """Else nothing would differ below because nothing was planted, or sought."""
    browser = sign_in(planted.places()["team"])

    found, nowhere = (
        asked(browser, "/findings/", words, q=words) for words in (BESIDE, NOWHERE)
    )

    assert found != nowhere


@pytest.mark.parametrize("who", FAR[1:])
def test_a_list_is_sorted_and_narrowed_by_nothing_but_what_it_offers(sign_in, who):
    browser = sign_in(READERS[who](planted.places()))

    told = [
        (address, query)
        for address, page in lists(browser)
        for name in OF_FIELDS
        for query in ({"sort": name}, {f"{name}__startswith": CANARY[0]})
        if f"sort={name}" not in page
        and rows(browser, address, query) != rows(browser, address, {})
    ]

    assert told == []


def rows(browser, address, query):
    """What the list holds, in its order."""
    page = browser.get(address, query).content.decode()
    return re.findall(r"<td[^>]*>.*?</td>", page, re.DOTALL)


@pytest.mark.parametrize("who", FAR[1:])
def test_the_key_of_a_hidden_record_narrows_as_one_that_is_nowhere(sign_in, who):
    """Of what a filter offers by key she may choose what it offers; all else is nothing."""
    browser = sign_in(READERS[who](planted.places()))
    missing = {}
    for address, page in lists(browser):
        filters = page.partition("goldthread-filter")[2].partition("</form>")[0]
        for select in re.findall(r"<select.*?</select>", filters, re.DOTALL):
            [name] = FIELD.findall(select)
            offered = set(re.findall(r'value="(\d+)"', select))
            if not offered:
                continue
            nowhere = asked(browser, address, NO_KEY, **{name: NO_KEY})
            for key in keys():
                answer = asked(browser, address, key, **{name: key})
                if str(key) not in offered and unlike(answer, nowhere):
                    missing.setdefault((address, name), []).append(key)

    assert missing == {}


def unlike(one, other):
    """Numbers stand all over a page, so what is compared is what the list says."""
    return [re.sub(r"\d+|…", "", str(each)) for each in one] != [
        re.sub(r"\d+|…", "", str(each)) for each in other
    ]
