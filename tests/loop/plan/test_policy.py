from datetime import date

import pytest

from goldthread.base.access.table import can
from goldthread.base.people.models import Board
from goldthread.loop.plan import workflow
from goldthread.loop.plan.models import Framework, Intention, Line, Year
from tests.factories import (
    GroupFactory,
    IntentionFactory,
    LineFactory,
    MeetingFactory,
    OrganisationFactory,
    PriorityFactory,
    YearFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(kingston, groups):
    trust = OrganisationFactory(boards=[kingston])
    return {
        "team": board_team(kingston),
        "chair": chair(kingston),
        "member": group_member(groups["qasg"]),
        "scrutineer": scrutineer(kingston),
        "lead": agency_lead(trust),
        "contributor": contributor(trust),
        "practitioner": practitioner(trust),
        "administrator": administrator(),
        "stranger": board_team(YearFactory().board),
        "strange_lead": agency_lead(OrganisationFactory()),
    }


READERS = {"team", "chair", "member", "scrutineer"}
AGENCY = {"lead", "contributor"}


def who_may(people, action, record):
    return {name for name, person in people.items() if can(person, action, record)}


def test_the_framework_is_read_on_its_board_and_by_the_agencies_that_work_with_it(
    people, framework
):
    assert who_may(people, "view", framework) == READERS | AGENCY
    assert who_may(people, "view", framework.lines.first()) == READERS | AGENCY


def test_only_the_board_team_changes_the_framework(people, framework):
    line = framework.lines.first()

    assert who_may(people, "change_line", line) == {"team"}
    for action in ("share_framework", "add_line"):
        assert who_may(people, action, framework) == {"team"}


def test_the_year_is_read_on_its_board_and_not_by_agencies(people, kingston, year):
    records = (
        year,
        PriorityFactory(year=year),
        IntentionFactory(year=year),
        MeetingFactory(board=kingston),
    )
    for record in records:
        assert who_may(people, "view", record) == READERS
    assert who_may(people, "export", records[2]) == READERS
    assert who_may(people, "see_plan", kingston) == READERS


@pytest.mark.parametrize(
    ("factory", "actions"),
    [
        (YearFactory, ("add_priority", "add_intention", "make_calendar")),
        (
            PriorityFactory,
            ("edit_priority", "serve", "remove_priority", "restore_priority"),
        ),
        (IntentionFactory, ("edit_intention", "start", "drop", "reinstate")),
        (MeetingFactory, ("move_meeting",)),
    ],
)
def test_only_the_board_team_plans(people, kingston, factory, actions):
    direct = factory in {YearFactory, MeetingFactory}
    record = factory(**{"board" if direct else "year__board": kingston})

    for action in actions:
        assert who_may(people, action, record) == {"team"}


def test_only_the_board_team_begins_on_the_board(people, kingston):
    for action in ("adopt_framework", "open_year", "add_meeting"):
        assert who_may(people, action, kingston) == {"team"}


def test_a_shared_framework_is_seen_by_the_people_of_each_board(
    kingston, richmond, framework, ada
):
    rita, their_chair = board_team(richmond), chair(richmond)
    their_lead = agency_lead(OrganisationFactory(boards=[richmond]))
    theirs = (rita, their_chair, their_lead)
    assert [can(person, "view", framework) for person in theirs] == [False] * 3

    workflow.share_framework(framework, by=ada, board=richmond)
    assert [can(person, "view", framework) for person in theirs] == [True, False, False]
    assert can(rita, "view", framework.lines.first())
    assert not can(rita, "change_line", framework.lines.first())

    workflow.adopt_framework(
        richmond, by=rita, framework=framework, on=date(2016, 9, 1)
    )
    assert [can(person, "view", framework) for person in theirs] == [True] * 3
    assert can(rita, "change_line", framework.lines.first())


def test_a_shared_framework_is_listed_once(kingston, richmond, framework):
    workflow.share_framework(framework, by=board_team(kingston), board=richmond)
    both = board_team(richmond, board_team(kingston))
    workflow.adopt_framework(
        richmond, by=both, framework=framework, on=date(2016, 9, 1)
    )

    assert list(Framework.objects.visible_to(both)) == [framework]
    assert Line.objects.visible_to(both).count() == 11


def test_a_board_that_left_still_reads_what_it_worked_by(kingston, ada, framework):
    workflow.adopt_framework(kingston, by=ada, edition="wt2023", on=date(2024, 1, 1))

    assert can(ada, "view", framework)
    assert not can(ada, "change_line", framework.lines.first())


def test_lists_hold_only_what_she_may_see(kingston, ada):
    mine = IntentionFactory(year__board=kingston)
    IntentionFactory()
    LineFactory()
    GroupFactory()

    assert list(Intention.objects.visible_to(ada)) == [mine]
    assert list(Year.objects.visible_to(ada)) == [mine.year]
    assert list(Line.objects.visible_to(ada)) == []
    assert Board.objects.count() > 1
