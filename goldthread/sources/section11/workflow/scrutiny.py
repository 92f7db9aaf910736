"""The board looks whether it is so: asks, grades beside the organisation, and answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.loop.findings import workflow as findings
from goldthread.loop.findings.models import Finding
from goldthread.sources.section11.models import Exchange, Moderation, SelfAssessment
from goldthread.sources.section11.models.returns import LATER
from goldthread.sources.section11.workflow import grading, letters
from goldthread.sources.section11.workflow.writing import problem_with

State = SelfAssessment.State
steps = Steps("section11.selfassessment")
OPEN = (State.SUBMITTED, State.MODERATING)


@steps.step("Ask about it", *OPEN, to=State.CLARIFICATION)
def ask_about(assessment: SelfAssessment, *, by: User, text: str, on: date) -> None:
    """The organisation can put its return right, and answers."""
    text = typed(text, text="Write what you ask.")
    Exchange.objects.create(assessment=assessment, text=text, asked_on=on, asked_by=by)
    letters.question(assessment)


@steps.step("Answer the board", State.CLARIFICATION, to=State.SUBMITTED)
def answer_question(
    assessment: SelfAssessment, *, by: User, answer: str, on: date
) -> None:
    """What was asked is answered, and what was put right is what the board reads."""
    answer = typed(answer, answer="Answer what the board asks.")
    assessment.exchanges.filter(answered_on=None).update(
        answer=answer, answered_on=on, answered_by=by
    )
    grading.grade(assessment)


@steps.step("Moderate", *OPEN, to=State.MODERATING)
def moderate(
    assessment: SelfAssessment, *, by: User, key: str, said: Any, because: str
) -> None:
    """The board's own grade of one criterion, beside the organisation's."""
    asked = assessment.cycle.asked
    if key not in set(assessment.asks) or not asked.criteria[key].scored:
        raise ValidationError({"key": "Choose a question that is graded."})
    criterion = asked.criteria[key]
    if problem := problem_with(asked, criterion, said):
        raise ValidationError({"said": problem})
    because = typed(because, because="Say why. The organisation reads it.")
    Moderation.objects.update_or_create(
        assessment=assessment,
        key=key,
        defaults={"said": said, "because": because, "moderated_by": by},
    )


@steps.step("Finish moderation", *OPEN, to=State.PROVISIONAL)
def finish_moderation(assessment: SelfAssessment, *, by: User) -> None:
    """The organisation reads the board's grades, and agrees or disputes them."""
    grading.grade_moderated(assessment)
    letters.judged(assessment)


@steps.step("Agree with the grades", State.PROVISIONAL, to=State.AGREED)
def agree_grades(assessment: SelfAssessment, *, by: User) -> None:
    """The organisation takes the board's grades as they are."""


@steps.step("Dispute the grades", State.PROVISIONAL, to=State.DISPUTED)
def dispute(assessment: SelfAssessment, *, by: User, reason: str) -> None:
    """It sees this otherwise, and says why."""
    assessment.because = typed(reason, reason="Say what you dispute, and why.")


@steps.step("Settle", State.AGREED, State.DISPUTED, to=State.FINAL)
def settle(assessment: SelfAssessment, *, by: User) -> None:
    """The grades are final, as they stand now."""
    grading.grade_moderated(assessment)


@steps.step("Send feedback", *LATER)
def write_back(
    assessment: SelfAssessment, *, by: User, feedback: str, on: date
) -> None:
    """A reasoned letter, drafted from what was recorded and finished by a person."""
    contribution = assessment.contribution
    contribution.feedback = typed(feedback, feedback="Write what you send back.")
    contribution.feedback_on, contribution.feedback_by = on, by
    contribution.save()
    letters.fed_back(assessment)


@steps.step("Raise a finding", *LATER)
def raise_section11_finding(
    assessment: SelfAssessment,
    *,
    by: User,
    about: Iterable[Organisation] = (),
    **said: Any,
) -> Finding:
    """One thing learned from it, into the loop like any other finding."""
    finding: Finding = findings.add_finding(
        assessment.contribution.activity, by=by, about=about, **said
    )
    assessment.findings.add(finding)
    return finding
