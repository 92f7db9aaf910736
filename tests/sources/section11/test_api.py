"""Cycles, returns and grades, as a program reads them."""

from decimal import Decimal

import pytest

from goldthread.base.ledger.models import Entry
from goldthread.base.tokens.api import NOT_THERE
from goldthread.sources.section11.models import Answer, Grade, SelfAssessment
from tests.conftest import TODAY
from tests.factories import (
    AnswerFactory,
    BoardFactory,
    CycleFactory,
    OrganisationFactory,
    SelfAssessmentFactory,
    agency_lead,
    board_team,
)
from tests.programs import issued, program, reading
from tests.sources.section11.conftest import CLOSES, OPENS

pytestmark = pytest.mark.django_db
AT = "/api/v1/cycles"


@pytest.fixture
def browser(here):
    return reading(here.board, holder=here.team)


def told(browser, at):
    answer = browser.get(at)
    assert answer.status_code == 200, answer.content
    return answer.json()


def items(browser, at):
    return told(browser, at)["items"]


def is_missing(browser, at):
    answer = browser.get(at)
    assert (answer.status_code, answer.json()) == (404, {"detail": NOT_THERE})


def of_cycle(cycle):
    return {
        "slug": cycle.slug,
        "title": str(cycle),
        "board": cycle.activity.board.slug,
        "state": cycle.state,
        "opens_on": cycle.opens_on.isoformat(),
        "closes_on": cycle.closes_on.isoformat(),
        "question_set": "section11_2015",
        "digest": cycle.question_set.digest,
    }


def of_return(assessment, **more):
    return {
        "key": f"SR-{assessment.pk}",
        "organisation": str(assessment.contribution.organisation),
        "answers_for": [],
        "type": "police",
        "form": assessment.form,
        "state": assessment.state,
        "submitted_on": None,
        "answers": {},
        **more,
    }


# --- Cycles -------------------------------------------------------------------------------


def test_the_boards_cycles_come_in_the_order_in_which_they_were_planned(here, browser):
    later = here.plan(title="Section 11 again")

    assert told(browser, AT) == {
        "count": 2,
        "limit": 100,
        "offset": 0,
        "items": [of_cycle(here.cycle), of_cycle(later)],
    }
    assert (here.cycle.opens_on, here.cycle.closes_on) == (OPENS, CLOSES)


def test_a_list_comes_in_parts(here, browser):
    later = here.plan(title="Section 11 again")

    assert told(browser, f"{AT}?limit=1&offset=1") == {
        "count": 2,
        "limit": 1,
        "offset": 1,
        "items": [of_cycle(later)],
    }
    assert items(browser, f"{AT}?offset=2") == []


def test_a_cycle_that_another_board_shares_is_there_once(here, browser):
    shared = CycleFactory()
    shared.activity.shared_with.add(here.board, BoardFactory(), BoardFactory())
    here.cycle.activity.shared_with.add(BoardFactory(), BoardFactory())

    slugs = [each["slug"] for each in items(browser, AT)]

    assert slugs == [here.cycle.slug, shared.slug]


def test_one_cycle_says_what_it_asks_with_the_keys_of_its_questions(here, browser):
    whole = told(browser, f"{AT}/{here.cycle.slug}")

    standards = whole.pop("standards")
    assert whole == of_cycle(here.cycle)
    asked = here.cycle.asked.standards
    assert standards == [
        {
            "key": standard.key,
            "title": standard.title,
            "criteria": [
                {"key": each.key, "kind": each.kind, "asks": each.asks}
                for each in standard.criteria
            ],
        }
        for standard in asked
    ]
    assert len(standards) == 9


@pytest.mark.parametrize("part", ["", "/returns", "/grades"])
def test_another_boards_cycle_is_missing_like_one_that_is_not_there(
    here, browser, part
):
    is_missing(browser, f"{AT}/{CycleFactory().slug}{part}")
    is_missing(browser, f"{AT}/none{part}")


def test_a_token_is_of_one_board_whatever_else_its_holder_sees(here, browser):
    other = CycleFactory()
    board_team(other.activity.board, here.team)

    assert [each["slug"] for each in items(browser, AT)] == [here.cycle.slug]
    is_missing(browser, f"{AT}/{other.slug}")


@pytest.mark.parametrize("slug", ["%00", "a%20b", "x" * 51, "é"])
def test_what_cannot_be_a_slug_is_refused(browser, slug):
    answer = browser.get(f"{AT}/{slug}")

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Nothing was read. slug: String should")


# --- Returns ------------------------------------------------------------------------------


def test_a_return_that_is_not_submitted_is_told_without_its_answers(here, browser):
    assessment = here.to_sign()
    assert Answer.objects.filter(assessment=assessment).exists()

    assert items(browser, f"{AT}/{here.cycle.slug}/returns") == [
        of_return(assessment, state="awaiting_signoff")
    ]


def test_not_even_to_a_holder_who_leads_that_organisation(here, browser):
    agency_lead(here.agency, here.team)
    here.to_sign()

    [one] = items(browser, f"{AT}/{here.cycle.slug}/returns")

    assert one["answers"] == {}


def test_a_submitted_return_is_told_with_codes_that_can_be_read_back(here, browser):
    assessment = here.submitted()

    [one] = items(browser, f"{AT}/{here.cycle.slug}/returns")

    kept = Answer.objects.filter(assessment=assessment)
    assert one == of_return(
        assessment,
        state="submitted",
        submitted_on=TODAY.isoformat(),
        answers={
            each.key: {
                "said": each.said,
                "words": "As it is written.",
                "impact": each.impact,
            }
            for each in kept
        },
    )
    assert list(one["answers"]) == list(kept.values_list("key", flat=True))


def test_answers_that_were_released_to_another_board_alone_are_not_told(here):
    shared = CycleFactory()
    shared.activity.shared_with.add(here.board)
    assessment = SelfAssessmentFactory(
        cycle=shared, sent=True, submitted_on=TODAY, state="submitted"
    )
    AnswerFactory(assessment=assessment, said=2, words="As we do.")
    Grade.objects.create(
        assessment=assessment,
        standard="s1",
        percent=50,
        answered=1,
        missing=0,
        not_applicable=0,
    )
    assessment.boards.add(here.board)
    both = board_team(here.board)
    board_team(shared.activity.board, both)
    browser = reading(here.board, holder=both)

    [one] = items(browser, f"{AT}/{shared.slug}/returns")

    assert one["answers"] == {}
    assert items(browser, f"{AT}/{shared.slug}/grades") == []
    assessment.released_to.add(here.board)
    [one] = items(browser, f"{AT}/{shared.slug}/returns")
    assert one["answers"] == {"s1.1": {"said": 2, "words": "As we do.", "impact": ""}}
    assert len(items(browser, f"{AT}/{shared.slug}/grades")) == 1


def test_a_return_that_the_board_does_not_ask_for_is_not_told(here, browser):
    shared = CycleFactory()
    shared.activity.shared_with.add(here.board)
    SelfAssessmentFactory(cycle=shared)

    assert items(browser, f"{AT}/{shared.slug}/returns") == []


# --- Grades -------------------------------------------------------------------------------


def test_grades_are_told_by_standard_the_boards_beside_the_organisations(here, browser):
    assessment = here.judged()

    found = items(browser, f"{AT}/{here.cycle.slug}/grades")

    kept = Grade.objects.filter(assessment=assessment).order_by("pk")
    assert found == [
        {
            "key": f"SR-{assessment.pk}",
            "organisation": str(here.agency),
            "standard": each.standard,
            "percent": number(each.percent),
            "band": each.band,
            "moderated_percent": number(each.moderated_percent),
            "moderated_band": each.moderated_band,
            "answered": each.answered,
            "missing": each.missing,
            "not_applicable": each.not_applicable,
        }
        for each in kept
    ]
    assert any(one["percent"] != one["moderated_percent"] for one in found)


def number(percent):
    assert percent is None or isinstance(percent, Decimal)
    return None if percent is None else float(percent)


def test_a_return_that_is_not_submitted_has_no_grades_to_tell(here, browser):
    here.to_sign()

    assert items(browser, f"{AT}/{here.cycle.slug}/grades") == []


# --- What is noted, and what it costs -----------------------------------------------------


def test_each_reading_is_noted_by_number_and_by_the_cycles_reference(here):
    here.submitted()
    token, secret = issued(here.board)
    browser = program(secret)

    for part in ("", f"/{here.cycle.slug}", f"/{here.cycle.slug}/returns"):
        told(browser, f"{AT}{part}")

    noted = Entry.objects.about(token).filter(verb="read").values_list("words", "by")
    assert list(noted) == [
        (words, token.holder_id)
        for words in (
            "Read 1 section 11 cycles",
            f"Read S11-{here.cycle.pk}",
            f"Read 1 returns of S11-{here.cycle.pk}",
        )
    ]


@pytest.mark.parametrize("part", ["", "/returns", "/grades"])
def test_thirty_take_the_same_statements_as_three(here, browser, statements, part):
    at = f"{AT}/{here.cycle.slug}{part}" if part else AT
    taken = []
    for many in (3, 27):
        for _ in range(many):
            _submitted(here)
        taken.append(statements(browser, at))

    assert len(SelfAssessment.objects.all()) == 30
    assert taken[0] == taken[1]
    assert taken[0] <= 10


def _submitted(here):
    assessment = SelfAssessmentFactory(
        cycle=here.cycle,
        contribution__organisation=OrganisationFactory(boards=[here.board]),
        sent=True,
        submitted_on=TODAY,
        state="submitted",
    )
    AnswerFactory(assessment=assessment)
    Grade.objects.create(
        assessment=assessment,
        standard="s1",
        answered=1,
        missing=0,
        not_applicable=0,
    )
    here.plan(title=f"Section 11 of {assessment.pk}")
