"""Questions that one of several boards asks by itself, and who reads the answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from goldthread.base.states import WrongState
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import LocalAnswer, LocalQuestion
from tests.conftest import TODAY
from tests.factories import BoardFactory, OrganisationFactory, agency_lead, board_team

pytestmark = pytest.mark.django_db
ASKED = "How do you reach children who live by the river?"


class Two:
    """Two boards that ask the same organisation together; the second asks more."""

    def __init__(self, here):
        self.here, self.second = here, BoardFactory()
        here.agency.boards.add(self.second)
        self.team = board_team(self.second)
        self.cycle = here.plan(title="Together", together_with=[self.second])
        self.question = workflow.add_local_question(
            self.cycle, by=self.team, board=self.second, text=ASKED
        )

    def answer(self, assessment, words="We go there on Tuesdays."):
        workflow.answer_local(
            assessment,
            by=self.here.lead,
            answers={self.question.pk: words},
            on=TODAY,
        )

    def to_sign(self):
        assessment = self.here.confirmed(self.cycle)
        self.here.fill(assessment)
        self.answer(assessment)
        workflow.ask_to_sign(assessment, by=self.here.lead, on=TODAY, checked=True)
        return assessment

    def signed_for(self, *boards):
        assessment = self.to_sign()
        workflow.sign(assessment, by=self.here.senior, on=TODAY, boards=boards)
        return assessment


@pytest.fixture
def two(here):
    return Two(here)


def read_by(person):
    found = LocalAnswer.objects.visible_to(person)
    return list(found.values_list("words", flat=True))


def test_a_board_that_shares_a_cycle_asks_a_question_of_its_own(two):
    assessment = two.here.confirmed(two.cycle)

    assert list(queries.local_questions(assessment)) == [two.question]


def test_it_is_asked_of_nobody_who_does_not_work_with_that_board(two):
    two.here.agency.boards.remove(two.second)

    assessment = two.here.confirmed(two.cycle)

    assert list(queries.local_questions(assessment)) == []
    assert queries.local_parts(assessment, two.here.lead) == []


def test_nobody_asks_for_a_board_that_is_not_hers(two):
    with pytest.raises(ValidationError) as refused:
        workflow.add_local_question(
            two.cycle, by=two.team, board=two.here.board, text="Anything?"
        )

    assert refused.value.message_dict == {"board": ["Choose your own board."]}


def test_a_board_does_not_ask_the_same_twice(two):
    with pytest.raises(ValidationError) as refused:
        workflow.add_local_question(
            two.cycle, by=two.team, board=two.second, text=ASKED
        )

    assert refused.value.messages == ["Your board asks this already."]


def test_it_is_removed_before_the_cycle_opens_and_not_after(two):
    two.here.open(two.cycle)
    with pytest.raises(WrongState):
        workflow.remove_local_question(two.cycle, by=two.team, question=two.question)
    assert LocalQuestion.objects.count() == 1

    drafted = two.here.plan(title="Later", together_with=[two.second])
    question = workflow.add_local_question(
        drafted, by=two.team, board=two.second, text=ASKED
    )
    workflow.remove_local_question(drafted, by=two.team, question=question)
    assert drafted.local_questions.count() == 0


def test_the_other_board_removes_nothing_of_hers(two):
    with pytest.raises(ValidationError):
        workflow.remove_local_question(
            two.cycle, by=two.here.team, question=two.question
        )

    assert list(two.cycle.local_questions.all()) == [two.question]


def test_it_is_answered_before_the_return_is_signed(two):
    assessment = two.here.confirmed(two.cycle)
    two.here.fill(assessment)

    with pytest.raises(ValidationError) as refused:
        workflow.ask_to_sign(assessment, by=two.here.lead, on=TODAY, checked=True)
    assert refused.value.message == (
        "1 question that one board asks is not answered. Nothing was lost; answer on the "
        "page of the return."
    )

    two.answer(assessment, "  ")
    with pytest.raises(ValidationError):
        workflow.ask_to_sign(assessment, by=two.here.lead, on=TODAY, checked=True)

    two.answer(assessment)
    workflow.ask_to_sign(assessment, by=two.here.lead, on=TODAY, checked=True)
    assert assessment.state == "awaiting_signoff"


def test_whoever_answered_it_does_not_sign(two):
    assessment = two.here.confirmed(two.cycle)
    two.answer(assessment)

    assert list(assessment.drafted_by.all()) == [two.here.lead]


def test_nobody_but_the_organisation_reads_it_before_it_is_submitted(two):
    two.to_sign()

    assert read_by(two.here.lead) == ["We go there on Tuesdays."]
    assert read_by(two.team) == []
    assert read_by(two.here.team) == []


def test_the_board_that_asked_reads_it_and_the_other_does_not(two):
    two.signed_for(two.here.board, two.second)

    assert read_by(two.team) == ["We go there on Tuesdays."]
    assert read_by(two.here.team) == []
    assert read_by(agency_lead(OrganisationFactory(boards=[two.second]))) == []


def test_somebody_of_both_boards_reads_what_was_released_and_no_more(two):
    both = board_team(two.here.board)
    board_team(two.second, person=both)

    assessment = two.signed_for(two.here.board)
    assert read_by(both) == []

    workflow.release(assessment, by=two.here.lead, board=two.second)
    assert read_by(both) == ["We go there on Tuesdays."]


def test_a_board_that_asks_no_more_reads_it_no_more_and_its_writer_still_does(two):
    assessment = two.signed_for(two.here.board, two.second)

    workflow.stop_asking(assessment, by=two.team, board=two.second, reason="Merged.")

    assert read_by(two.team) == []
    (part,) = queries.local_parts(assessment, two.here.lead)
    assert [shown.said for shown in part.questions] == ["We go there on Tuesdays."]


def test_an_answer_to_a_question_that_is_not_asked_is_refused_whole(two):
    assessment = two.here.confirmed(two.cycle)

    with pytest.raises(ValidationError) as refused:
        workflow.answer_local(
            assessment,
            by=two.here.lead,
            answers={two.question.pk: "One", two.question.pk + 1: "Another"},
            on=TODAY,
        )

    assert refused.value.message == (
        "A board no longer asks one of these. Nothing was saved. Open the page again to "
        "see what is asked now."
    )
    assert LocalAnswer.objects.count() == 0


def test_nothing_is_answered_once_the_cycle_is_closed(two):
    assessment = two.here.confirmed(two.cycle)
    workflow.close_cycle(two.cycle, by=two.here.team)
    assessment.refresh_from_db()

    with pytest.raises(ValidationError) as refused:
        workflow.answer_local(
            assessment,
            by=two.here.lead,
            answers={two.question.pk: "Late"},
            on=two.cycle.closes_on + timedelta(days=1),
        )

    assert refused.value.messages[0].startswith("The cycle is closed.")


# --- Pages ---------------------------------------------------------------------------------


def test_a_board_asks_and_its_organisation_answers_on_pages(two, sign_in):
    team = sign_in(two.team)
    address = f"/section11/cycles/{two.cycle.pk}/add_local_question/"
    given = {"board": two.second.pk, "text": "And who checks?", "guidance": "Names."}
    assert team.post(address, given).status_code == 302
    asked = LocalQuestion.objects.get(text="And who checks?")

    assessment = two.here.confirmed(two.cycle)
    lead = sign_in(two.here.lead)
    answering = f"{assessment.get_absolute_url()}answer_local/"
    page = lead.get(answering).content.decode()
    assert f"{two.second} asks this, and no other board reads it. Names." in page

    names = {two.question.pk: "On Tuesdays.", asked.pk: "Our board."}
    given = {f"question_{key}": words for key, words in names.items()}
    assert lead.post(answering, given).status_code == 302
    page = lead.get(assessment.get_absolute_url()).content.decode()
    assert page.count("On Tuesdays.") == page.count("Our board.") == 1


def test_the_board_that_asked_lists_and_downloads_what_was_answered(two, sign_in):
    two.signed_for(two.here.board, two.second)
    address = f"/section11/cycles/{two.cycle.pk}/local_answers/"

    team = sign_in(two.team)
    assert "We go there on Tuesdays." in team.get(address).content.decode()
    lines = team.get(f"{address}?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[-1] == (
        f"{two.second},{ASKED},{two.here.agency},We go there on Tuesdays."
    )

    other = sign_in(two.here.team)
    assert "Nothing was answered yet" in other.get(address).content.decode()


def test_everything_of_a_return_holds_it_for_the_board_that_asked(two, sign_in):
    assessment = two.signed_for(two.here.board, two.second)
    address = f"{assessment.get_absolute_url()}everything/?format=csv"

    def lines(person):
        return sign_in(person).get(address).content.decode("utf-8-sig")

    assert f"Asked by {two.second} alone,,{ASKED}" in lines(two.team)
    assert f"Asked by {two.second} alone,,{ASKED}" in lines(two.here.lead)
    assert ASKED not in lines(two.here.team)
