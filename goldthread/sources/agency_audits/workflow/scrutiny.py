"""From returned to closed: triaged, asked about, accepted, themed, weighed, reported."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.post import workflow as post
from goldthread.base.states import Steps, typed
from goldthread.loop.activities import queries as asked
from goldthread.loop.activities import workflow as activities
from goldthread.loop.findings import workflow as findings
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits import queries
from goldthread.sources.agency_audits.models import AgencyAudit, Question

State = AgencyAudit.State
steps = Steps("agency_audits.agencyaudit")


@steps.step("Triage", State.RETURNED, to=State.TRIAGED)
def triage(audit: AgencyAudit, *, by: User, note: str) -> None:
    """Somebody of the group has read it, and says what to make of it."""
    audit.triage_note = note


@steps.step("Accept", State.TRIAGED, to=State.ACCEPTED)
def accept(audit: AgencyAudit, *, by: User, on: date, although: str = "") -> None:
    """The board takes it as it stands; where a grave doubt is left, for a reason."""
    if (grave := queries.grave(audit, on=on)) and not although.strip():
        raise ValidationError(
            {"although": f"{' '.join(grave)} Ask the agency, or say why you accept it."}
        )
    audit.accepted_on, audit.accepted_although = on, although


@steps.step("Ask the agency", State.TRIAGED, to=State.CLARIFY)
def clarify(
    audit: AgencyAudit, *, by: User, question: str, due_on: date, on: date
) -> None:
    """Something in the return is not clear, so the agency has it once more."""
    typed(question, question="Write what you ask the agency.")
    if due_on < on:
        raise ValidationError({"due_on": "The day it is due must be today or later."})
    Question.objects.create(audit=audit, text=question, asked_on=on, asked_by=by)
    contribution = audit.contribution
    contribution.reopen()
    contribution.due_on, contribution.changed_because = due_on, question
    contribution.save()
    _write(audit, on=on)


def _write(audit: AgencyAudit, *, on: date) -> None:
    contribution = audit.contribution
    for person in asked.told(contribution):
        post.write_to(
            person,
            subject="Single-agency audit: answer a question about your return, by "
            f"{day(contribution.due_on)} ({audit.reference})",
            body="The board has read your return and asks a question. Answer it here:",
            link=audit.get_absolute_url(),
            why=f"you answer for {contribution.organisation}",
            key=f"audit-question-{audit.pk}-{audit.questions.count()}-{person.pk}",
        )


@steps.step("Raise a finding", State.ACCEPTED)
def raise_finding(audit: AgencyAudit, *, by: User, **said: Any) -> Finding:
    """One thing the board takes from it, into the loop like any other finding."""
    finding: Finding = findings.add_finding(audit.contribution.activity, by=by, **said)
    audit.findings.add(finding)
    audit.nothing_new = ""
    return finding


@steps.step("Confirm the themes", State.ACCEPTED, to=State.THEMED)
def theme(audit: AgencyAudit, *, by: User, nothing_new: str = "") -> None:
    """Every finding raised from it has joined a theme, or there was nothing to raise."""
    if waiting := queries.unthemed(audit):
        raise ValidationError(
            f"Findings raised from it that have joined no theme yet: {waiting}. "
            "Join each to a theme first."
        )
    if not audit.findings.standing().exists():
        audit.nothing_new = typed(
            nothing_new,
            nothing_new="Raise a finding from it first, or say why there is none.",
        )


@steps.step("Triangulate", State.THEMED, to=State.TRIANGULATED)
def triangulate(audit: AgencyAudit, *, by: User, note: str) -> None:
    """The group says what the other sources make of it."""
    audit.triangulation = typed(
        note, note="Say whether other sources agree, differ or are silent."
    )


@steps.step("Report", State.TRIANGULATED, to=State.REPORTED)
def report(audit: AgencyAudit, *, by: User, to: str, on: date) -> None:
    """What was learned went to this meeting."""
    audit.reported_to = typed(to, to="Say which meeting it was reported to.")
    audit.reported_on = on


@steps.step(
    "Give feedback",
    *(State.RETURNED, State.TRIAGED, State.ACCEPTED, State.THEMED),
    *(State.TRIANGULATED, State.REPORTED),
)
def give_feedback(audit: AgencyAudit, *, by: User, feedback: str, on: date) -> None:
    """Tell the agency what the board made of its return. Every agency is owed this."""
    activities.give_feedback(audit.contribution, by=by, feedback=feedback, on=on)


@steps.step("Close", State.REPORTED, to=State.CLOSED)
def close(audit: AgencyAudit, *, by: User) -> None:
    """Nothing more is to come. Refused until the agency has had feedback."""
    if not audit.contribution.feedback:
        raise ValidationError(
            f"{audit.contribution.organisation} has had no feedback. Give it first."
        )


@steps.step(
    "Reopen",
    *(State.ACCEPTED, State.THEMED, State.TRIANGULATED, State.REPORTED, State.CLOSED),
    to=State.TRIAGED,
)
def reopen(audit: AgencyAudit, *, by: User, reason: str) -> None:
    """There is reason to look at the return again. What was raised from it stays."""
    audit.because = typed(reason, reason="Say why.")
    audit.accepted_on = audit.reported_on = None
