"""What a return comes to is kept when it changes, so that pictures count nothing anew."""

from decimal import Decimal

from goldthread.base.instruments.rules.scoring import Part, Score
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Grade, SelfAssessment


def grade(assessment: SelfAssessment) -> None:
    """What the organisation's own answers come to, for each standard and overall."""
    found = _score(assessment, own_answers(assessment))
    assessment.percent = rules.percent(found.overall.percent)
    Grade.objects.bulk_create(
        [_kept(assessment, part) for part in found.standards if part.asked],
        update_conflicts=True,
        unique_fields=["assessment", "standard"],
        update_fields=["percent", "band", "answered", "missing", "not_applicable"],
    )


def grade_moderated(assessment: SelfAssessment) -> None:
    """What it comes to with the board's grades, where it gave its own."""
    judged = dict(assessment.moderations.values_list("key", "said"))
    said = rules.together(own_answers(assessment), judged)
    found = _score(assessment, said)
    assessment.moderated_percent = rules.percent(found.overall.percent)
    kept = {each.standard: each for each in assessment.grades.all()}
    for part in found.standards:
        if each := kept.get(part.key):
            each.moderated_percent = rules.percent(part.percent)
            each.moderated_band = part.band
    Grade.objects.bulk_update(kept.values(), ["moderated_percent", "moderated_band"])


def own_answers(assessment: SelfAssessment) -> dict[str, object]:
    return dict(assessment.answers.values_list("key", "said"))


def _score(assessment: SelfAssessment, said: dict[str, object]) -> Score:
    return rules.scored(
        assessment.cycle.asked,
        said,
        form=assessment.form,
        kind=assessment.kind,
        size=assessment.size,
    )


def _kept(assessment: SelfAssessment, part: Part) -> Grade:
    percent: Decimal | None = rules.percent(part.percent)
    return Grade(
        assessment=assessment,
        standard=part.key,
        percent=percent,
        band=part.band,
        answered=part.answered,
        missing=part.missing,
        not_applicable=part.not_applicable,
    )
