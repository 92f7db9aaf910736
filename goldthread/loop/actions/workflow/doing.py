"""Doing an action, having it verified by somebody else, and what the board decides."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.states import Steps, WrongState, on_behalf, typed
from goldthread.base.uploads import workflow as uploads
from goldthread.base.uploads.checking import Checked
from goldthread.loop.actions import letters, queries, rules
from goldthread.loop.actions.models import Action, Decision, Evidence
from goldthread.loop.actions.workflow.raising import (
    check_person,
    dated,
    say,
)
from goldthread.loop.activities.rules import days
from goldthread.loop.activities.workflow import note_source

State = Action.State
Kind = Decision.Kind
AT_WORK = (State.OPEN, State.IN_PROGRESS, State.SENT_BACK)  # the owner has it
UNFINISHED = (*AT_WORK, State.SUBMITTED)
steps = Steps("actions.action")


# --- Doing it ---------------------------------------------------------------------------


@steps.step("Begin", State.OPEN, to=State.IN_PROGRESS, whose="self.organisation")
def begin(action: Action, *, by: User) -> None:
    """The work has begun; a lead who chose nobody has it herself."""
    _take_on(action, by)


def _take_on(action: Action, by: User) -> None:
    """Who does what nobody was chosen for has it, unless she does it for others."""
    if not (action.person or on_behalf(by, action.organisation)):
        action.person = by


@steps.step(
    "Submit evidence",
    *(State.IN_PROGRESS, State.SENT_BACK),
    to=State.SUBMITTED,
    whose="self.organisation",
)
def submit_evidence(
    action: Action,
    *,
    by: User,
    text: str,
    on: date,
    link: str = "",
    attached: Iterable[Checked] = (),
    **told: str,
) -> None:
    """Say what has been done and where it can be seen; somebody else decides.

    Told: `told_by` and `told_how`, if the board team enters it for the organisation.
    Whoever enters it has submitted it: she is not the one who verifies it.
    """
    said = typed(text, text="Say what has been done, and what shows it.")
    if on < action.raised_on:
        raise ValidationError(
            {"on": "It cannot have come before the action was raised."}
        )
    evidence = Evidence(action=action, text=said, link=link, given_on=on, given_by=by)
    source = {"told_by": "", "told_how": "", **told}
    note_source(evidence, action.organisation, by, **source)
    evidence.full_clean()
    evidence.save()
    evidence.files.add(*uploads.keep(attached, by=by, board=action.board))
    _take_on(action, by)
    action.submitted_on, action.submitted_by = on, by
    letters.submitted(action, on=on)
    if evidence.told_by:
        letters.entered(action)


# --- Somebody of another organisation decides -------------------------------------------


@steps.step("Verify as complete", State.SUBMITTED, to=State.VERIFIED)
def verify(action: Action, *, by: User, answer: str, on: date) -> None:
    """What was promised has been done, as somebody who does not own it has seen."""
    _answer(
        action, answer, "Say what you looked at, and why it is enough.", by=by, on=on
    )
    action.verified_on, action.verified_by = on, by
    letters.answered(action, on=on)


@steps.step("Send back", State.SUBMITTED, to=State.SENT_BACK)
def send_back(action: Action, *, by: User, answer: str, on: date) -> None:
    """Something is missing: the organisation owes it again."""
    _answer(action, answer, "Say what is missing.", by=by, on=on)
    action.submitted_on = action.submitted_by = None
    letters.answered(action, on=on)


def _answer(action: Action, answer: str, sentence: str, *, by: User, on: date) -> None:
    said = typed(answer, answer=sentence)
    latest = action.evidence.order_by("-pk").values("pk")[:1]
    Evidence.objects.filter(pk__in=latest).update(
        answer=said, answered_on=on, answered_by=by
    )


# --- Whose it is ---------------------------------------------------------------------


@steps.step("Choose who does it", *AT_WORK, whose="self.organisation")
def assign(action: Action, *, by: User, person: User, on: date) -> None:
    """The organisation says which one of its people has it."""
    check_person(action, person)
    action.person = person
    letters.given(action, on=on)


@steps.step("Change", *AT_WORK)
def edit(action: Action, *, by: User, **said: Any) -> None:
    """Put it in better words, or in a programme; its owner and its day stay."""
    say(action, said)


# --- What the board decides meanwhile ---------------------------------------------------


def _decide(
    action: Action, kind: Decision.Kind, reason: str, *, by: User, on: date, **more: Any
) -> None:
    Decision.objects.create(
        action=action,
        kind=kind,
        reason=typed(reason, reason="Say why."),
        decided_by=by,
        decided_on=on,
        **more,
    )


@steps.step("Extend the due date", *UNFINISHED)
def extend(
    action: Action, *, by: User, due_on: date | None, reason: str, on: date
) -> None:
    """More time, for a reason. What was escalated stays so until it is verified."""
    later = dated(due_on, on=on)
    if later <= action.due_on:
        raise ValidationError(
            {"due_on": f"Enter a day after {day(action.due_on)}, when it is due now."}
        )
    moved = {"due_was": action.due_on, "due_on": later}
    _decide(action, Kind.EXTENDED, reason, by=by, on=on, **moved)
    action.due_on = later
    letters.given(action, on=on)


@steps.step("Withdraw", *UNFINISHED, to=State.WITHDRAWN)
def withdraw(action: Action, *, by: User, reason: str, on: date) -> None:
    """It is no longer wanted. It leaves every count and can be reopened."""
    _decide(action, Kind.WITHDRAWN, reason, by=by, on=on)


@steps.step("Reopen", State.VERIFIED, State.WITHDRAWN, to=State.IN_PROGRESS)
def reopen(
    action: Action, *, by: User, due_on: date | None, reason: str, on: date
) -> None:
    """It was not done after all, or is wanted again: owed anew, by a new day."""
    moved = {"due_was": action.due_on, "due_on": dated(due_on, on=on)}
    _decide(action, Kind.REOPENED, reason, by=by, on=on, **moved)
    action.due_on = moved["due_on"]
    action.verified_on = action.verified_by = None
    action.submitted_on = action.submitted_by = None
    _calm(action)
    letters.given(action, on=on)


# --- Escalation -------------------------------------------------------------------------


@steps.step("Escalate", *UNFINISHED, alone=True)
def escalate(action: Action, *, by: User | None, on: date) -> int:
    """The clock takes what is too long overdue to the chair, then into the paper."""
    level = rules.escalation(due_on=action.due_on, on=on)
    if level <= action.escalation:
        raise WrongState
    action.escalation = level
    action.escalated_at = action.escalated_at or timezone.now()
    action.escalated_because = _because(action, on=on)
    return letters.escalated(action)


def _because(action: Action, *, on: date) -> str:
    over = days((on - action.due_on).days)
    if action.state == State.SUBMITTED and action.submitted_on:
        holder = f"Its evidence of {day(action.submitted_on)} waited to be verified."
    else:
        holder = "No evidence that it was done had come."
    return (
        f"It was due on {day(action.due_on)}. On {day(on)} it was {over} late. {holder}"
    )


@steps.step("End the escalation", *UNFINISHED)
def de_escalate(action: Action, *, by: User, reason: str, on: date) -> None:
    """The chair has agreed what happens next; refused while it is still overdue."""
    if action.state == State.SUBMITTED:
        raise ValidationError(
            "Evidence waits to be verified. The escalation ends when it is verified, "
            "or you can end it once it is sent back."
        )
    if action.due_on < on:
        raise ValidationError(
            "This action is still overdue. The board team must extend its due date "
            "before the escalation can end."
        )
    _decide(action, Kind.DE_ESCALATED, reason, by=by, on=on)
    _calm(action)


def _calm(action: Action) -> None:
    action.escalation, action.escalated_at = rules.NOT_ESCALATED, None
    action.escalated_because = ""


# --- When whoever had it has left --------------------------------------------------------


def tell_left(actions: Iterable[Action], leaver: User, on: date) -> None:
    """Nobody has these now: the leads of their organisations are to choose somebody."""
    for action in actions:
        letters.given(action, on=on)


# --- What the clock does: asked by `goldthread tick` ------------------------------------


def remind(on: date) -> int:
    """Write the reminders of this day; how many."""
    return sum(
        letters.reminded(action, offset, on=on)
        for action, offset in queries.reminders_on(on)
    )


def escalate_overdue(on: date) -> int:
    """Escalate whatever is too long overdue; how many letters that was."""
    waiting = queries.to_escalate(on).select_related("organisation", "board")
    return escalate_each(waiting, on=on)


def escalate_each(actions: Iterable[Action], *, on: date) -> int:
    """Each in a transaction of its own: one that is late stops no other."""
    return sum(_escalate(action, on=on) for action in actions)


def _escalate(action: Action, *, on: date) -> int:
    """Nothing, if somebody verified, withdrew or extended it in the meantime."""
    try:
        letters_written: int = escalate(action, by=None, on=on)
    except WrongState:
        return 0
    return letters_written
