"""How the standards stand everywhere, what comes up, and opening a cycle of very many."""

import csv
import io

import pytest
from django.urls import reverse

from goldthread.base.access.acting import trusted
from goldthread.base.errands.models import Errand
from goldthread.base.errands.workflow import work
from goldthread.base.people.models import Board, Organisation
from goldthread.sources.section11 import queries, rules, workflow
from goldthread.sources.section11.models import Grade, SelfAssessment, Tally
from tests.conftest import TODAY
from tests.factories import SelfAssessmentFactory, chair, contributor
from tests.sources.section11.conftest import OPENS, Here

pytestmark = pytest.mark.django_db


def graded_others(cycle, *bands, standard="s1"):
    """Returns of other organisations, each in one of these bands of a standard."""
    for band in bands:
        other = SelfAssessmentFactory(
            cycle=cycle,
            contribution__received=True,
            sent=True,
            submitted_on=TODAY,
            state="submitted",
        )
        Grade.objects.create(
            assessment=other,
            standard=standard,
            percent=90 if band == "Green" else 10,
            band=band,
            answered=4,
            missing=0,
            not_applicable=0,
        )


def tallied(cycle, standard="s1"):
    rows = Tally.objects.filter(cycle=cycle, standard=standard, organisations__gt=0)
    return dict(rows.values_list("band", "organisations"))


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


# --- Kept by the database -----------------------------------------------------------------


def test_the_database_counts_each_band_as_a_return_is_submitted(here):
    assessment = here.submitted()

    assert tallied(here.cycle) == {"Amber": 1}
    assert assessment.grades.get(standard="s1").band == "Amber"


def test_a_grade_of_the_board_takes_the_place_of_the_own_one(here):
    assessment = here.submitted()

    Grade.objects.filter(assessment=assessment, standard="s1").update(
        moderated_percent=20, moderated_band="Red"
    )

    assert tallied(here.cycle) == {"Red": 1}


def test_a_grade_that_is_gone_is_counted_no_more(here):
    assessment = here.submitted()

    Grade.objects.filter(assessment=assessment).delete()

    assert tallied(here.cycle) == {}


def test_the_counts_are_what_counting_anew_gives(here):
    here.submitted()
    graded_others(here.cycle, "Green", "Red", "Green", "Amber")
    Grade.objects.filter(band="Red").update(band="Amber")

    bands = list(
        Grade.objects.filter(standard="s1").values_list("band", flat=True).order_by()
    )

    assert tallied(here.cycle) == {band: bands.count(band) for band in set(bands)}


# --- Everywhere ---------------------------------------------------------------------------


def test_counts_that_others_read_are_rounded_to_five():
    assert rules.roughly([2, 13, 28]) == [0, 15, 30]


def test_of_fewer_than_ten_nothing_is_said():
    assert rules.roughly([4, 5]) is None


def test_everybody_who_is_asked_sees_how_the_standards_stand_everywhere(here, sign_in):
    assessment = here.open()
    graded_others(here.cycle, *(["Green"] * 14 + ["Red"] * 6))

    first, second, *_ = queries.everywhere(assessment.cycle)
    page = sign_in(here.lead).get(reverse("section11:everywhere", args=[here.cycle.pk]))

    assert first.told == [
        "about 15 of 20 (75%)",
        "about 0 of 20 (0%)",
        "about 5 of 20 (25%)",
    ]
    assert second.told is None
    assert "about 15 of 20 (75%)" in page.content.decode()
    assert "Fewer than 10 organisations, so nothing is shown" in page.content.decode()


def test_one_more_return_cannot_be_told_from_two_looks(here):
    graded_others(here.cycle, *(["Green"] * 10 + ["Red"] * 10))
    before = [each.told for each in queries.everywhere(here.cycle)]

    graded_others(here.cycle, "Red")

    assert [each.told for each in queries.everywhere(here.cycle)] == before


def test_the_bars_are_of_the_rounded_counts(here):
    graded_others(here.cycle, *(["Green"] * 14 + ["Red"] * 6))

    first = queries.everywhere(here.cycle)[0]

    assert [(strip.x, strip.width) for strip in first.strips] == [(0, 450), (450, 150)]


def test_it_is_taken_as_a_file_as_rounded_as_it_is_shown(here, sign_in):
    graded_others(here.cycle, *(["Green"] * 14 + ["Red"] * 6))
    address = reverse("section11:everywhere", args=[here.cycle.pk])

    head, first, second, *_ = rows_of(
        sign_in(here.team).get(address, {"format": "csv"})
    )

    assert head == ["Standard", "Code", "Green", "Amber", "Red"]
    assert first[1:3] == ["s1", "about 15 of 20 (75%)"]
    assert second[1:] == ["s2", "Too few to show"]


def test_a_board_that_does_not_ask_finds_no_such_page(here, sign_in):
    browser = sign_in(Here().team)

    found = {
        name: browser.get(
            reverse(f"section11:{name}", args=[here.cycle.pk])
        ).status_code
        for name in ("everywhere", "emerging", "grid")
    }

    assert set(found.values()) == {404}


# --- What comes up ------------------------------------------------------------------------


def test_the_question_that_is_furthest_behind_comes_first(here):
    assessment = here.confirmed()
    answers = here.answers(assessment, said="3")
    answers["s3.3"] = {"said": "1", "words": "Nobody has looked at it yet."}
    here.fill(assessment, answers)
    workflow.ask_to_sign(assessment, by=here.lead, on=TODAY, checked=True)
    workflow.sign(assessment, by=here.senior, on=TODAY)

    first, second, *_ = queries.emerging(here.cycle, here.team)

    assert (first.criterion.key, first.rate) == ("s3.3", "1 of 1 (100%)")
    assert second.mean > first.mean


def test_the_written_answers_stand_behind_it(here, sign_in):
    assessment = here.submitted()
    address = reverse("section11:behind", args=[here.cycle.pk, "s1.1"])

    page = sign_in(chair(here.board)).get(address).content.decode()

    assert "As it is written." in page
    assert str(assessment.contribution.organisation) in page


def test_nothing_comes_up_from_what_is_not_submitted(here, sign_in):
    assessment = here.confirmed()
    here.fill(assessment)
    address = reverse("section11:emerging", args=[here.cycle.pk])

    assert queries.emerging(here.cycle, here.team) == []
    assert (
        "No return has been submitted yet"
        in sign_in(here.team).get(address).content.decode()
    )


def test_an_organisation_reads_no_answer_of_another(here):
    here.submitted()
    other = Here()
    other.agency.boards.add(here.board)
    workflow.assign(here.cycle, by=here.team, organisations=[other.agency], on=TODAY)

    told = queries.behind(here.cycle, "s1.1", other.lead)[1]

    assert told == []


def test_a_question_that_is_not_asked_is_missing(here, sign_in):
    address = reverse("section11:behind", args=[here.cycle.pk, "s99.1"])

    assert sign_in(here.team).get(address).status_code == 404


def test_a_contributor_without_a_standard_finds_nothing(here, sign_in):
    here.submitted()
    somebody = contributor(here.agency)
    address = reverse("section11:behind", args=[here.cycle.pk, "s1.1"])

    page = sign_in(somebody).get(address).content.decode()

    assert "As it is written." not in page


# --- Opening a cycle of very many -----------------------------------------------------------


def many(here, number):
    made = Organisation.objects.bulk_create(
        Organisation(name=f"School {each}", kind="school_academy")
        for each in range(number)
    )
    with trusted():
        Board.partners.through.objects.bulk_create(
            Board.partners.through(board=here.board, organisation=each) for each in made
        )
    workflow.assign(here.cycle, by=here.team, kinds=["school_academy"], on=OPENS)


def test_a_large_cycle_is_opened_by_the_worker_who_says_how_far_it_is(here, sign_in):
    many(here, 501)
    address = f"/section11/cycles/{here.cycle.pk}/open_cycle/"

    page = sign_in(here.team).post(address, follow=True).content.decode()
    asked = Errand.objects.get()
    before = SelfAssessment.objects.filter(cycle=here.cycle).count()
    work(once=True)
    asked.refresh_from_db()

    assert f"Opening {here.cycle}" in page
    assert (before, SelfAssessment.objects.filter(cycle=here.cycle).count()) == (0, 501)
    assert (asked.state, asked.trouble) == ("done", "")


def test_a_small_cycle_is_open_at_once(here, sign_in):
    workflow.assign(here.cycle, by=here.team, organisations=[here.agency], on=OPENS)

    sign_in(here.team).post(f"/section11/cycles/{here.cycle.pk}/open_cycle/")

    here.cycle.refresh_from_db()
    assert (here.cycle.state, Errand.objects.count()) == ("open", 0)
