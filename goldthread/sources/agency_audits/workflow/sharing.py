"""One return for several boards: an audit is shared, never sent twice."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.states import Steps
from goldthread.loop.activities.models import Contribution
from goldthread.sources.agency_audits import queries
from goldthread.sources.agency_audits.models import AgencyAudit

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
    twin, board = audit.twin, audit.contribution.activity.board
    if twin is None:
        raise ValidationError("No other board has this audit.")
    share_with(twin, by=by, board=board)
    give_up(audit, f"Shared instead: the same audit, {twin.reference}.", on=on)


def give_up(audit: AgencyAudit, reason: str, *, on: date) -> None:
    """No return will come of it, so the organisation owes none."""
    audit.because, audit.not_done_on = reason, on
    contribution = audit.contribution
    contribution.state = Contribution.State.WITHDRAWN
    contribution.changed_because = reason
    contribution.save()


# --- Recognising a twin -----------------------------------------------------------------


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
