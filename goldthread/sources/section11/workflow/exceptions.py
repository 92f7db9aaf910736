"""Longer, or not at all: each with its reason and who agreed to it."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11.models import SelfAssessment
from goldthread.sources.section11.models.returns import WITH_AGENCY
from goldthread.sources.section11.workflow import letters

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


@steps.step("Ask after all", State.EXEMPT, to=State.INVITED)
def ask_after_all(
    assessment: SelfAssessment, *, by: User, due_on: date, on: date
) -> None:
    """It is asked again; what was written is still there."""
    if due_on < on:
        raise ValidationError({"due_on": "The day it is due must be today or later."})
    assessment.because, assessment.approved_by = "", None
    assessment.contribution.reopen()
    assessment.contribution.due_on = due_on
    assessment.contribution.save()
    letters.asked_again(assessment)
