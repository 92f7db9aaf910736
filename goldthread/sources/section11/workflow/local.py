"""One of several boards asks more than the others do, and reads alone what is answered."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Cycle,
    LocalQuestion,
    SelfAssessment,
)

BEFORE = (Cycle.State.DRAFTED, Cycle.State.PILOTED)
steps = Steps("section11.cycle")


@steps.step("Add a question of your board alone", *BEFORE)
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


@steps.step("Remove a question of your board", *BEFORE)
def remove_local_question(cycle: Cycle, *, by: User, question: LocalQuestion) -> None:
    """It is not asked. Nobody has answered it: the cycle is not open yet."""
    _check_hers(cycle, question.board, by=by)
    question.delete()


def _check_hers(cycle: Cycle, board: Board, *, by: User) -> None:
    if not queries.asking_for(cycle, by).filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose your own board."})


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
