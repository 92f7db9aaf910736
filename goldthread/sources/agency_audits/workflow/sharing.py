"""One return for several boards: an audit is shared, never sent twice."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps
from goldthread.sources.agency_audits.models import AgencyAudit
from goldthread.sources.agency_audits.workflow import twins

State = AgencyAudit.State
steps = Steps("agency_audits.agencyaudit")


@steps.step("Share with another board")
def share_with(audit: AgencyAudit, *, by: User, board: Board) -> None:
    """Let another board read this return, instead of sending it again."""
    activity = audit.contribution.activity
    if board == activity.board:
        raise ValidationError(
            {"board": "Choose another board: this one has it already."}
        )
    if not audit.contribution.organisation.boards.filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose a board your organisation works with."})
    audit.shared_with.add(board)


@steps.step("Stop sharing")
def stop_sharing(audit: AgencyAudit, *, by: User, board: Board) -> None:
    """The other board no longer reads it."""
    audit.shared_with.remove(board)


@steps.step(
    "Share the one already sent", State.PLANNED, State.NOTIFIED, to=State.NOT_DONE
)
def share_twin(audit: AgencyAudit, *, by: User, on: date) -> None:
    """Another board has this very audit: share that one, and owe nothing here."""
    twin: Any = audit.twin  # the policy asks that there is one
    board = audit.contribution.activity.board
    twins.share(twin, board, by=by)
    twins.give_up(audit, f"Shared instead: the same audit, {twin.reference}.", on=on)
