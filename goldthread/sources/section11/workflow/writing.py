"""Answers as they are written, whether on their page or in a workbook."""

from collections.abc import Iterable, Mapping
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
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Answer, Evidence, SelfAssessment

State = SelfAssessment.State


def check_open(assessment: SelfAssessment, *, on: date) -> None:
    """Whether it is still taken. What was written stays theirs, to read and download."""
    cycle, due_on = assessment.cycle, assessment.contribution.due_on
    if cycle.state != cycle.State.OPEN and due_on < on:
        raise ValidationError(
            "The cycle is closed. What you wrote is kept, and you can download it. Ask "
            "the board team for longer if you still want to send it."
        )


def write(
    assessment: SelfAssessment,
    *,
    by: User,
    answers: Mapping[str, Mapping[str, Any]],
    on: date,
) -> None:
    """Inside a step: all of these answers, by the key of their criterion, or none."""
    check_open(assessment, on=on)
    _check_hers(assessment, answers, by)
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
    remember(assessment, by)


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


def remember(assessment: SelfAssessment, by: User) -> None:
    """Who wrote any of it does not sign it."""
    through = SelfAssessment.drafted_by.through
    through.objects.bulk_create(
        [through(selfassessment_id=assessment.pk, user_id=by.pk)], ignore_conflicts=True
    )
    if assessment.state == State.LEAD_CONFIRMED:
        assessment.state = State.IN_PROGRESS


def _check_hers(assessment: SelfAssessment, keys: Iterable[str], by: User) -> None:
    """Whoever was given a standard writes that one alone."""
    hers, wanted = queries.standards_of(assessment, by), set(keys)
    for standard in assessment.cycle.asked.standards:
        asks = wanted & {c.key for c in standard.criteria}
        if asks and standard not in hers:
            raise ValidationError(
                f"“{standard.title}” was not given to you. Nothing was saved. Ask whoever "
                "leads the return to give it to you."
            )


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
    problem = {
        "number": _number_problem,
        "choice": _choice_problem,
        "date": _date_problem,
    }.get(criterion.kind)
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


def _date_problem(criterion: Criterion, said: Any) -> str:
    try:
        date.fromisoformat(said)
    except (TypeError, ValueError):
        return f"{said} is not a date. Write it as 27/3/2026."
    return ""


def _choice_problem(criterion: Criterion, said: Any) -> str:
    chosen = said if isinstance(said, list) else [said]
    unknown = [each for each in chosen if each not in criterion.options]
    return f"{unknown[0]} is not one of the answers." if unknown else ""
