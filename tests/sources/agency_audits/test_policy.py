import pytest

from goldthread.base.access.table import can
from goldthread.base.states import open_to
from goldthread.sources.agency_audits.models import AgencyAudit
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
    restrict,
    scrutineer,
)

pytestmark = pytest.mark.django_db


def seen_by(person):
    return list(AgencyAudit.objects.visible_to(person))


def steps(person, audit):
    return [step.name for step in open_to(person, audit)]


def test_the_boards_people_and_the_agencys_lead_read_it(here, audit_of):
    audit = audit_of("returned")
    readers = [
        here.team,
        here.member,
        here.lead,
        chair(here.board),
        scrutineer(here.board),
        group_member(GroupFactory(boards=[here.board])),
    ]

    assert [seen_by(reader) for reader in readers] == [[audit]] * 6


def test_nobody_else_does(here, audit_of):
    audit_of("returned")
    strangers = [
        board_team(BoardFactory()),
        agency_lead(OrganisationFactory(boards=[here.board])),
        contributor(here.agency),
        administrator(),
        UserFactory(),
    ]

    assert [seen_by(stranger) for stranger in strangers] == [[]] * 5


def test_what_the_agency_keeps_to_the_group_the_chair_does_not_read(here, audit_of):
    audit = audit_of("returned", disclosure="group")

    assert seen_by(chair(here.board)) == seen_by(scrutineer(here.board)) == []
    assert seen_by(here.member) == [audit]


def test_of_a_restricted_activity_only_those_named_see_and_act(here, audit_of):
    audit = audit_of("returned")
    restrict(here.activity)
    named = board_team(here.board)
    name(here.activity, named)

    assert [seen_by(p) for p in (here.team, here.member, here.lead)] == [[], [], []]
    assert seen_by(named) == [audit]
    assert can(named, "triage", audit) is True
    name(here.activity, here.lead)
    assert seen_by(here.lead) == [audit]


def test_a_board_that_shares_the_activity_or_the_return_reads_and_does_not_act(
    here, audit_of
):
    neighbour, other = BoardFactory(), BoardFactory()
    audit = audit_of("returned")
    here.activity.shared_with.add(neighbour)
    audit.shared_with.add(other)

    for board in (neighbour, other):
        reader = board_team(board)
        assert seen_by(reader) == [audit]
        assert steps(reader, audit) == []


def test_each_is_offered_what_is_hers_to_do_now(here, audit_of):
    audit = audit_of("returned")

    assert steps(here.lead, audit) == ["share_with"]
    assert steps(here.member, audit) == ["triage"]
    assert steps(here.team, audit) == ["triage", "give_feedback"]


def test_the_first_step_offered_to_the_agency_is_to_fill_it_in(here, audit_of):
    assert steps(here.lead, audit_of()) == [
        "fill",
        "add_action",
        "send",
        "not_done",
        "share_with",
    ]


def test_nobody_of_the_agency_judges_her_own_organisations_return(here, audit_of):
    both = board_team(here.board, contributor(here.agency))

    assert steps(both, audit_of("returned")) == []
    assert steps(both, audit_of("reported")) == []
