"""What the board's paper may say of single-agency audits: numbers, and no names."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from goldthread.base.people.models import Board
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits.models import AgencyAudit

State = AgencyAudit.State


def summarise(*, board: Board, since: date, until: date) -> Mapping[str, int]:
    """What came, what was made of it and what is owed. Works before anything has come.

    Restricted activities are left out: a count would tell that they exist.
    """
    audits = AgencyAudit.objects.filter(
        Q(contribution__activity__board=board) | Q(shared_with=board),
        contribution__activity__restricted=False,
    )
    days = (since, until)
    late = Q(state__in=(State.PLANNED, State.NOTIFIED, State.CLARIFY))
    counted = audits.aggregate(
        returned=_of(Q(contribution__received_on__range=days)),
        accepted=_of(Q(accepted_on__range=days)),
        reported=_of(Q(reported_on__range=days)),
        overdue=_of(late & Q(contribution__due_on__lt=until)),
        not_done=_of(Q(not_done_on__range=days, twin=None)),
    )
    raised = Finding.objects.standing().filter(
        agency_audits__in=audits, recorded_at__date__range=days
    )
    return {
        "Audit returns received": counted["returned"],
        "Audit returns accepted": counted["accepted"],
        "Audit returns reported": counted["reported"],
        "Audit returns overdue": counted["overdue"],
        "Audits announced and not done": counted["not_done"],
        "Findings raised from audits": raised.distinct().count(),
    }


def _of(condition: Q) -> Count:
    return Count("pk", filter=condition, distinct=True)
