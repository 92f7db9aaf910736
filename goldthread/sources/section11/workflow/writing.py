"""Answers as they are written down, whichever way they come: by a page or a file."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

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
Given = Mapping[str, Mapping[str, Any]]

# What is not given stays. What was carried over and is confirmed as it was is marked.
# Who wrote any of it is noted, since she may not sign it.
WRITE = """
WITH given AS (
    SELECT g ->> 'key' AS key, old.carried OR old.unchanged AS known,
        (old.said, old.words, old.impact) AS before,
        CASE WHEN g ? 'said' THEN nullif(g -> 'said', 'null') ELSE old.said END AS said,
        coalesce(g ->> 'words', old.words, '') AS words,
        coalesce(g ->> 'impact', old.impact, '') AS impact
    FROM jsonb_array_elements(%(given)s::jsonb) g
    LEFT JOIN section11_answer old
        ON old.assessment_id = %(assessment)s AND old.key = g ->> 'key'
), written AS (
    INSERT INTO section11_answer (assessment_id, key, said, words, impact, carried,
        unchanged, changed_at, changed_by_id)
    SELECT %(assessment)s, key, said, words, impact, false, coalesce(known
        AND before IS NOT DISTINCT FROM (said, words, impact), false), now(), %(by)s
    FROM given
    ON CONFLICT (assessment_id, key) DO UPDATE SET said = excluded.said,
        words = excluded.words, impact = excluded.impact, carried = false,
        unchanged = excluded.unchanged, changed_at = now(),
        changed_by_id = excluded.changed_by_id
)
INSERT INTO section11_selfassessment_drafted_by (selfassessment_id, user_id)
VALUES (%(assessment)s, %(by)s) ON CONFLICT DO NOTHING
"""


def check_open(assessment: SelfAssessment, *, on: date) -> None:
    """Whether it is still taken. What was written stays theirs, to read and download."""
    cycle, due_on = assessment.cycle, assessment.contribution.due_on
    if cycle.state != cycle.State.OPEN and due_on < on:
        raise ValidationError(
            "The cycle is closed. What you wrote is kept, and you can download it. Ask "
            "the board team for longer if you still want to send it."
        )


def check_hers(assessment: SelfAssessment, keys: Iterable[str], *, by: User) -> None:
    """Whoever leads it writes all of it, a colleague the standards she was given."""
    hers = queries.hers(assessment, by)
    strange = set() if hers is None else set(keys) - hers
    for standard in assessment.cycle.asked.standards:
        if strange & {criterion.key for criterion in standard.criteria}:
            raise ValidationError(
                f"“{standard.title}” was not given to you. Nothing was saved. Ask whoever "
                "leads the return to give it to you."
            )


def write(assessment: SelfAssessment, *, by: User, answers: Given, on: date) -> None:
    """Write answers by the key of their criterion: `said`, `words`, `impact`, `evidence`.

    What is half done is kept; what cannot be an answer is refused, and then nothing is.
    """
    check_open(assessment, on=on)
    check_hers(assessment, answers, by=by)
    _check(assessment, answers)
    rows = [
        {"key": key, **{k: v for k, v in given.items() if k != "evidence"}}
        for key, given in answers.items()
    ]
    said = {"given": json.dumps(rows), "assessment": assessment.pk, "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, said)
    _show(assessment, {k: g["evidence"] for k, g in answers.items() if "evidence" in g})
    begin(assessment)


def begin(assessment: SelfAssessment) -> None:
    """Something has been written."""
    if assessment.state == State.LEAD_CONFIRMED:
        assessment.state = State.IN_PROGRESS


def remember(assessment: SelfAssessment, by: User) -> None:
    """Who wrote any of it does not sign it."""
    through = SelfAssessment.drafted_by.through
    through.objects.bulk_create(
        [through(selfassessment_id=assessment.pk, user_id=by.pk)], ignore_conflicts=True
    )
    begin(assessment)


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


# --- Whether it can be an answer ------------------------------------------------------------


def _check(assessment: SelfAssessment, answers: Given) -> None:
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
