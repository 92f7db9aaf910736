"""A return with its answers, what is in doubt of it, and what stood in the last one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldthread.base.access.table import can
from goldthread.base.identifying import Suspect, identifying
from goldthread.base.instruments.rules import Standard
from goldthread.base.instruments.rules.crosswalks import ancestry
from goldthread.base.people.models import User
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Answer, SelfAssessment
from goldthread.sources.section11.queries.sites import differences_told

Shows = Answer.evidence.through


def held(assessment: SelfAssessment, *, on: date) -> dict[str, rules.Held]:
    """Its answers with what stands beside them, by key; three statements, four of sites."""
    shown: dict[int, list[rules.Shown]] = {}
    links = Shows.objects.filter(answer__assessment=assessment.pk).values_list(
        "answer", "evidence", "evidence__title", "evidence__valid_until"
    )
    for answer, pk, title, until in links:
        expired = until is not None and until < on
        shown.setdefault(answer, []).append(rules.Shown(pk, title, expired))
    doing = Counter(assessment.actions.values_list("key", flat=True))
    differing = differences_told(assessment)
    return {
        each.key: rules.Held(
            said=each.said,
            words=each.words,
            impact=each.impact,
            evidence=tuple(shown.get(each.pk, ())),
            actions=doing[each.key],
            carried=each.carried,
            differences=tuple(differing.get(each.key, ())),
        )
        for each in assessment.answers.all()
    }


def checked(assessment: SelfAssessment, *, on: date) -> rules.Checked:
    """What keeps it from being submitted, and what is to be looked at again."""
    answers = held(assessment, on=on)
    return rules.check(assessment.cycle.asked, assessment.asks, answers)


def hers(assessment: SelfAssessment, person: User) -> set[str] | None:
    """The keys that she writes; None if she writes all of it, as whoever leads it does."""
    if person.pk == assessment.lead_id:
        return None
    standards = standards_of(assessment, person)
    return {criterion.key for each in standards for criterion in each.criteria}


@dataclass(frozen=True)
class OfStandard:
    """What is said of one standard's questions, or of all of them: then without one.

    Each with the key of its question, its words, and what is in doubt.
    """

    standard: Standard | None
    said: tuple[tuple[str, str, str], ...]


def by_standard(
    assessment: SelfAssessment, doubts: Sequence[rules.Doubt]
) -> list[OfStandard]:
    """By the standard that each is of; what is of all of them comes first."""
    asked = assessment.cycle.asked
    told = [OfStandard(None, tuple(("", "", d.words) for d in doubts if not d.key))]
    for standard in asked.standards:
        words = {c.key: c.words(assessment.form) for c in standard.criteria}
        said = tuple((d.key, words[d.key], d.words) for d in doubts if d.key in words)
        told.append(OfStandard(standard, said))
    return [each for each in told if each.said]


def suspects(assessment: SelfAssessment) -> tuple[Suspect, ...]:
    """Words in its texts that may identify a child or a family."""
    texts = assessment.answers.values_list("words", "impact")
    return identifying("\n".join(text for each in texts for text in each if text))


def told(assessment: SelfAssessment) -> dict[str, Any]:
    """All of it, as it is kept when it is submitted."""
    today = assessment.submitted_on or date.min
    return {
        key: {
            "said": each.said,
            "words": each.words,
            "impact": each.impact,
            "evidence": [shown.title for shown in each.evidence],
            **({"at_sites": list(each.differences)} if each.differences else {}),
        }
        for key, each in held(assessment, on=today).items()
    }


def standards_of(assessment: SelfAssessment, user: User) -> list[Standard]:
    """Those that she writes: all, if she may give them to others, or what she was given."""
    standards = list(assessment.cycle.asked.standards)
    if can(user, "delegate", assessment):
        return standards
    given = set(
        assessment.delegations.filter(person=user).values_list("standard", flat=True)
    )
    return [each for each in standards if each.key in given]


# --- What stood in the last one -------------------------------------------------------------


def _before(assessment: SelfAssessment) -> SelfAssessment | None:
    """The same organisation's return in the cycle before, or of what became part of it."""
    organisation = assessment.contribution.organisation
    whose = [organisation.pk, *organisation.replaces.values_list("pk", flat=True)]
    return (
        SelfAssessment.objects.came()
        .filter(
            cycle=assessment.cycle.previous_id, contribution__organisation__in=whose
        )
        .order_by("pk")
        .first()
    )


def carried(assessment: SelfAssessment) -> list[Answer]:
    """Last time's answers to the questions that still mean the same, to be confirmed."""
    before = _before(assessment) if assessment.cycle.previous_id else None
    if before is None:
        return []
    asked, old = assessment.cycle.asked, before.cycle.asked
    there = {each.key: each for each in before.answers.all()}
    found = []
    for key in assessment.asks:
        line = ancestry(key, [asked, old]) if asked.key != old.key else {}
        keys = line[old.key].keys if line else (key,)
        last = there.get(keys[0]) if len(keys) == 1 else None
        if last and last.answered:
            found.append(_again(assessment, key, last))
    return found


def _again(assessment: SelfAssessment, key: str, last: Answer) -> Answer:
    answer = Answer(
        assessment=assessment,
        key=key,
        said=last.said,
        words=last.words,
        impact=last.impact,
        carried=True,
    )
    answer.again = last.pk  # type: ignore[attr-defined]  # whose evidence is shown again
    return answer


def carried_evidence(answers: Sequence[Answer]) -> list[Any]:
    """What was shown with them, but for what is offered no more."""
    whence = {each.again: each.pk for each in answers}  # type: ignore[attr-defined]
    links = Shows.objects.filter(answer__in=whence, evidence__withdrawn=False)
    return [
        Shows(answer_id=whence[answer], evidence_id=evidence)
        for answer, evidence in links.values_list("answer", "evidence")
    ]
