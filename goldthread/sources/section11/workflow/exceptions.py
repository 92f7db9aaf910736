"""Longer, or not at all: each with its reason and who agreed to it."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.access.relations import boards_of
from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import Role
from goldthread.base.states import Steps, typed
from goldthread.sources.section11.models import Cycle, SelfAssessment
from goldthread.sources.section11.models.returns import LATER, WITH_AGENCY
from goldthread.sources.section11.workflow import letters
from goldthread.sources.section11.workflow.local import keep_local, release_local

State = SelfAssessment.State
steps = Steps("section11.selfassessment")


@steps.step("Give it longer", *WITH_AGENCY)
def extend_return(
    assessment: SelfAssessment, *, by: User, due_on: date, reason: str, on: date
) -> None:
    """One organisation has until a later day, also once the cycle is closed."""
    contribution = assessment.contribution
    if due_on <= max(contribution.due_on, on):
        raise ValidationError({"due_on": "The day must be later than it is now."})
    contribution.changed_because = typed(reason, reason="Say why it has longer.")
    contribution.first_due_on = contribution.first_due_on or contribution.due_on
    contribution.due_on = due_on
    contribution.save()
    letters.extended(assessment)


@steps.step("Exempt it", *WITH_AGENCY, to=State.EXEMPT)
def exempt(assessment: SelfAssessment, *, by: User, reason: str) -> None:
    """Nothing is owed, for this reason; for example, it answers with its new owner."""
    assessment.because = typed(reason, reason="Say why nothing is asked of it.")
    assessment.approved_by = by
    contribution = assessment.contribution
    contribution.state = contribution.State.WITHDRAWN
    contribution.changed_because = assessment.because
    contribution.save()
    letters.exempted(assessment)


# --- One return, several boards -----------------------------------------------------------


@steps.step("Let another board read it", *LATER)
def release(assessment: SelfAssessment, *, by: User, board: Board) -> None:
    """A board that asks for it, and could not read it yet."""
    if not assessment.boards.filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose a board that asks for it."})
    assessment.released_to.add(board)
    release_local(assessment, [board])


@steps.step("Our board no longer asks for it")
def stop_asking(
    assessment: SelfAssessment, *, by: User, board: Board, reason: str
) -> Cycle:
    """One of several boards withdraws: it sees the return no more, and others still do."""
    because = typed(reason, reason="Say why your board no longer asks.")
    if not boards_of(by, frozenset({Role.BOARD_TEAM})).filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose your own board."})
    if not assessment.boards.exclude(pk=board.pk).exists():
        raise ValidationError(
            "No other board asks for it. Exempt it, if nothing is to be asked."
        )
    assessment.boards.remove(board)
    assessment.released_to.remove(board)
    keep_local(assessment, board)
    assessment.several = assessment.boards.count() > 1
    assessment.contribution.changed_because = f"{board} no longer asks: {because}"
    assessment.contribution.save()
    letters.board_withdrew(assessment, board)
    return assessment.cycle


@steps.step("Ask after all", State.EXEMPT, to=State.INVITED)
def ask_after_all(
    assessment: SelfAssessment, *, by: User, due_on: date, on: date
) -> None:
    """It is asked again; what was written is still there.

    It answers for those of its sites that were not asked by themselves meanwhile.
    """
    if due_on < on:
        raise ValidationError({"due_on": "The day it is due must be today or later."})
    meanwhile = assessment.cycle.assignments.values("organisation")
    assessment.sites.remove(*assessment.sites.filter(pk__in=meanwhile))
    assessment.because, assessment.approved_by = "", None
    assessment.contribution.reopen()
    assessment.contribution.due_on = due_on
    assessment.contribution.save()
    letters.asked_again(assessment)
