"""Staff are asked the same by a link, and their answers are counted and nothing else.

Counting is no step: nobody takes it, and the ledger does not say when it was done.
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import User
from goldthread.base.states import Steps
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import SelfAssessment, StaffTally, Survey
from goldthread.sources.section11.models.returns import WITH_AGENCY
from goldthread.sources.section11.rules import surveys

steps = Steps("section11.selfassessment")


@steps.step("Ask your staff", *WITH_AGENCY)
def open_survey(
    assessment: SelfAssessment,
    *,
    by: User,
    closes_on: date,
    on: date,
    invited: int | None = None,
) -> Survey:
    """A link to pass on. Each question and answer is counted from nought."""
    if not on < closes_on <= on + surveys.LONGEST:
        raise ValidationError(
            {"closes_on": "The last day must be after today, and within three months."}
        )
    questions = queries.asked_of_staff(assessment)
    if not questions:
        raise ValidationError("Nothing that you are asked can be asked of staff.")
    survey = Survey.objects.create(
        assessment=assessment, opened_on=on, closes_on=closes_on, invited=invited
    )
    offered = [(q.key, said) for q in questions for said, _ in q.offered]
    StaffTally.objects.bulk_create(
        StaffTally(survey=survey, key=key, said=said)
        for key, said in (("", ""), *offered)
    )
    return survey


@steps.step("Close the staff survey")
def close_survey(assessment: SelfAssessment, *, by: User) -> Survey:
    """Nobody can answer any more. It does not open again."""
    survey = Survey.objects.select_for_update().get(assessment=assessment)
    survey.closed = True
    survey.save()
    return survey


def take_sheet(survey: Survey, said: Mapping[str, str], *, on: date) -> None:
    """Count the answers of one person, by the key of their question; or none of them."""
    if not said:
        raise ValidationError("Answer at least one question. Nothing was sent.")
    chosen = Q(key="", said="")
    for key, word in said.items():
        chosen |= Q(key=key, said=word)
    with transaction.atomic(), trusted():
        held = Survey.objects.select_for_update().get(pk=survey.pk)
        if held.over(on=on):
            raise ValidationError("This survey is closed. Nothing was sent.")
        counted = held.tallies.filter(chosen).update(number=F("number") + 1)
        if counted != len(said) + 1:
            raise ValidationError("Choose one of the answers. Nothing was sent.")
