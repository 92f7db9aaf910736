"""An organisation answers: who leads it, who writes what, and every answer."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import User
from goldthread.base.states import Steps
from goldthread.loop.activities.queries import people_for
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Answer,
    Delegation,
    LocalAnswer,
    OwnAction,
    SelfAssessment,
)
from goldthread.sources.section11.models.returns import WITH_AGENCY, WRITING
from goldthread.sources.section11.workflow import letters, writing

State = SelfAssessment.State
steps = Steps("section11.selfassessment")


# --- Who leads it -------------------------------------------------------------------------


@steps.step("Confirm who leads it", State.INVITED, to=State.LEAD_CONFIRMED)
def confirm_lead(assessment: SelfAssessment, *, by: User, senior: User) -> None:
    """She leads it, and says who will sign. What stood last time is there to confirm."""
    _choose(assessment, lead=by, senior=senior)
    answers = Answer.objects.bulk_create(queries.carried(assessment))
    Answer.evidence.through.objects.bulk_create(queries.carried_evidence(answers))


def _choose(assessment: SelfAssessment, *, lead: User, senior: User) -> None:
    people = people_for(assessment.contribution.organisation_id)
    if not people.filter(pk__in=(lead.pk, senior.pk)).count() == len(
        {lead.pk, senior.pk}
    ):
        raise ValidationError("Choose people who act for this organisation.")
    if lead == senior:
        raise ValidationError(
            {
                "senior": "Choose somebody else: nobody signs what she has written herself."
            }
        )
    assessment.lead, assessment.senior = lead, senior


# --- Answers ------------------------------------------------------------------------------


@steps.step("Answer", *WRITING)
def fill(
    assessment: SelfAssessment, *, by: User, answers: writing.Given, on: date
) -> None:
    """Write answers by the key of their criterion: `said`, `words`, `impact`, `evidence`."""
    writing.write(assessment, by=by, answers=answers, on=on)


@steps.step("Answer what one board asks", *WRITING)
def answer_local(
    assessment: SelfAssessment, *, by: User, answers: Mapping[int, str], on: date
) -> None:
    """`answers` by the key of their question. What is not given stays as it was."""
    writing.check_open(assessment, on=on)
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
    writing.remember(assessment, by)


@steps.step("Bring back the workbook", *WRITING)
def bring_back(
    assessment: SelfAssessment, *, by: User, answers: writing.Given, on: date
) -> None:
    """What was answered without a connection; only what she has seen to be different."""
    if not answers:
        raise ValidationError(
            "Nothing was saved: you chose to keep every answer as it stands online."
        )
    writing.write(assessment, by=by, answers=answers, on=on)


@steps.step("Confirm what stood last time", *WRITING)
def confirm_carried(
    assessment: SelfAssessment, *, by: User, keys: list[str], on: date
) -> None:
    """These still hold, word for word; a reader sees that nobody changed them."""
    writing.check_open(assessment, on=on)
    if not keys:
        raise ValidationError({"keys": "Choose the answers that still hold."})
    writing.check_hers(assessment, keys, by=by)
    assessment.answers.filter(carried=True, key__in=keys).update(
        carried=False, unchanged=True, changed_by=by
    )
    writing.remember(assessment, by)


# --- Who else does it ---------------------------------------------------------------------


@steps.step("Hand it to somebody else", *WITH_AGENCY)
def hand_over(
    assessment: SelfAssessment, *, by: User, lead: User, senior: User
) -> None:
    """Whoever led it has left or has no time: in one step, with all that was written."""
    _choose(assessment, lead=lead, senior=senior)
    letters.handed_over(assessment)


@steps.step("Give a standard to a colleague", *WRITING)
def delegate(
    assessment: SelfAssessment, *, by: User, standard: str, person: User | None
) -> None:
    """She writes these answers; nobody: whoever leads it writes them herself."""
    if standard not in {each.key for each in assessment.cycle.asked.standards}:
        raise ValidationError({"standard": "Choose one of the standards."})
    if person is None:
        assessment.delegations.filter(standard=standard).delete()
        return
    if not people_for(assessment.contribution.organisation_id).filter(pk=person.pk):
        raise ValidationError({"person": "Choose one of your organisation’s people."})
    Delegation.objects.update_or_create(
        assessment=assessment, standard=standard, defaults={"person": person}
    )
    letters.delegated(assessment, person)


# --- What it does itself ------------------------------------------------------------------


@steps.step("Add an action", *WRITING)
def add_action(
    assessment: SelfAssessment,
    *,
    by: User,
    key: str,
    what: str,
    owner: str,
    due_on: date,
) -> None:
    """What the organisation does where it is not there yet: who, and by when."""
    if key not in set(assessment.asks):
        raise ValidationError({"key": "Choose one of the questions."})
    writing.check_hers(assessment, [key], by=by)
    if due_on < assessment.cycle.opens_on:
        raise ValidationError(
            {"due_on": "The day must not lie before the cycle opened."}
        )
    action = OwnAction(
        assessment=assessment, key=key, what=what, owner=owner.strip(), due_on=due_on
    )
    action.full_clean()
    action.save()
    writing.remember(assessment, by)


@steps.step("Remove an action", *WRITING)
def remove_action(assessment: SelfAssessment, *, by: User, action: OwnAction) -> None:
    """It was written down by mistake."""
    writing.check_hers(assessment, [action.key], by=by)
    assessment.actions.filter(pk=action.pk).delete()
