from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.loop.impact.assessments import queries, workflow
from goldthread.loop.impact.assessments.models import Assessment
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    AssessmentFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    YearFactory,
    agency_lead,
    board_team,
    chair,
    scrutineer,
)

pytestmark = pytest.mark.django_db
JUDGED = {
    "stage": "early_help",
    "judgement": "partly",
    "evidence": "Six of ten families say that it helped.",
}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def year(board):
    return YearFactory(board=board)


@pytest.mark.parametrize("who", [board_team, chair])
def test_the_team_and_the_chair_assess_the_help_of_a_year(board, year, who):
    by = who(board)

    assessment = workflow.assess_help(year, by=by, on=TODAY, **JUDGED)

    assert str(assessment) == "Early help: partly effective"
    assert (assessment.assessed_on, assessment.assessed_by) == (TODAY, by)
    assert [str(e) for e in Entry.objects.about(year)] == [
        f"{by} assess_help plan.year {year.pk}"
    ]


def test_nobody_else_assesses_it(board, year):
    strangers = (
        scrutineer(board),
        board_team(BoardFactory()),
        agency_lead(OrganisationFactory(boards=[board])),
    )

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            workflow.assess_help(year, by=stranger, on=TODAY, **JUDGED)
    assert list(Assessment.objects.all()) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"stage": "later"}, "stage"),
        ({"judgement": "splendid"}, "judgement"),
    ],
)
def test_it_is_refused_without_what_shows_it_or_in_other_words(
    board, year, given, field
):
    with pytest.raises(ValidationError) as refused:
        workflow.assess_help(
            year, by=board_team(board), on=TODAY, **{**JUDGED, **given}
        )

    assert list(refused.value.message_dict) == [field]


def test_only_the_boards_own_people_read_it(board, year):
    assessment = AssessmentFactory(year=year)

    readers = (scrutineer(board), chair(BoardFactory()))
    seen = [list(Assessment.objects.visible_to(reader)) for reader in readers]

    assert seen == [[assessment], []]


def test_a_later_assessment_replaces_the_one_before(board, year):
    AssessmentFactory(year=year, assessed_on=date(2026, 11, 16), judgement="unknown")
    later = AssessmentFactory(year=year)
    AssessmentFactory(year=year, assessed_on=date(2026, 11, 15), judgement="unknown")
    november = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}

    (early_help, *_) = queries.help_in(year, chair(board))

    assert early_help.assessed == later
    assert queries.assessed_between(board, **november) == [later]


def test_each_stage_counts_what_was_found_of_it_in_the_year(board, year):
    activity = ActivityFactory(board=board)
    said = {"earliest": date(2026, 5, 1), "latest": date(2026, 5, 31)}
    FindingFactory(activity=activity, help_stage="early_help", **said)
    FindingFactory(activity=activity, help_stage="early_help", kind="strength", **said)
    FindingFactory(activity=activity, help_stage="child_in_need", state="withdrawn")
    FindingFactory(activity=activity)
    FindingFactory(help_stage="early_help", **said)

    stages = [each.stage for each in queries.help_in(year, chair(board))]

    assert [(s.label, s.strengths, s.concerns) for s in stages] == [
        ("Early help", 1, 1),
        ("Child in need", 0, 0),
        ("Child protection", 0, 0),
        ("Looked after", 0, 0),
        ("Leaving care", 0, 0),
        ("All stages", 0, 0),
    ]


def test_a_year_whose_help_nobody_has_assessed_is_a_hole(year):
    assert queries.missing(year) == [
        "Nobody has assessed yet how effective help is in 2026/27."
    ]
    AssessmentFactory(year=year)

    assert queries.missing(year) == []
    assert queries.missing(None) == []
