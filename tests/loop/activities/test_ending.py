"""Activities called off, and how a review says it was conducted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState, open_to
from goldthread.loop.activities import queries, workflow
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import Way
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    FrameworkFactory,
    IntentionFactory,
    LineFactory,
    YearFactory,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def planned(board):
    return IntentionFactory(year=YearFactory(board=board))


@pytest.fixture
def started(planned, team):
    return workflow.start_activity(
        planned, by=team, title="Dip sample", way=Way.MULTI_AGENCY_AUDIT
    )


def call_off(activity, team):
    workflow.call_off(activity, by=team, reason="The auditor left.")


def test_an_activity_called_off_says_why_and_gives_its_plan_back(
    started, planned, team
):
    call_off(started, team)

    planned.refresh_from_db()
    assert (started.state, started.called_off_because) == (
        State.CALLED_OFF,
        "The auditor left.",
    )
    assert planned.state == "planned"
    assert [e.words for e in Entry.objects.about(planned)][-1] == (
        "Its activity was called off"
    )


def test_what_the_year_planned_stays_started_while_another_activity_does_it(
    started, planned, board, team
):
    ActivityFactory(board=board, intention=planned)

    call_off(started, team)

    planned.refresh_from_db()
    assert planned.state == "started"


def test_an_activity_is_done_after_all(started, planned, team):
    call_off(started, team)

    workflow.plan_again(started, by=team)

    planned.refresh_from_db()
    assert (started.state, started.called_off_because) == (State.PLANNED, "")
    assert planned.state == "started"


def test_an_activity_without_a_plan_is_called_off_and_planned_again(board, team):
    activity = ActivityFactory(board=board)

    call_off(activity, team)
    workflow.plan_again(activity, by=team)

    assert activity.state == State.PLANNED


def test_nothing_is_called_off_while_an_organisation_is_asked_for_it(started, team):
    ContributionFactory(activity=started, organisation__name="Met Police")

    with pytest.raises(ValidationError) as refused:
        call_off(started, team)

    assert refused.value.messages == [
        "Still owed by Met Police. Receive or withdraw what was asked first."
    ]
    assert Activity.objects.get().state == State.PLANNED


def test_an_activity_is_called_off_with_a_reason_by_its_own_board_team(
    board, started, team
):
    for stranger in (chair(board), board_team(BoardFactory())):
        with pytest.raises(PermissionDenied):
            call_off(started, stranger)
    with pytest.raises(ValidationError) as refused:
        workflow.call_off(started, by=team, reason=" ")
    assert refused.value.message_dict == {"reason": ["Say why it is called off."]}

    call_off(started, team)

    with pytest.raises(WrongState):
        call_off(started, team)
    with pytest.raises(WrongState):
        workflow.begin(started, by=team)


def test_what_is_called_off_is_not_in_the_year_ahead(board, team):
    days = (date(2026, 12, 1), date(2026, 12, 31))
    activity = ActivityFactory(board=board, ends_on=date(2026, 12, 10))
    assert len(queries.year_ahead(team, board, *days)) == 1

    call_off(activity, team)

    assert queries.year_ahead(team, board, *days) == []


# --- How a review is conducted ----------------------------------------------------------


@pytest.fixture
def review(board):
    line = LineFactory(framework=FrameworkFactory(boards=[board]), way=Way.CASE_REVIEW)
    return ActivityFactory(
        board=board, line=line, way=Way.CASE_REVIEW, state=State.UNDER_WAY
    )


HOW = ["A timeline of nine agencies.", "", "Practitioners told it themselves.", "", " "]


def test_a_review_says_how_it_meets_what_the_framework_asks(review, team):
    asked = queries.asked_of_a_review(review, on=TODAY)
    assert len(asked) == 5

    workflow.conduct(review, by=team, said=HOW, on=TODAY)

    assert review.conduct == [
        {"asked": asks, "how": how.strip()}
        for asks, how in zip(asked, HOW, strict=True)
    ]
    assert review.conduct_said == "2 of 5"


def test_a_review_goes_on_saying_what_it_said_under_another_framework(review, team):
    workflow.conduct(review, by=team, said=HOW, on=TODAY)
    asked = [each["asked"] for each in review.conduct]
    review.line.framework.edition = "gone"
    review.line.framework.save()

    assert queries.asked_of_a_review(review, on=TODAY) == asked


def test_a_review_of_no_line_is_asked_what_the_boards_framework_asks(review, team):
    review.line = None

    assert len(queries.asked_of_a_review(review, on=TODAY)) == 5


def test_a_board_without_a_framework_is_told_that_nothing_is_asked(team, board):
    review = ActivityFactory(
        board=board, way=Way.SERIOUS_CASE_REVIEW, state=State.UNDER_WAY
    )

    with pytest.raises(ValidationError, match="does not say how reviews are to be"):
        workflow.conduct(review, by=team, said=[], on=TODAY)


def test_saying_nothing_of_how_a_review_is_conducted_is_refused(review, team):
    with pytest.raises(ValidationError, match="Say of one of them at least"):
        workflow.conduct(review, by=team, said=[" "] * 5, on=TODAY)

    assert Activity.objects.get(pk=review.pk).conduct == []
    assert review.conduct_said == "Not said yet"


def test_only_the_team_says_it_and_only_of_a_review(board, review, team):
    audit = ActivityFactory(board=board, state=State.UNDER_WAY)

    with pytest.raises(PermissionDenied):
        workflow.conduct(review, by=chair(board), said=HOW, on=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.conduct(audit, by=team, said=HOW, on=TODAY)
    assert "conduct" not in [step.name for step in open_to(team, audit)]
    assert audit.conduct_said == ""
