import pytest

from goldthread.base.access.table import can
from goldthread.loop.findings.models import Finding
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    FindingFactory,
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
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db


def seen_by(user):
    return list(Finding.objects.visible_to(user).order_by("pk"))


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def activity(board):
    return ActivityFactory(board=board)


def test_the_boards_own_people_read_its_findings_once_each(board, activity):
    finding = FindingFactory(activity=activity)
    FindingFactory()

    readers = [
        board_team(board),
        chair(board),
        scrutineer(board),
        group_member(GroupFactory(boards=[board, BoardFactory()])),
    ]

    assert [seen_by(reader) for reader in readers] == [[finding]] * 4


def test_an_administrator_and_a_person_without_a_role_see_nothing(activity):
    FindingFactory(activity=activity, released=True)

    assert [seen_by(administrator()), seen_by(UserFactory())] == [[], []]


def test_somebody_who_holds_two_roles_sees_a_finding_once(board, activity):
    finding = FindingFactory(activity=activity)
    both = chair(board, board_team(board))

    assert seen_by(both) == [finding]


def test_an_agency_lead_sees_what_was_released_about_her_own_organisation(
    board, activity
):
    hers, other = OrganisationFactory.create_batch(2, boards=[board])
    released = FindingFactory(activity=activity, released=True, about=[hers, other])
    FindingFactory(activity=activity, released=True, about=[other])
    FindingFactory(activity=activity, about=[hers])

    assert seen_by(agency_lead(hers)) == [released]


def test_what_is_about_every_agency_reaches_the_leads_of_the_boards_partners(
    board, activity
):
    finding = FindingFactory(activity=activity, released=True, about_everyone=True)
    partner, stranger = OrganisationFactory(boards=[board]), OrganisationFactory()

    assert seen_by(agency_lead(partner)) == [finding]
    assert seen_by(agency_lead(stranger)) == []


def test_good_practice_that_was_shared_reaches_the_workforce(board, activity):
    shared = FindingFactory(
        activity=activity,
        released=True,
        kind="strength",
        shared_at=NOW,
        shared_by=UserFactory(),
    )
    partner = OrganisationFactory(boards=[board])

    assert seen_by(practitioner(partner)) == [shared]
    assert seen_by(contributor(partner)) == [shared]
    assert seen_by(practitioner(OrganisationFactory())) == []


def test_a_draft_of_a_restricted_activity_is_seen_only_by_those_named(board):
    activity = ActivityFactory(board=board, restricted=True)
    named = UserFactory()
    name(activity, board_team(board, named))
    draft = FindingFactory(activity=activity)

    assert seen_by(named) == [draft]
    assert seen_by(board_team(board)) == []
    assert seen_by(chair(board)) == []


def test_once_released_it_is_read_on_the_board_like_any_other(board):
    activity = ActivityFactory(board=board, restricted=True)
    finding = FindingFactory(activity=activity, released=True)

    assert seen_by(board_team(board)) == [finding]
    assert can(board_team(board), "reopen", finding) is False


def test_a_board_that_shares_an_activity_reads_its_findings(board, activity):
    neighbour = BoardFactory()
    activity.shared_with.add(neighbour)
    finding = FindingFactory(activity=activity)

    assert seen_by(board_team(neighbour)) == [finding]
    assert can(board_team(neighbour), "agree", finding) is False


def test_an_appointment_that_has_ended_opens_nothing(board, activity):
    FindingFactory(activity=activity)
    left = board_team(board)
    left.appointments.update(since="2020-01-01", until="2020-12-31")

    assert seen_by(left) == []
