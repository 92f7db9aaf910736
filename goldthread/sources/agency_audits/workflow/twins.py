"""The same audit at two boards: recognised, refused twice, and shared instead."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, Organisation, User
from goldthread.loop.activities.models import Contribution
from goldthread.sources.agency_audits import queries
from goldthread.sources.agency_audits.models import AgencyAudit


def recognise(audit: AgencyAudit) -> None:
    """Note whether another board has the same audit; refuse it twice on one board."""
    twin = queries.twin_of(audit, audit.contribution.organisation)
    if twin and _has(twin, audit.contribution.activity.board):
        raise ValidationError(
            {"title": f"This board has it already: {twin.reference}."}
        )
    audit.twin = twin


def _has(twin: AgencyAudit, board: Board) -> bool:
    home = twin.contribution.activity.board == board
    return home or twin.shared_with.filter(pk=board.pk).exists()


def twin_for(
    audit: AgencyAudit, organisation: Organisation, board: Board, *, share: bool
) -> AgencyAudit | None:
    """The audit to share instead of announcing it again; refused until she agrees."""
    twin = queries.twin_of(audit, organisation)
    if twin is None:
        return None
    if _has(twin, board):
        raise ValidationError(
            {"title": f"{board} has this audit already: {twin.reference}."}
        )
    if not share:
        first = twin.contribution.activity.board
        raise ValidationError(
            {
                "share": f"{first} has this audit already. Tick to share it with "
                f"{board}, or change the title or the period."
            }
        )
    return twin


def share(twin: AgencyAudit, board: Board, *, by: User) -> AgencyAudit:
    """Let the board read the return that another has, rather than have its own."""
    twin.shared_with.add(board)
    ledger.write(twin, by=by, verb="share_with", words="Share with another board")
    return twin


def give_up(audit: AgencyAudit, reason: str, *, on: date) -> None:
    """No return will come of it, so the organisation owes none."""
    audit.because, audit.not_done_on = reason, on
    contribution = audit.contribution
    contribution.state = Contribution.State.WITHDRAWN
    contribution.changed_because = reason
    contribution.save()
