"""What the board's paper may say of it: numbers, and no names."""

from collections.abc import Mapping
from datetime import date

from goldthread.base.people.models import Board
from goldthread.sources.source_template.models import SourceTemplate


def summarise(*, board: Board, since: date, until: date) -> Mapping[str, int]:
    """Works before anything has happened."""
    records = SourceTemplate.objects.filter(contribution__activity__board=board)
    came = records.filter(contribution__received_on__range=(since, until))
    return {
        "Source template: asked": records.count(),
        "Source template: received": came.count(),
    }
