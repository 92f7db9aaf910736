"""A cycle as a program reads it: how far it is, and everything it holds."""

from datetime import date
from typing import Any

from goldthread.base.people.models import User
from goldthread.sources.section11.models import Answer, Cycle, Grade, SelfAssessment
from goldthread.sources.section11.queries.pictures import Tracked, owed, tracker
from goldthread.sources.section11.queries.sites import covered


def status(cycle: Cycle, user: User, *, on: date) -> dict[str, Any]:
    """How many were asked and have answered, by type, and who is late."""
    found = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk)
    late = found.overdue(on=on).select_related("contribution__organisation")
    return {
        "cycle": cycle.slug,
        "title": str(cycle),
        "state": cycle.state,
        "closes_on": cycle.closes_on.isoformat(),
        "by_type": [_told(each) for each in tracker(cycle, user, on=on)],
        "still_to_come": owed(cycle, user).number,
        "answered_for": covered(cycle, user)["number"],
        "overdue": sorted(str(each.contribution.organisation) for each in late),
    }


def _told(each: Tracked) -> dict[str, Any]:
    return {
        "type": each.words,
        "asked": each.asked,
        "submitted": each.came,
        "rate": each.rate,
        "moderated": each.judged,
        "late": each.late,
        "exempt": each.exempt,
    }


def whole_cycle(cycle: Cycle, user: User) -> dict[str, Any]:
    """Every return that she may read, with codes that can be read back in.

    Answers are there as far as she may read them: of a board, once they are submitted.
    """
    seen = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk)
    answers: dict[int, dict[str, Any]] = {}
    for answer in Answer.objects.visible_to(user).filter(assessment__cycle=cycle.pk):
        answers.setdefault(answer.assessment_id, {})[answer.key] = {
            "said": answer.said,
            "words": answer.words,
            "impact": answer.impact,
        }
    grades: dict[int, dict[str, Any]] = {}
    for grade in Grade.objects.visible_to(user).filter(assessment__cycle=cycle.pk):
        grades.setdefault(grade.assessment_id, {})[grade.standard] = {
            "percent": _number(grade.percent),
            "moderated_percent": _number(grade.moderated_percent),
        }
    return {
        "cycle": cycle.slug,
        "question_set": cycle.question_set.key,
        "digest": cycle.question_set.digest,
        "returns": [
            {
                "return": each.reference,
                "organisation": str(each.contribution.organisation),
                "answers_for": [str(site) for site in each.sites.all()],
                "type": each.kind,
                "form": each.form,
                "state": each.state,
                "submitted_on": each.submitted_on and each.submitted_on.isoformat(),
                "answers": answers.get(each.pk, {}),
                "grades": grades.get(each.pk, {}),
            }
            for each in seen.select_related("contribution__organisation")
            .prefetch_related("sites")
            .order_by("pk")
        ],
    }


def _number(percent: Any) -> float | None:
    return None if percent is None else float(percent)
