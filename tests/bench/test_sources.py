"""What a source says is to be measured can be made, at any size, and asked for."""

from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Organisation
from goldthread.bench import sources
from goldthread.bench.filled import filled
from goldthread.bench.seeding import people
from goldthread.bench.serving import session_of
from tests.conftest import TODAY

PAGE = """
<form action="/sign_out/"><input type="hidden" name="csrf" value="1"></form>
<form method="post"><input type="hidden" name="csrf" value="2">
<input type="radio" name="said" value="1"><input type="radio" name="said" value="2" checked>
<input type="checkbox" name="shown" value="7" checked><input type="checkbox" name="shown" value="8">
<textarea name="words">As &amp; when</textarea></form>
"""
MEASURED = [s for each in settings.SOURCES if (s := sources.named(each.split(".")[-1]))]


def test_a_form_is_sent_as_it_stands_with_what_is_typed():
    sent = filled(PAGE, {"words": "New"})

    assert sent == "csrf=2&said=2&shown=7&words=New"


def test_a_page_without_such_a_form_is_refused():
    with pytest.raises(LookupError, match="No form asks for impact"):
        filled(PAGE, {"impact": "None"})


def test_only_a_source_that_says_so_is_measured():
    assert sources.named("findings") is None
    assert MEASURED != []


@pytest.fixture(params=MEASURED)
def source(request):
    return import_module(request.param)


@pytest.fixture
def small(source):
    """Its smallest size with fewer organisations, filled; what was measured meanwhile."""
    size = next(iter(source.SIZES.values()))._replace(organisations=6)
    with trusted():
        people.seed(
            boards=size.boards,
            organisations=size.organisations,
            kinds=size.kinds,
            shared=1,
        )
        return [run() for _, _, run in source.prepare(size, on=TODAY)]


@pytest.mark.django_db
def test_a_size_is_filled(source, small):
    assert small == [None]
    assert Organisation.objects.count() == 6


@pytest.mark.django_db
def test_every_operation_is_answered(source, small):
    with trusted():
        operations = source.operations(next(iter(source.SIZES)))

    for each in operations:
        who, path = each.asks[0]
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who)
        page = client.get(path)
        assert (each.name, page.status_code) == (each.name, 200)
        if each.types:
            body = filled(page.content.decode(), each.types)
            kind = "application/x-www-form-urlencoded"
            assert client.post(path, body, content_type=kind).status_code == 302
