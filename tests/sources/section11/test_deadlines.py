"""A day ends at midnight in England, in the nights in which the clocks change, too."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.sources.section11 import workflow

pytestmark = pytest.mark.django_db
BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)


def closed(here, day):
    """A return of a cycle that closed on this day, half done."""
    here.cycle = here.plan(opens=day - timedelta(days=90), closes=day, title="Night")
    assessment = here.confirmed()
    workflow.close_cycle(here.cycle, by=here.team)
    assessment.refresh_from_db()
    return assessment


def fill_at(here, assessment, instant):
    today = timezone.localdate(datetime.fromisoformat(instant))
    answers = {"s1.1": {"said": "2"}}
    workflow.fill(assessment, by=here.lead, answers=answers, on=today)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (BACK, "2026-10-25T00:30:00+00:00"),  # the hour that comes twice, first time
        (BACK, "2026-10-25T01:30:00+00:00"),  # and second time
        (BACK, "2026-10-25T23:59:59+00:00"),
        (FORWARD, "2027-03-28T22:59:59+00:00"),
    ],
)
def test_the_last_day_is_taken_to_its_last_second(here, day, last):
    assessment = closed(here, day)

    fill_at(here, assessment, last)

    assert assessment.answers.get().said == "2"


@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        (BACK, "2026-10-26T00:00:00+00:00"),
        (FORWARD, "2027-03-28T23:00:00+00:00"),
    ],
)
def test_the_second_after_it_is_late(here, day, next_day):
    assessment = closed(here, day)

    with pytest.raises(ValidationError, match="The cycle is closed"):
        fill_at(here, assessment, next_day)

    assert assessment.answers.count() == 0
