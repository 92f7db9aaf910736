"""What an agency says by telephone or sends on paper, entered by the board team for it."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base import states
from goldthread.base.people.models import User
from goldthread.base.states import Steps
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.workflow import letters
from goldthread.sources.agency_audits.models import AgencyAudit

State = AgencyAudit.State
steps = Steps("agency_audits.agencyaudit")
AGENCY = "self.contribution.organisation"


@steps.step(
    "Enter it for the agency",
    State.PLANNED,
    State.NOTIFIED,
    State.CLARIFY,
    whose=AGENCY,
)
def enter_for(audit: AgencyAudit, *, by: User) -> None:
    """The board team fills it in from now on; never over what the agency has begun."""
    if audit.entered_for_agency:
        raise ValidationError("The board team enters this return already.")
    if not audit.sent and audit.begun:
        raise ValidationError(
            f"{audit.contribution.organisation} has begun to fill it in, and the board "
            "reads a return once it is sent. Ask the agency to send it."
        )
    audit.entered_for_agency = True


@steps.step("Hand it back to the agency", State.PLANNED, State.NOTIFIED, State.CLARIFY)
def hand_back(audit: AgencyAudit, *, by: User) -> None:
    """The agency fills it in itself, and the board reads it once it is sent."""
    audit.entered_for_agency = False


def remember(audit: AgencyAudit, by: User) -> None:
    """Whoever enters any of it for the agency is not the one who judges it."""
    if states.on_behalf(by, audit.contribution.organisation):
        audit.entered_by.add(by)


def receive(audit: AgencyAudit, *, by: User, on: date, **told: str) -> None:
    """The return is here: the contribution says when it came, and who gave it how."""
    contribution = audit.contribution
    if on < contribution.asked_on:
        raise ValidationError({"on": "It cannot have come before it was asked for."})
    source = {"told_by": "", "told_how": "", **told}
    activities.note_source(contribution, contribution.organisation, by, **source)
    remember(audit, by)
    contribution.receive(on=on)
    contribution.save()
    audit.entered_for_agency = False
    if contribution.told_by:
        letters.entered(contribution)
