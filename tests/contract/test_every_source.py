"""What each source must have, whatever it is: the tests run over the register."""

import re
from datetime import date
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from goldthread.base.access.checks import routes
from goldthread.base.access.table import rows
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import STEPS
from goldthread.loop.activities import rules
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    agency_lead,
    board_team,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 18)
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
names = count()


def slug_of(module):
    return module.rpartition(".")[2]


@pytest.fixture(params=settings.SOURCES, ids=slug_of)
def module(request):
    """Where the source lives: goldthread.sources.…"""
    return request.param


@pytest.fixture
def source(module):
    """What it says of itself in the register."""
    return rules.SOURCES[slug_of(module)]


def steps_of(module):
    return [
        step
        for steps in STEPS.values()
        for step in steps.values()
        if step.run.__module__.startswith(f"{module}.")
    ]


def told(module, *, agencies):
    """A board with so many organisations, for which the source builds its demo."""
    board = BoardFactory()
    GroupFactory(boards=[board])
    team = board_team(board, UserFactory(name=f"Manager Surname{next(names)}"))
    for _ in range(agencies):
        number = next(names)
        agency = OrganisationFactory(name=f"Agency{number}", boards=[board])
        agency_lead(agency, UserFactory(name=f"Lead Surname{number}"))
    import_module(f"{module}.demo").build_demo(board, team=team, on=TODAY)
    return board, team


def test_it_says_what_it_is_and_what_it_stands_on(source):
    assert all((source.label, source.basis, source.way in rules.WAY_WORDS))


def test_its_summary_works_before_anything_has_happened(source):
    said = source.summarise(board=BoardFactory(), **YEAR)

    assert said != {}
    assert set(said.values()) == {0}


def test_its_summary_counts_what_happened_on_the_board_alone(module, source):
    board, _ = told(module, agencies=7)

    assert sum(source.summarise(board=board, **YEAR).values()) > 0
    assert set(source.summarise(board=BoardFactory(), **YEAR).values()) == {0}


def test_its_summary_names_nobody(module, source):
    board, _ = told(module, agencies=7)
    said = source.summarise(board=board, **YEAR)

    people = [
        *User.objects.values_list("name", "email"),
        *Organisation.objects.values_list("name"),
    ]
    words = {word for names in people for name in names for word in name.split()}
    assert words & {word for phrase in said for word in phrase.split()} == set()
    assert {type(number) for number in said.values()} == {int}


def test_its_addresses_are_its_own(module, source):
    urls = import_module(f"{module}.urls")

    assert urls.app_name == slug_of(module)
    assert reverse(source.home) == f"/{slug_of(module)}/"


def test_every_step_has_a_rule_and_a_page(module):
    doors = {getattr(view, "guarded", None) for _, view in routes(get_resolver())}
    steps = steps_of(module)

    assert steps != []
    assert [s.name for s in steps if not s.alone and not rows(s.label, s.name)] == []
    assert [s.name for s in steps if (s.label, s.name) not in doors] == []


def test_every_page_of_a_step_ends_in_its_name(module):
    ends = {
        (view.guarded, address.rstrip("/").rpartition("/")[2])
        for address, view in routes(get_resolver())
        if hasattr(view, "guarded")
    }

    assert [
        s.name for s in steps_of(module) if ((s.label, s.name), s.name) not in ends
    ] == []


def test_its_list_takes_the_same_statements_with_3_rows_and_with_30(
    module, source, sign_in, statements
):
    home = reverse(source.home)
    taken = []
    for agencies in (3, 30):
        _, team = told(module, agencies=agencies)
        client = sign_in(team)
        statements(client, home)  # the first page of a session finds her board
        taken.append(statements(client, home))
        assert client.get(home).context["page"].paginator.count >= agencies

    assert taken[0] == taken[1]
    assert taken[0] <= 10


def test_its_list_says_what_to_do_while_it_is_empty(source, sign_in):
    page = sign_in(board_team(BoardFactory())).get(reverse(source.home))

    assert page.status_code == 200
    assert page.context["page"].paginator.count == 0
    assert page.context["empty"] not in {"", "Nothing here yet."}


def test_nothing_else_in_the_repository_names_it(module):
    slug = slug_of(module)
    own, settings_file = (
        ROOT / "goldthread/sources" / slug,
        ROOT / "goldthread/site/settings.py",
    )
    named = [
        str(path.relative_to(ROOT))
        for pattern in ("*.py", "*.html")
        for path in (ROOT / "goldthread").rglob(pattern)
        if own not in path.parents
        and path != settings_file
        and re.search(rf"\b{slug}\b", path.read_text("utf-8"))
    ]

    assert named == []
