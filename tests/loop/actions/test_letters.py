import pytest

from goldthread.base.post.models import Letter
from goldthread.loop.actions import workflow
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    BoardFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    agency_lead,
    board_team,
    contributor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Met Police", boards=[board])


@pytest.fixture
def action(board, police):
    theme = ThemeFactory(board=board)
    return ActionFactory(
        recommendation=RecommendationFactory(theme=theme), organisation=police
    )


def written_to(person):
    return Letter.objects.filter(to=person).count()


def test_whoever_gets_an_action_back_hears_of_it_again(action, police):
    lead, first, second = agency_lead(police), contributor(police), contributor(police)

    for person in (first, second, first):
        workflow.assign(action, by=lead, person=person, on=TODAY)

    assert (written_to(first), written_to(second)) == (2, 1)


def test_its_owner_hears_of_an_action_reopened_by_the_day_it_had(action, board, police):
    lead, team = agency_lead(police), board_team(board)
    workflow.assign(action, by=lead, person=lead, on=TODAY)
    workflow.withdraw(action, by=team, reason="A mistake.", on=TODAY)

    workflow.reopen(action, by=team, due_on=action.due_on, reason="It was.", on=TODAY)

    assert written_to(lead) == 2
