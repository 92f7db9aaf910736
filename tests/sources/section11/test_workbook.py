"""A return is answered in a workbook: every difference is shown before it is saved."""

from datetime import date, datetime

import pytest

from goldthread.base.large_files.models import Taken
from goldthread.sources.section11 import columns, workflow
from tests.conftest import TODAY
from tests.factories import contributor
from tests.sources.section11.conftest import graded
from tests.sources.section11.workbooks import (
    Returning,
    address,
    differences,
    sentences,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def returning(here, sign_in):
    """The lead has downloaded a return in which one answer stands."""
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "A chart.\r\nOf us."}})
    return Returning(sign_in(here.lead), assessment)


def of_kind(assessment, kind, *, mandatory=False, parts=False):
    """The key of the first question of this kind."""
    criteria = assessment.cycle.asked.criteria
    return next(
        key
        for key in assessment.asks
        if criteria[key].kind == kind
        and criteria[key].mandatory is mandatory
        and bool(criteria[key].parts) is parts
    )


def told(assessment, key="s1.1"):
    answer = assessment.answers.get(key=key)
    return answer.said, answer.words, answer.impact


# --- Downloading --------------------------------------------------------------------------


def test_the_workbook_says_what_it_is_and_has_a_row_for_every_question(returning):
    assessment = returning.assessment
    about = {row[0].value: row[1].value for row in returning.book[columns.ABOUT]}

    assert returning.answer["Content-Disposition"].endswith('.xlsx"')
    assert about["Return"] == assessment.reference
    assert about["Organisation"] == str(assessment.contribution.organisation)
    assert about["Its fingerprint"] == assessment.cycle.question_set.digest
    assert [c.value for c in returning.sheet["A"]][1:] == assessment.asks
    assert returning.cell("s1.1").value == "2: Mostly in place"
    assert returning.cell("s1.1", columns.WORDS).value == "A chart.\nOf us."


def test_only_what_is_answered_is_open_and_grades_are_chosen_from_a_list(returning):
    sheet = returning.sheet
    opened = [columns.ANSWER, columns.WORDS, columns.IMPACT]
    locked = [columns.CODE, columns.QUESTION, columns.REASON]

    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert [returning.cell("s1.1", h).protection.locked for h in opened] == [False] * 3
    assert [returning.cell("s1.1", h).protection.locked for h in locked] == [True] * 3
    assert returning.book[columns.HELD].sheet_state == "veryHidden"
    place = returning.cell("s1.1").coordinate
    lists = [v for v in sheet.data_validations.dataValidation if place in v.sqref]
    assert [v.formula1 for v in lists] == ["Lists!$A$1:$A$4"]


def test_what_was_typed_online_is_text_in_the_workbook_and_never_a_formula(
    here, sign_in
):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "2", "words": "=1+1", "impact": "@A1"}})
    returning = Returning(sign_in(here.lead), assessment)

    cell = returning.cell("s1.1", columns.WORDS)

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert differences(returning.bring()) == []


def test_it_is_not_downloaded_once_it_is_sent_for_signature(here, sign_in):
    assessment = here.to_sign()

    answer = sign_in(here.lead).get(address(assessment, "workbook"))

    assert answer.status_code == 409


def test_that_it_left_is_noted(here, returning):
    assert [taken.person for taken in Taken.objects.all()] == [here.lead]


def test_the_board_downloads_no_workbook(here, sign_in):
    assessment = here.confirmed()
    browser = sign_in(here.team)

    for name in ("workbook", "bring_back"):
        assert browser.get(address(assessment, name)).status_code == 404


# --- Bringing back ------------------------------------------------------------------------


def test_every_difference_is_shown_and_nothing_is_saved_before_she_says_so(returning):
    returning.write("s1.1", "3: In place and shown to work")
    returning.write("s1.1", "It is on the wall.", columns.WORDS)

    page = returning.bring()

    assert page.status_code == 200
    assert differences(page) == [
        ("s1.1", "Answer", "2: Mostly in place", "3: In place and shown to work"),
        ("s1.1", "How do you know?", "A chart.\r\nOf us.", "It is on the wall."),
    ]
    assert told(returning.assessment) == ("2", "A chart.\r\nOf us.", "")

    answer = returning.save(page)

    assert answer.status_code == 302
    assert told(returning.assessment) == ("3", "It is on the wall.", "")


def test_what_was_not_touched_is_not_written(here, returning):
    returning.write("s1.1", "3: In place and shown to work")
    before = returning.assessment.answers.get(key="s1.1").words

    returning.save(returning.bring())

    answers = returning.assessment.answers
    assert list(answers.values_list("key", "said", "words")) == [("s1.1", "3", before)]


def test_a_workbook_that_says_the_same_changes_nothing(returning):
    page = returning.bring()

    assert "This workbook changes nothing" in page.content.decode()
    assert page.context["form"].errors == {}


def test_what_changed_online_meanwhile_is_kept_unless_she_ticks_it(here, returning):
    assessment = returning.assessment
    here.fill(assessment, {"s1.1": {"said": "1"}}, by=here.senior)
    returning.write("s1.1", "3: In place and shown to work")
    returning.write("s1.1", "Mine.", columns.WORDS)

    page = returning.bring()
    (contested,) = [d for d in page.context["form"].found if d.meanwhile]
    returning.save(page)

    assert contested.what == "Answer"
    assert contested.meanwhile.startswith(f"{here.senior}, ")
    assert told(assessment) == ("1", "Mine.", "")

    returning.save(returning.bring(), take=["s1.1 said"])

    assert told(assessment) == ("3", "Mine.", "")


def test_what_changed_online_alone_is_no_difference(here, returning):
    here.fill(returning.assessment, {"s1.1": {"said": "1"}}, by=here.senior)

    assert differences(returning.bring()) == []


def test_what_changes_online_while_she_looks_is_shown_before_it_is_saved(
    here, returning
):
    returning.write("s1.1", "3: In place and shown to work")
    page = returning.bring()
    here.fill(returning.assessment, {"s1.1": {"said": "1"}}, by=here.senior)

    again = returning.save(page)

    assert again.status_code == 422
    assert sentences(again) == [
        "What stands online has changed since. Nothing was saved. Look at it again"
    ]
    assert differences(again)[0][2] == "1: Begun"
    assert told(returning.assessment)[0] == "1"


def test_choosing_to_keep_everything_saves_nothing_and_says_so(here, returning):
    here.fill(returning.assessment, {"s1.1": {"said": "1"}}, by=here.senior)
    returning.write("s1.1", "3: In place and shown to work")

    answer = returning.save(returning.bring())

    assert answer.status_code == 422
    assert sentences(answer) == [
        "Nothing was saved: you chose to keep every answer as it stands online."
    ]


def test_a_page_that_was_tampered_with_is_refused(returning):
    returning.write("s1.1", "3: In place and shown to work")
    page = returning.bring()

    answer = returning.save(page, read="forged")

    assert sentences(answer) == [
        "The page did not send the whole workbook. Nothing was saved. Choose it again"
    ]
    assert told(returning.assessment)[0] == "2"


def test_a_return_that_was_sent_for_signature_meanwhile_takes_no_workbook(
    here, returning
):
    here.fill(returning.assessment)
    page = returning.bring()
    workflow.ask_to_sign(returning.assessment, by=here.lead, on=TODAY, checked=True)
    returning.write("s1.1", "3: In place and shown to work")

    for answer in (returning.save(page), returning.bring()):
        assert answer.status_code == 409
        assert "Nothing you sent has been saved." in answer.content.decode()


# --- What may stand in a cell -------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        3,
        3.0,
        "3",
        "3.0",
        " 3 ",
        "in place and SHOWN to work",
        "3: In place and shown to work",
    ],
)
def test_a_grade_may_be_chosen_or_typed(returning, typed):
    returning.write("s1.1", typed)

    returning.save(returning.bring())

    assert told(returning.assessment)[0] == "3"


MORNING = datetime(2026, 3, 27, 9, 30)  # noqa: DTZ001 (a spreadsheet knows no zones)


@pytest.mark.parametrize("typed", [date(2026, 3, 27), MORNING, "27/3/2026"])
def test_a_day_may_be_a_day_of_excel_or_typed(returning, typed):
    key = of_kind(returning.assessment, "date")
    returning.write(key, typed)

    returning.save(returning.bring())

    assert told(returning.assessment, key)[0] == "2026-03-27"


def test_each_part_of_a_grade_has_a_cell_and_half_of_it_is_kept(returning):
    key = of_kind(returning.assessment, "graded", parts=True)
    first, second = returning.assessment.cycle.asked.criteria[key].parts
    returning.write(key, 1, columns.answer_column(1))

    returning.save(returning.bring())

    assert told(returning.assessment, key)[0] == {first: "", second: "1"}


def test_a_reason_why_it_does_not_apply_is_an_answer(returning):
    key = of_kind(returning.assessment, "graded", parts=True)
    returning.write(key, "n/a")
    returning.write(key, "We let no contracts.", columns.REASON)

    returning.save(returning.bring())

    said = {"not_applicable": "We let no contracts."}
    assert told(returning.assessment, key)[0] == said


def test_what_everything_can_be_comes_back_as_it_went(here, sign_in):
    assessment = here.confirmed()
    here.fill(assessment)
    key = of_kind(assessment, "graded", parts=True)
    reason = {"not_applicable": "We let no contracts."}
    here.fill(assessment, {key: {"said": reason}})

    assert differences(Returning(sign_in(here.lead), assessment).bring()) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7", "7 is no grade of “In place”."),
        (1.5, "1.5 is no grade of “In place”."),
        (date(2026, 2, 1), "2026-02-01 is no grade of “In place”."),
        ("n/a", "Everybody answers this. Choose a grade."),
        ("=1+1", "The cell holds a formula. Write the answer itself."),
    ],
)
def test_a_bad_grade_is_named_with_its_row_and_nothing_is_saved(
    returning, typed, sentence
):
    returning.write("s1.1", typed)
    returning.write("s1.3", "3")

    page = returning.bring()

    assert page.status_code == 422
    (problem,) = page.context["form"].brought.problems
    assert (problem.row, problem.key) == (returning.row("s1.1"), "s1.1")
    assert problem.sentence.startswith(sentence)
    assert list(returning.assessment.answers.values_list("key", flat=True)) == ["s1.1"]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("date", "soon", "soon is not a date. Write it as 27/3/2026."),
        ("date", "30/2/2026", "2026-02-30 is not a date. Write it as 27/3/2026."),
        ("number", "many", "many is not a number."),
        ("number", -1, "It cannot be less than 0."),
        (
            "text",
            "x" * 2001,
            "It has 2,001 letters, and 2,000 can be kept. Shorten it.",
        ),
        ("graded", "n/a", "Say why it does not apply."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_as_it_is_online(
    returning, kind, typed, sentence
):
    returning.write(of_kind(returning.assessment, kind), typed)

    assert sentences(returning.bring()) == [sentence]


def test_an_answer_and_a_reason_contradict_each_other(returning):
    key = of_kind(returning.assessment, "graded")
    returning.write(key, "2")
    returning.write(key, "We are small.", columns.REASON)

    assert sentences(returning.bring()) == [
        "Choose one: give an answer, or say why it does not apply."
    ]


# --- One who was given a standard ---------------------------------------------------------


@pytest.fixture
def given(here):
    """A colleague, and the return of which she was given the first standard."""
    assessment, colleague = here.confirmed(), contributor(here.agency)
    workflow.delegate(assessment, by=here.lead, standard="s1", person=colleague)
    return assessment, colleague


def test_a_colleague_downloads_and_brings_back_the_standard_she_was_given(
    given, sign_in
):
    assessment, colleague = given
    returning = Returning(sign_in(colleague), assessment)
    keys = [cell.value for cell in returning.sheet["A"]][1:]
    assert {key.split(".")[0] for key in keys} == {"s1"}
    returning.write("s1.1", "1")

    returning.save(returning.bring())

    assert told(assessment)[0] == "1"
    assert list(assessment.drafted_by.all()) == [colleague]


def test_a_colleague_who_brings_the_whole_workbook_writes_her_own_standard(
    here, given, sign_in
):
    assessment, colleague = given
    returning = Returning(sign_in(here.lead), assessment)
    others = next(k for k in graded(assessment) if not k.startswith("s1."))
    returning.write("s1.1", "1")
    returning.write(others, "1")
    returning.browser = sign_in(colleague)

    page = returning.bring()
    returning.save(page)

    assert page.context["form"].brought.notes == (
        f"{others} was not given to you. What the workbook says there is left out.",
    )
    assert list(assessment.answers.values_list("key", flat=True)) == ["s1.1"]
