"""A return through the cycles, and beside others who stay unknown."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import Grade
from tests.conftest import TODAY
from tests.factories import SelfAssessmentFactory
from tests.sources.section11.conftest import CLOSES, Here

pytestmark = pytest.mark.django_db
LATER = CLOSES + timedelta(days=300)


def again(here, asks="section11_2015"):
    """A second cycle, answered anew and better."""
    cycle = here.plan(asks=asks, title="Again", opens=TODAY, closes=LATER)
    assessment = here.confirmed(cycle)
    here.fill(assessment, here.answers(assessment, said="3"))
    workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.sign(assessment, by=here.senior, on=TODAY)
    return assessment


def lines(assessment, user):
    return {line.key: line for line in queries.through_cycles(assessment, user)[1]}


def test_a_question_that_means_the_same_is_compared(here):
    here.submitted()
    assessment = again(here)

    line = lines(assessment, here.lead)["s1.1"]

    assert [then.percent for then in line.values] == [
        Decimal("100.00"),
        Decimal("66.67"),
    ]
    assert line.change == Decimal("33.33")


def test_no_trend_is_drawn_where_a_question_changed_its_meaning(here):
    here.submitted()
    assessment = again(here, asks="section11_2023")
    walk = assessment.cycle.asked.crosswalk
    changed = {k for c in walk.changes if c.old and not c.kept for k in c.new}

    told = lines(assessment, here.team)

    refused = {
        k for k, line in told.items() if line.values[1].why.startswith("It means")
    }
    assert refused == changed & set(told)
    assert {told[key].change for key in refused} == {None}


def test_a_board_compares_only_what_was_released_to_it(here):
    here.submitted()
    assessment = again(here)

    assert queries.through_cycles(assessment, Here().team) == ([], [])


def others_of(assessment, *percents):
    for percent in percents:
        other = SelfAssessmentFactory(
            cycle=assessment.cycle,
            contribution__received=True,
            sent=True,
            submitted_on=TODAY,
            state="submitted",
        )
        Grade.objects.create(
            assessment=other,
            standard="s1",
            percent=percent,
            answered=4,
            missing=0,
            not_applicable=0,
        )


def test_it_stands_beside_the_middle_of_others(here):
    assessment = here.submitted()
    others_of(assessment, 10, 20, 30, 40, 90)

    first, *_ = queries.beside_others(assessment)

    assert (first.own, first.middle, first.others) == (Decimal("66.67"), 30, 5)
    assert first.words == "30% in the middle of 5 others"


def test_of_fewer_than_five_others_nothing_is_shown(here):
    assessment = here.submitted()
    others_of(assessment, 10, 20, 30, 40)

    first, *_ = queries.beside_others(assessment)

    assert (first.middle, first.others) == (None, None)
    assert first.words == "Fewer than 5 others, so nothing is shown"


def test_the_page_shows_both_and_is_taken_as_a_file(here, sign_in):
    here.submitted()
    assessment = again(here)
    browser = sign_in(here.lead)
    address = reverse("section11:change", args=[assessment.pk])

    page, file = browser.get(address), browser.get(address, {"format": "csv"})

    assert "Beside other organisations" in page.content.decode()
    head = file.content.decode("utf-8-sig").splitlines()[0]
    assert head == "Standard,Code,Question,Again,Section 11"


def test_what_is_not_submitted_is_compared_with_nothing(here, sign_in):
    assessment = here.confirmed()
    address = reverse("section11:change", args=[assessment.pk])

    page = sign_in(here.lead).get(address).content.decode()

    assert "Nothing has been submitted yet." in page
