"""Findings, as a program reads them."""

import pytest

from goldthread.loop.findings.models import Finding
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    board_team,
    name,
)
from tests.programs import reading

pytestmark = pytest.mark.django_db
AT = "/api/v1/findings"


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def browser(board, team):
    return reading(board, "findings", holder=team)


def keys(browser, asked=""):
    answer = browser.get(f"{AT}{asked}")
    assert answer.status_code == 200
    return [each["key"] for each in answer.json()["items"]]


def test_a_finding_is_told_as_it_was_recorded(board, browser):
    agency = OrganisationFactory(name="Health", boards=[board])
    finding = FindingFactory(
        activity__board=board,
        about=[agency],
        reference="A/1",
        meaning="Children wait.",
        number=12,
    )
    finding.refresh_from_db()

    assert browser.get(AT).json() == {
        "count": 1,
        "limit": 100,
        "offset": 0,
        "items": [
            {
                "key": finding.pk,
                "reference": "A/1",
                "kind": finding.kind,
                "state": "drafted",
                "way": finding.way,
                "text": finding.text,
                "meaning": "Children wait.",
                "about": ["Health"],
                "about_everyone": False,
                "method": finding.method,
                "number": 12,
                "written": finding.written,
                "earliest": finding.earliest and finding.earliest.isoformat(),
                "latest": finding.latest and finding.latest.isoformat(),
                "published": finding.published,
                "characteristics": [],
                "help_stage": "",
            }
        ],
    }


def test_they_come_in_the_order_in_which_they_were_recorded(board, browser):
    made = FindingFactory.create_batch(5, activity__board=board)

    assert keys(browser, "?limit=2&offset=1") == [made[1].pk, made[2].pk]


@pytest.mark.parametrize("released", [False, True])
def test_nothing_of_a_restricted_activity_is_told_even_to_who_is_named(
    board, team, browser, released
):
    restricted = ActivityFactory(board=board, restricted=True)
    name(restricted, team)
    finding = FindingFactory(activity=restricted, released=released)
    assert Finding.objects.visible_to(team).get() == finding

    assert keys(browser) == []


def test_what_was_withdrawn_is_not_told(board, browser):
    FindingFactory(activity__board=board, state="withdrawn")

    assert keys(browser) == []


def test_a_token_is_of_one_board_whatever_else_its_holder_sees(team, browser):
    far = BoardFactory()
    board_team(far, team)
    FindingFactory(activity__board=far)

    assert keys(browser) == []
    assert Finding.objects.visible_to(team).count() == 1


def test_thirty_take_the_same_statements_as_three(board, browser, statements):
    taken = []
    for many in (3, 27):
        for _ in range(many):
            about = [OrganisationFactory(boards=[board])]
            FindingFactory(activity__board=board, about=about)
        taken.append(statements(browser, AT))

    assert taken[0] == taken[1]
    assert taken[0] <= 10
