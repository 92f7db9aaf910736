from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldthread.loop.reports import queries, workflow
from goldthread.loop.reports.models import Paper
from tests.factories import (
    ActionFactory,
    BoardFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    board_team,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def board():
    return BoardFactory()


def action_of(board, **more):
    return ActionFactory(
        recommendation=RecommendationFactory(theme=ThemeFactory(board=board)),
        organisation=OrganisationFactory(boards=[board]),
        raised_on=LONG_AGO,
        **more,
    )


def test_the_rest_of_the_day_a_paper_was_issued_on_is_in_the_next(board):
    today, team = timezone.localdate(), board_team(board)
    paper = workflow.draft_paper(
        board, by=team, title="Now", since=LONG_AGO, until=today
    )
    workflow.issue(paper, by=team)

    assert queries.next_period(board, on=today + timedelta(days=90))[0] == today
    Paper.objects.update(until=today - timedelta(days=1))
    assert queries.next_period(board, on=today + timedelta(days=90))[0] == today


def test_what_is_verified_complete_is_no_longer_told_as_escalated(board):
    action_of(board, verified=True, escalated=True)
    action_of(board, escalated=True)

    told = queries.facts(board, since=LONG_AGO, until=timezone.localdate())

    assert sorted(a["escalated"] for a in told["actions"]) == [False, True]


def test_nothing_is_overdue_before_its_day_in_a_period_that_goes_on(board):
    today = timezone.localdate()
    action_of(board, due_on=today + timedelta(days=10))

    told = queries.facts(board, since=LONG_AGO, until=today + timedelta(days=90))

    assert [action["overdue"] for action in told["actions"]] == [False]
    assert [(owed["owed"], owed["overdue"]) for owed in told["obligations"]] == [(1, 0)]
