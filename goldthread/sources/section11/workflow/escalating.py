"""Returns that are long late are told of to the chief officer, who needs no account."""

from datetime import date

from goldthread.base.ledger import models as ledger
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Cycle, SelfAssessment
from goldthread.sources.section11.workflow import letters


def escalate(on: date) -> int:
    """Write to the chief officers of whoever is 10 or 20 days late; how many letters.

    The clock may ask as often as it likes: each is written to once.
    """
    of: dict[Cycle, list[tuple[SelfAssessment, str, int]]] = {}
    for late, address, after in queries.to_escalate(on):
        of.setdefault(late.cycle, []).append((late, address, after))
    for found in of.values():
        ledger.write_of(
            SelfAssessment,
            [late.pk for late, _, _ in found],
            by=None,
            verb="escalate",
            words="Late: the chief officer is written to",
        )
    return sum(letters.to_chiefs(cycle, found, on=on) for cycle, found in of.items())
