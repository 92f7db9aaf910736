"""An organisation answers: who leads it, who writes what, and every answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.instruments.rules import Criterion
from goldthread.base.instruments.rules.answers import (
    number,
    reason_not_applicable,
    share_of,
)
from goldthread.base.people.models import User
from goldthread.base.states import Steps
from goldthread.loop.activities.queries import people_for
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Answer,
    Delegation,
    Evidence,
    OwnAction,
    SelfAssessment,
)
from goldthread.sources.section11.models.returns import WITH_AGENCY, WRITING
from goldthread.sources.section11.workflow import letters

State = SelfAssessment.State
steps = Steps("section11.selfassessment")


def check_open(assessment: SelfAssessment, *, on: date) -> None:
    """Whether it is still taken. What was written stays theirs, to read and download."""
    cycle, due_on = assessment.cycle, assessment.contribution.due_on
    if cycle.state != cycle.State.OPEN and due_on < on:
        raise ValidationError(
            "The cycle is closed. What you wrote is kept, and you can download it. Ask "
            "the board team for longer if you still want to send it."
        )


# --- Who does it --------------------------------------------------------------------------


@steps.step("Confirm who leads it", State.INVITED, to=State.LEAD_CONFIRMED)
def confirm_lead(assessment: SelfAssessment, *, by: User, senior: User) -> None:
    """She leads it, and says who will sign. What stood last time is there to confirm."""
    _choose(assessment, lead=by, senior=senior)
    answers = Answer.objects.bulk_create(queries.carried(assessment))
    Answer.evidence.through.objects.bulk_create(queries.carried_evidence(answers))


@steps.step("Hand it to somebody else", *WITH_AGENCY)
def hand_over(
    assessment: SelfAssessment, *, by: User, lead: User, senior: User
) -> None:
    """Whoever led it has left or has no time: in one step, with all that was written."""
    _choose(assessment, lead=lead, senior=senior)
    letters.handed_over(assessment)


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


# --- Answers ------------------------------------------------------------------------------


@steps.step("Answer", *WRITING)
def fill(
    assessment: SelfAssessment,
    *,
    by: User,
    answers: Mapping[str, Mapping[str, Any]],
    on: date,
) -> None:
    """Write answers by the key of their criterion: `said`, `words`, `impact`, `evidence`.

    What is half done is kept; what cannot be an answer is refused, and then nothing is.
    """
    check_open(assessment, on=on)
    _check(assessment, answers)
    there = {a.key: a for a in assessment.answers.filter(key__in=list(answers))}
    written = [
        _write(there.get(key) or Answer(assessment=assessment, key=key), given, by=by)
        for key, given in answers.items()
    ]
    Answer.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["assessment", "key"],
        update_fields=[
            *("said", "words", "impact", "carried", "unchanged"),
            *("changed_at", "changed_by"),
        ],
    )
    _show(assessment, {k: g["evidence"] for k, g in answers.items() if "evidence" in g})
    _remember(assessment, by)


def _write(answer: Answer, given: Mapping[str, Any], *, by: User) -> Answer:
    before = (answer.said, answer.words, answer.impact)
    for name in ("said", "words", "impact"):
        setattr(answer, name, given.get(name, getattr(answer, name)))
    same = before == (answer.said, answer.words, answer.impact)
    was_carried = answer.carried or answer.unchanged
    answer.unchanged = was_carried and same
    answer.carried = False
    answer.changed_by = by
    return answer


def _show(assessment: SelfAssessment, evidence: Mapping[str, Any]) -> None:
    """The evidence of these answers is exactly this, and of this organisation."""
    if not evidence:
        return
    through = Answer.evidence.through.objects
    keys = dict(assessment.answers.filter(key__in=evidence).values_list("key", "pk"))
    wanted = {(keys[key], each.pk) for key, shown in evidence.items() for each in shown}
    there = set(
        through.filter(answer__in=keys.values()).values_list("answer", "evidence")
    )
    own = Evidence.objects.filter(
        organisation=assessment.contribution.organisation_id,
        pk__in={pk for _, pk in wanted - there},
    ).values_list("pk", flat=True)
    through.bulk_create(
        Answer.evidence.through(answer_id=answer, evidence_id=pk)
        for answer, pk in sorted(wanted - there)
        if pk in set(own)
    )
    for answer, pk in there - wanted:
        through.filter(answer=answer, evidence=pk).delete()


def _remember(assessment: SelfAssessment, by: User) -> None:
    """Who wrote any of it does not sign it."""
    through = SelfAssessment.drafted_by.through
    through.objects.bulk_create(
        [through(selfassessment_id=assessment.pk, user_id=by.pk)], ignore_conflicts=True
    )
    if assessment.state == State.LEAD_CONFIRMED:
        assessment.state = State.IN_PROGRESS


def _check(
    assessment: SelfAssessment, answers: Mapping[str, Mapping[str, Any]]
) -> None:
    asked, keys = assessment.cycle.asked, set(assessment.asks)
    wrong = {
        key: problem
        for key, given in answers.items()
        if (
            problem := "Your form does not ask this."
            if key not in keys
            else problem_with(asked, asked.criteria[key], given.get("said"))
        )
    }
    if wrong:
        raise ValidationError([f"{key}: {problem}" for key, problem in wrong.items()])


def problem_with(asked: Any, criterion: Criterion, said: Any) -> str:
    """Why this is no answer to the criterion, in words; nothing if it is one or empty."""
    if said in (None, "", {}):
        return ""
    reason = reason_not_applicable(said)
    if reason is not None:
        mandatory = "Everybody answers this. Choose a grade."
        because = "" if reason else "Say why it does not apply."
        return mandatory if criterion.mandatory else because
    if criterion.kind in {"graded", "yes_no"}:
        return share_of(asked, criterion, said)[1]
    problem = {"number": _number_problem, "choice": _choice_problem}.get(criterion.kind)
    return problem(criterion, said) if problem else ""


def _number_problem(criterion: Criterion, said: Any) -> str:
    value = number(said)
    if value is None:
        return f"{said} is not a number."
    if criterion.least is not None and value < criterion.least:
        return f"It cannot be less than {criterion.least}."
    if criterion.most is not None and value > criterion.most:
        return f"It cannot be more than {criterion.most}."
    return ""


def _choice_problem(criterion: Criterion, said: Any) -> str:
    chosen = said if isinstance(said, list) else [said]
    unknown = [each for each in chosen if each not in criterion.options]
    return f"{unknown[0]} is not one of the answers." if unknown else ""


@steps.step("Confirm what stood last time", *WRITING)
def confirm_carried(
    assessment: SelfAssessment, *, by: User, keys: list[str], on: date
) -> None:
    """These still hold, word for word; a reader sees that nobody changed them."""
    check_open(assessment, on=on)
    if not keys:
        raise ValidationError({"keys": "Choose the answers that still hold."})
    assessment.answers.filter(carried=True, key__in=keys).update(
        carried=False, unchanged=True, changed_by=by
    )
    _remember(assessment, by)


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
    if due_on < assessment.cycle.opens_on:
        raise ValidationError(
            {"due_on": "The day must not lie before the cycle opened."}
        )
    action = OwnAction(
        assessment=assessment, key=key, what=what, owner=owner.strip(), due_on=due_on
    )
    action.full_clean()
    action.save()
    _remember(assessment, by)


@steps.step("Remove an action", *WRITING)
def remove_action(assessment: SelfAssessment, *, by: User, action: OwnAction) -> None:
    """It was written down by mistake."""
    assessment.actions.filter(pk=action.pk).delete()
