import pytest

from goldthread.base.access.table import can
from goldthread.loop.actions.models import Action, Programme, Recommendation
from tests.factories import (
    ActionFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RecommendationFactory,
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
ON_AN_ACTION = {
    "view",
    "export",
    "assign",
    "begin",
    "submit_evidence",
    "verify",
    "send_back",
    "edit",
    "extend",
    "withdraw",
    "reopen",
    "de_escalate",
}


@pytest.fixture
def action():
    return ActionFactory(programme=None)


def may(person, record, actions):
    return {action for action in actions if can(person, action, record)}


READ = {"view", "export"}
VERIFY = {"verify", "send_back"}
DO = {"begin", "submit_evidence"}
MANAGE = {"edit", "assign", "extend", "withdraw", "reopen"}


def test_what_the_board_may_do_with_an_action(action):
    board = action.board
    of_both = board_team(board, practitioner(action.organisation))

    assert {
        "team": may(board_team(board), action, ON_AN_ACTION),
        "of its agency too": may(of_both, action, ON_AN_ACTION),
        "chair": may(chair(board), action, ON_AN_ACTION),
        "member": may(group_member(GroupFactory(boards=[board])), action, ON_AN_ACTION),
        "scrutineer": may(scrutineer(board), action, ON_AN_ACTION),
    } == {
        "team": READ | VERIFY | MANAGE | DO,
        "of its agency too": READ | MANAGE,
        "chair": READ | VERIFY | {"reopen"},
        "member": READ | VERIFY,
        "scrutineer": READ,
    }


def test_what_its_organisation_may_do_with_it(action):
    owner = action.organisation
    person = contributor(owner)
    action.person = person
    action.save()

    assert {
        "lead": may(agency_lead(owner), action, ON_AN_ACTION),
        "person": may(person, action, ON_AN_ACTION),
        "contributor": may(contributor(owner), action, ON_AN_ACTION),
        "practitioner": may(practitioner(owner), action, ON_AN_ACTION),
    } == {
        "lead": READ | DO | {"assign"},
        "person": READ | DO,
        "contributor": set(),
        "practitioner": set(),
    }


def test_nobody_else_sees_it(action):
    other_board = BoardFactory()
    others = [
        agency_lead(OrganisationFactory(boards=[action.board])),
        board_team(other_board),
        chair(other_board),
        group_member(GroupFactory(boards=[other_board])),
        administrator(),
    ]

    assert [may(person, action, ON_AN_ACTION) for person in others] == [set()] * 5


def test_a_group_that_boards_share_sees_the_actions_of_both():
    mine, yours = BoardFactory(), BoardFactory()
    member = group_member(GroupFactory(boards=[mine, yours]))
    seen = {
        ActionFactory(recommendation__theme__board=board).pk for board in (mine, yours)
    }
    ActionFactory()

    actions = Action.objects.visible_to(member)
    assert {action.pk for action in actions} == seen


def test_an_owner_follows_the_thread_to_the_recommendation_and_the_programme(action):
    action.programme = ProgrammeFactory(board=action.board)
    action.save()
    RecommendationFactory(theme=action.recommendation.theme)
    ProgrammeFactory(board=action.board)
    lead = agency_lead(action.organisation)

    assert list(Recommendation.objects.visible_to(lead)) == [action.recommendation]
    assert list(Programme.objects.visible_to(lead)) == [action.programme]
    assert may(
        lead, action.recommendation, {"raise_action", "edit_recommendation"}
    ) == (set())
    assert not can(lead, "edit_programme", action.programme)


def test_a_contributor_follows_the_thread_of_what_she_was_given_alone(action):
    hers = ActionFactory(organisation=action.organisation)
    hers.person = contributor(action.organisation)
    hers.save()

    assert list(Action.objects.visible_to(hers.person)) == [hers]
    assert list(Recommendation.objects.visible_to(hers.person)) == [hers.recommendation]


def test_an_organisation_with_several_actions_is_listed_a_recommendation_once(action):
    ActionFactory(
        recommendation=action.recommendation, organisation=action.organisation
    )
    lead = agency_lead(action.organisation)

    assert list(Recommendation.objects.visible_to(lead)) == [action.recommendation]


def test_who_opens_what_an_organisation_owes(action):
    owner, board = action.organisation, action.board
    welcome = [
        agency_lead(owner),
        contributor(owner),
        board_team(board),
        chair(board),
        scrutineer(board),
        group_member(GroupFactory(boards=[board])),
    ]
    others = [
        practitioner(owner),
        agency_lead(OrganisationFactory(boards=[board])),
        board_team(BoardFactory()),
        administrator(),
    ]

    assert [can(person, "obligations", owner) for person in welcome] == [True] * 6
    assert [can(person, "obligations", owner) for person in others] == [False] * 4
