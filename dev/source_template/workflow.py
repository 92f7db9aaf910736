"""Every write that the board would recognise, one verb each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base import states
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import workflow as findings
from goldthread.loop.findings.models import Finding
from goldthread.sources.source_template import rules
from goldthread.sources.source_template.models import SourceTemplate

State = SourceTemplate.State
activity_steps = Steps("activities.activity")
steps = Steps(SourceTemplate._meta.label_lower)


@activity_steps.step(
    "Ask for source template", Activity.State.PLANNED, Activity.State.UNDER_WAY
)
def ask_for_source_template(
    activity: Activity,
    *,
    by: User,
    organisations: Iterable[Organisation],
    on: date,
    **asked: Any,
) -> None:
    """Ask organisations, each for its own: `what`, `due_on`, `why`."""
    contributions = activities.ask_for(
        activity, by=by, organisations=organisations, on=on, **asked
    )
    records = [SourceTemplate(contribution=each) for each in contributions]
    SourceTemplate.objects.bulk_create(records)
    states.note_all(ask_for_source_template, records, by=by)


@steps.step("Answer and send", State.OPEN, to=State.RETURNED)
def submit(record: SourceTemplate, *, by: User, answer: str, on: date) -> None:
    """The organisation answers, and owes nothing any more."""
    if why := rules.too_short(answer):
        raise ValidationError({"answer": why})
    record.answer = answer
    record.contribution.receive(on=on)
    record.contribution.save()


@steps.step("Send back", State.RETURNED, to=State.OPEN)
def send_back(record: SourceTemplate, *, by: User, reason: str, due_on: date) -> None:
    """Something is missing, so the organisation owes it once more."""
    if not reason.strip():
        raise ValidationError({"reason": "Say what is missing."})
    contribution = record.contribution
    contribution.reopen()
    contribution.due_on, contribution.changed_because = due_on, reason
    contribution.save()


@steps.step("Raise a finding", State.RETURNED)
def raise_finding(record: SourceTemplate, *, by: User, **said: Any) -> Finding:
    """One thing learned from it, into the loop like any other finding."""
    finding: Finding = findings.add_finding(record.contribution.activity, by=by, **said)
    record.findings.add(finding)
    return finding
