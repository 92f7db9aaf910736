from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from goldthread.loop.actions import workflow as actions
from goldthread.loop.activities import workflow as activities
from goldthread.loop.findings.models import Finding
from goldthread.loop.reports import queries, workflow
from goldthread.loop.reports.models import Paper
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    AssessmentFactory,
    BoardFactory,
    BriefingFactory,
    FindingFactory,
    FrameworkFactory,
    LineFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    YearFactory,
    board_team,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def board():
    return BoardFactory()


def facts(board, *, since=LONG_AGO, until=None, on=None):
    today = timezone.localdate()
    return queries.facts(board, since=since, until=until or today, on=on or today)


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
    workflow.issue(paper, by=team, on=timezone.localdate())

    assert queries.next_period(board, on=today + timedelta(days=90))[0] == today
    Paper.objects.update(until=today - timedelta(days=1))
    assert queries.next_period(board, on=today + timedelta(days=90))[0] == today


def test_what_is_verified_complete_is_no_longer_told_as_escalated(board):
    action_of(board, verified=True, escalated=True)
    action_of(board, escalated=True)

    told = facts(board)

    assert sorted(a["escalated"] for a in told["actions"]) == [False, True]


def test_nothing_is_overdue_before_its_day_in_a_period_that_goes_on(board):
    today = timezone.localdate()
    action_of(board, due_on=today + timedelta(days=10))

    told = facts(board, until=today + timedelta(days=90))

    assert [action["overdue"] for action in told["actions"]] == [False]
    assert [(owed["owed"], owed["overdue"]) for owed in told["obligations"]] == [(1, 0)]


# --- A period that is over --------------------------------------------------------------

SEPTEMBER = {"since": date(2026, 9, 1), "until": date(2026, 9, 30)}
NOVEMBER = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
LATER = date(2026, 12, 31)


def told_of(board, **period):
    (told,) = facts(board, on=LATER, **period)["actions"]
    keys = ("unfinished", "completed", "overdue", "state_label")
    return tuple(told[key] for key in keys)


def test_an_action_verified_since_is_told_as_it_stood_in_a_period_that_is_over(board):
    action_of(board, verified=True, due_on=date(2026, 9, 15))  # on 17 November

    label = "Verified complete on 17 November 2026, after this period"
    assert told_of(board, **SEPTEMBER) == (True, False, True, label)


def test_an_action_is_told_once_more_in_the_period_it_is_verified_in(board):
    action_of(board, verified=True)

    assert told_of(board, **NOVEMBER) == (False, True, False, "Verified complete")
    after = {"since": date(2026, 12, 1), "until": LATER}
    assert facts(board, on=LATER, **after)["actions"] == []


def test_an_action_withdrawn_since_was_owed_in_a_period_that_is_over(board):
    team = board_team(board)
    action = action_of(board)
    actions.withdraw(action, by=team, reason="Not wanted.", on=date(2026, 11, 20))

    label = "Withdrawn on 20 November 2026, after this period"
    assert told_of(board, **SEPTEMBER) == (True, False, False, label)
    assert told_of(board, **NOVEMBER) == (False, False, False, "Withdrawn")


def test_an_escalation_that_came_later_is_not_told_of_a_period_that_is_over(board):
    action_of(board, escalated=True)  # on 18 November

    def escalated(period):
        return [a["escalated"] for a in facts(board, on=LATER, **period)["actions"]]

    assert (escalated(SEPTEMBER), escalated(NOVEMBER)) == ([False], [True])


# --- What was closed to the board and is open now ---------------------------------------


def recorded_in_september(activity, **more):
    finding = FindingFactory(activity=activity, **more)
    at = datetime(2026, 9, 10, 9, tzinfo=UTC)
    Finding.objects.filter(pk=finding.pk).update(recorded_at=at)
    return finding


def test_a_finding_released_from_a_restricted_activity_is_told_when_it_is_released(
    board,
):
    activity = ActivityFactory(board=board, restricted=True)
    finding = recorded_in_september(activity, released=True)  # on 18 November

    assert list(queries.learned(board, **NOVEMBER)) == [finding]


def test_a_finding_of_an_activity_opened_to_the_board_is_told_in_that_period(board):
    team = board_team(board)
    activity = ActivityFactory(board=board, restricted=True, lead=team)
    finding = recorded_in_september(activity)
    today = {"since": timezone.localdate(), "until": timezone.localdate()}
    assert list(queries.learned(board, **today)) == []

    activities.unrestrict(activity, by=team)

    assert list(queries.learned(board, **today)) == [finding]


def test_a_finding_told_at_its_release_is_not_told_again_when_all_is_opened(board):
    activity = ActivityFactory(
        board=board, opened_at=datetime(2026, 12, 5, 9, tzinfo=UTC)
    )
    recorded_in_september(activity, released=True)  # told in November

    december = {"since": date(2026, 12, 1), "until": LATER}
    assert list(queries.learned(board, **december)) == []


# --- What was done, told and given ------------------------------------------------------


def test_a_paper_tells_what_was_reported_in_it_and_what_is_under_way(board):
    line = LineFactory(framework=FrameworkFactory(boards=[board]), title="Audits")
    ActivityFactory(
        board=board,
        title="Reported",
        line=line,
        state="reported",
        outcome="met",
        reported_on=date(2026, 11, 2),
    )
    ActivityFactory(board=board, title="Going on", state="under_way")
    for state in ("planned", "called_off", "reported"):
        ActivityFactory(board=board, state=state)
    ActivityFactory(board=board, state="under_way", starts_on=date(2026, 12, 5))
    ActivityFactory(board=board, state="under_way", restricted=True)
    ActivityFactory(state="under_way")

    told = facts(board, on=LATER, **NOVEMBER)["activities"]

    keys = ("title", "line", "outcome_label")
    assert [tuple(each[key] for key in keys) for each in told] == [
        ("Reported", "Audits", "Met"),
        ("Going on", "", ""),
    ]


def test_a_review_that_does_not_say_how_it_was_conducted_is_a_hole(board):
    said = {"board": board, "state": "reported", "reported_on": date(2026, 11, 2)}
    ActivityFactory(way="case_review", title="Review one", **said)
    conduct = [{"asked": "is open", "how": "It was."}]
    ActivityFactory(way="case_review", title="Review two", conduct=conduct, **said)
    ActivityFactory(title="Audit", **said)

    holes = facts(board, on=LATER, **NOVEMBER)["coverage"]

    assert [hole for hole in holes if "conducted" in hole] == [
        "“Review one” does not say how it was conducted."
    ]


def test_a_paper_tells_the_briefings_and_the_assessments_of_its_period(board):
    briefing = BriefingFactory(activity__board=board, told=True)
    assessment = AssessmentFactory(year=YearFactory(board=board))

    told = facts(board, on=LATER, **NOVEMBER)
    before = facts(board, on=LATER, **SEPTEMBER)

    assert [each["title"] for each in told["briefings"]] == [str(briefing)]
    assert [each["evidence"] for each in told["help"]["assessed"]] == [
        assessment.evidence
    ]
    assert (before["briefings"], before["help"]["assessed"]) == ([], [])
    assert len(before["help"]["stages"]) == 6
