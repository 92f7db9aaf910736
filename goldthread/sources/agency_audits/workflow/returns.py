"""From planned to returned: announced or asked for, filled in, sent, or not done."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base import states
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.loop.activities import queries as asked
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Way
from goldthread.loop.activities.workflow import letters
from goldthread.sources.agency_audits import queries, rules
from goldthread.sources.agency_audits.models import AgencyAudit, AuditAction
from goldthread.sources.agency_audits.workflow import behalf, twins
from goldthread.sources.agency_audits.workflow.behalf import AGENCY

State = AgencyAudit.State
WITH_AGENCY = (State.PLANNED, State.NOTIFIED, State.CLARIFY)
organisation_steps = Steps("people.organisation")
activity_steps = Steps("activities.activity")
steps = Steps("agency_audits.agencyaudit")


# --- Planned, or asked for --------------------------------------------------------------


@organisation_steps.step("Announce an audit")
def announce_audit(
    organisation: Organisation,
    *,
    by: User,
    board: Board,
    due_on: date,
    on: date,
    share: bool = False,
    **said: Any,
) -> AgencyAudit:
    """The organisation plans an audit of its own and tells a board when to expect it."""
    if not organisation.boards.filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose a board your organisation works with."})
    audit = AgencyAudit(**said)
    _check(audit, said)
    if twin := twins.twin_for(audit, organisation, board, share=share):
        return twins.share(twin, board, by=by)
    activity = _standing_activity(board, by=by, on=on)
    contribution = Contribution(
        activity=activity,
        organisation=organisation,
        what=audit.title,
        why=audit.rationale,
        asked_on=on,
        due_on=due_on,
    )
    contribution.full_clean()
    contribution.save()
    _note(contribution, "announce_audit", "Announce an audit", by=by)
    audit.contribution = contribution
    audit.save()
    return audit


def _standing_activity(board: Board, *, by: User, on: date) -> Activity:
    """The board's open activity for audits; one is begun until the board plans its own.

    It is of the framework's line on single-agency audit, so that coverage counts it.
    """
    line = asked.line_for(board, Way.SINGLE_AGENCY_AUDIT, on=on)
    if standing := queries.standing_activity(board):
        if line and not standing.line_id:
            standing.line = line
            standing.save(update_fields=["line"])
            _note(standing, "announce_audit", "Put under its line", by=by)
        return standing
    activity = Activity.objects.create(
        board=board,
        way=Way.SINGLE_AGENCY_AUDIT,
        line=line,
        title="Single-agency audits",
        lead_group=board.groups.filter(kind="qasg").first(),
        expected_outcome=line.expected_outcome if line else "",
        state=Activity.State.UNDER_WAY,
    )
    _note(activity, "announce_audit", "Begun for an announced audit", by=by)
    return activity


def _note(record: Any, verb: str, words: str, *, by: User) -> None:
    ledger.write(record, by=by, verb=verb, words=words)


@activity_steps.step(
    "Ask for audit returns", Activity.State.PLANNED, Activity.State.UNDER_WAY
)
def ask_for_audits(
    activity: Activity,
    *,
    by: User,
    organisations: Iterable[Organisation],
    due_on: date,
    on: date,
    why: str = "",
    **said: Any,
) -> None:
    """Ask organisations for a return of the same audit, each its own."""
    plan = AgencyAudit(rationale=why, **said)
    _check(plan, said)
    contributions = activities.ask_for(
        activity,
        by=by,
        organisations=organisations,
        what=plan.title,
        why=why,
        due_on=due_on,
        on=on,
    )
    audits = [
        AgencyAudit(contribution=each, state=State.NOTIFIED, rationale=why, **said)
        for each in contributions
    ]
    for audit in audits:
        twins.recognise(audit)
    AgencyAudit.objects.bulk_create(audits)
    states.note_all(ask_for_audits, audits, by=by)


@steps.step("Ask for the return", State.PLANNED, to=State.NOTIFIED)
def notify(audit: AgencyAudit, *, by: User, due_on: date, why: str, on: date) -> None:
    """The board wants the return of an announced audit, and says by when."""
    if due_on < on:
        raise ValidationError({"due_on": "The day it is due must be today or later."})
    contribution = audit.contribution
    contribution.due_on, contribution.why = due_on, why
    contribution.save()
    letters.asked(contribution, on=on)


# --- Filling it in ----------------------------------------------------------------------


def _check(audit: AgencyAudit, said: Iterable[str]) -> None:
    """Refuse what cannot be so in the answers given, each with its sentence."""
    wrong = rules.refusals(audit.account())
    if given := {name: wrong[name] for name in said if name in wrong}:
        raise ValidationError(given)
    audit.full_clean(exclude=["contribution", "twin"], validate_constraints=False)


@steps.step("Fill in the return", *WITH_AGENCY, whose=AGENCY)
def fill(audit: AgencyAudit, *, by: User, **said: Any) -> None:
    """Answer one section. It can be half done, but not contradict itself."""
    for name, value in said.items():
        setattr(audit, name, value)
    _check(audit, said)
    if "title" in said:
        twins.recognise(audit)
        audit.contribution.what = audit.title
        audit.contribution.save()
    behalf.remember(audit, by)


@steps.step("Add an action", *WITH_AGENCY, whose=AGENCY)
def add_action(audit: AgencyAudit, *, by: User, **said: Any) -> None:
    """What the agency itself does about what it found."""
    action = AuditAction(audit=audit, **said)
    if not action.owner.strip():
        raise ValidationError(
            {"owner": "Say who does it. An action without an owner is done by nobody."}
        )
    action.full_clean()
    action.save()
    behalf.remember(audit, by)


@steps.step("Remove an action", *WITH_AGENCY, whose=AGENCY)
def remove_action(audit: AgencyAudit, *, by: User, action: AuditAction) -> None:
    """It was written down by mistake."""
    audit.actions.filter(pk=action.pk).delete()
    behalf.remember(audit, by)


# --- Sending it, or not -----------------------------------------------------------------


def unready(audit: AgencyAudit, *, on: date) -> list[str]:
    """Why it cannot be sent: unfinished, contradicts itself, or was sent elsewhere."""
    why = rules.unready(queries.account(audit), audit.answers, on=on)
    if audit.twin:
        board = audit.twin.contribution.activity.board
        why.append(
            f"{board} has this audit already. Choose “Share the one already sent”, "
            "or change the title or the period."
        )
    return why


def _check_ready(audit: AgencyAudit, *, on: date) -> None:
    if why := unready(audit, on=on):
        raise ValidationError(why)


@steps.step(
    "Check and send", State.PLANNED, State.NOTIFIED, to=State.RETURNED, whose=AGENCY
)
def send(audit: AgencyAudit, *, by: User, on: date, **told: str) -> None:
    """The agency's lead stands behind the return, and the board may read it.

    Told: `told_by` and `told_how`, if the board team entered it for the agency.
    """
    _check_ready(audit, on=on)
    behalf.receive(audit, by=by, on=on, **told)


@steps.step("Answer and send again", State.CLARIFY, to=State.RETURNED, whose=AGENCY)
def answer(audit: AgencyAudit, *, by: User, answer: str, on: date, **told: str) -> None:
    """Answer what the board asked; the return itself may have been put right too."""
    answer = typed(answer, answer="Answer what the board asks.")
    _check_ready(audit, on=on)
    audit.questions.filter(answered_on=None).update(
        answer=answer, answered_on=on, answered_by=by
    )
    behalf.receive(audit, by=by, on=on, **told)


@steps.step("It will not be done", State.PLANNED, State.NOTIFIED, to=State.NOT_DONE)
def not_done(audit: AgencyAudit, *, by: User, reason: str, on: date) -> None:
    """No return will come, for this reason."""
    why = typed(reason, reason="Say why it will not be done.")
    twins.give_up(audit, why, on=on)


@steps.step("It will be done after all", State.NOT_DONE, to=State.PLANNED)
def plan_again(audit: AgencyAudit, *, by: User, due_on: date, on: date) -> None:
    """Planned once more, and owed by this day."""
    if due_on < on:
        raise ValidationError({"due_on": "The day it is due must be today or later."})
    audit.not_done_on, audit.because = None, ""
    audit.contribution.reopen()
    audit.contribution.due_on = due_on
    audit.contribution.save()
