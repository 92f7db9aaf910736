"""One of several boards asks more than the others do, and reads alone what is answered."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Cycle,
    LocalAnswer,
    LocalQuestion,
    SelfAssessment,
)
from goldthread.sources.section11.models.returns import WRITING
from goldthread.sources.section11.workflow.writing import check_open, remember

BEFORE = (Cycle.State.DRAFTED, Cycle.State.PILOTED)
of_cycle, steps = Steps("section11.cycle"), Steps("section11.selfassessment")


@of_cycle.step("Add a question of your board alone", *BEFORE)
def add_local_question(
    cycle: Cycle, *, by: User, board: Board, text: str, guidance: str = ""
) -> LocalQuestion:
    """Answered in words, and read by this board alone."""
    _check_hers(cycle, board, by=by)
    text = typed(text, text="Write the question.")
    question = LocalQuestion(cycle=cycle, board=board, text=text, guidance=guidance)
    question.full_clean()
    question.save()
    return question


@of_cycle.step("Remove a question of your board", *BEFORE)
def remove_local_question(cycle: Cycle, *, by: User, question: LocalQuestion) -> None:
    """It is not asked. Nobody has answered it: the cycle is not open yet."""
    _check_hers(cycle, question.board, by=by)
    question.delete()


def _check_hers(cycle: Cycle, board: Board, *, by: User) -> None:
    if not queries.asking_for(cycle, by).filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose your own board."})


@steps.step("Answer what one board asks", *WRITING)
def answer_local(
    assessment: SelfAssessment, *, by: User, answers: Mapping[int, str], on: date
) -> None:
    """`answers` by the key of their question. What is not given stays as it was."""
    check_open(assessment, on=on)
    asked = set(queries.local_questions(assessment).values_list("pk", flat=True))
    if not asked >= answers.keys():
        raise ValidationError(
            "A board no longer asks one of these. Nothing was saved. Open the page again "
            "to see what is asked now."
        )
    LocalAnswer.objects.bulk_create(
        [
            LocalAnswer(question_id=key, assessment=assessment, words=words.strip())
            for key, words in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["question", "assessment"],
        update_fields=["words"],
    )
    remember(assessment, by)


def check_local(assessment: SelfAssessment) -> None:
    """Whether everything is answered that one of its boards asks by itself."""
    if left := queries.local_unanswered(assessment):
        told = f"{left} questions that one board asks are not answered."
        if left == 1:
            told = "1 question that one board asks is not answered."
        raise ValidationError(
            f"{told} Nothing was lost; answer on the page of the return."
        )


def release_local(assessment: SelfAssessment, boards: Iterable[Board]) -> None:
    """Each board reads what was answered to its own questions, and no other board does."""
    assessment.local_answers.filter(question__board__in=boards).update(released=True)


def keep_local(assessment: SelfAssessment, board: Board) -> None:
    """This board reads it no more."""
    assessment.local_answers.filter(question__board=board).update(released=False)
