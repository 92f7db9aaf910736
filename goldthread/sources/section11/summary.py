"""What the board's paper may say of section 11: numbers, and no names."""

from collections.abc import Mapping
from datetime import date

from goldthread.base.people.models import Board
from goldthread.sources.section11.models import SelfAssessment

State = SelfAssessment.State


def summarise(*, board: Board, since: date, until: date) -> Mapping[str, int]:
    """Works before anything has happened."""
    asked = SelfAssessment.objects.filter(boards=board)
    of_period = asked.filter(contribution__asked_on__range=(since, until))
    came = asked.filter(submitted_on__range=(since, until))
    judged = came.filter(moderated_percent__isnull=False)
    answered = came.filter(contribution__feedback_on__isnull=False)
    return {
        "Section 11: returns asked for": of_period.exclude(state=State.EXEMPT).count(),
        "Section 11: returns received": came.count(),
        "Section 11: returns moderated": judged.count(),
        "Section 11: returns answered with feedback": answered.count(),
    }
