"""Looking whether it made a difference, and what becomes of a theme after that."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.govuk.rules import day
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps, typed
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.queries import people_at
from goldthread.loop.activities.rules import by_when
from goldthread.loop.impact import queries, rules
from goldthread.loop.impact.models import CarriedForward, Check, Conclusion
from goldthread.loop.impact.queries import Subject
from goldthread.loop.plan.models import Intention, Year
from goldthread.loop.plan.workflow import add_intention
from goldthread.loop.themes.models import Theme

State = Check.State
Open = Theme.State
action_steps = Steps("actions.action")
theme_steps = Steps("themes.theme")
steps = Steps("impact.check")
LOOKED_AT = (Open.OPEN, Open.CARRIED)


# --- Planning a check -------------------------------------------------------------------


@action_steps.step("Plan an impact check", Action.State.VERIFIED)
def plan_check(
    subject: Subject, *, by: User, checker: User, due_on: date, method: str, on: date
) -> Check:
    """Choose who will look, when and how: somebody who does not own it."""
    if due_on < on:
        raise ValidationError({"due_on": "Enter today or a later day."})
    check = _planned(subject, checker, due_on=due_on, method=method, on=on)
    _tell(check, on=on)
    return check


# The same verb for a theme.
plan = plan_check.__wrapped__  # type: ignore[attr-defined]
plan_check_of_theme = theme_steps.step("Plan an impact check", *LOOKED_AT)(plan)


def _planned(
    subject: Subject, checker: User, *, due_on: date, method: str, on: date
) -> Check:
    check = Check(
        board=subject.board,
        action=subject if isinstance(subject, Action) else None,
        theme=subject if isinstance(subject, Theme) else None,
        checker=checker,
        planned_on=on,
        due_on=due_on,
        method=typed(method, method="Say how it will be checked."),
    )
    _check_may(subject, checker)
    check.full_clean()
    check.save()
    return check


def _check_may(subject: Subject, checker: User) -> None:
    if not queries.checkers(subject).filter(pk=checker.pk).exists():
        raise ValidationError(
            {
                "checker": f"{checker} cannot check this. Choose somebody of the board "
                "or its groups who does not own the action, and whose organisation "
                "does not."
            }
        )


def _tell(check: Check, *, on: date, key: str = "planned") -> int:
    """Write to whoever is to look."""
    when = by_when(check.due_on, on=on)
    whoever: Any = check.checker  # asked only of checks that somebody is to make
    write_to(
        whoever,
        subject=f"{check.reference}: an impact check, {when}",
        body="Look whether it made a difference, and write down what you found.\n\n"
        f"{check.board} asks you to do this by {day(check.due_on)}.",
        link=check.get_absolute_url(),
        why="you were chosen to check this because you do not own it",
        key=f"impact.{key}:{check.pk}:{check.due_on}:{check.checker_id}",
    )
    return 1


@steps.step("Choose who looks", State.PLANNED)
def choose_checker(check: Check, *, by: User, checker: User, on: date) -> None:
    """Somebody else makes the check: one who may."""
    subject: Any = check.subject
    _check_may(subject, checker)
    check.checker = checker
    _tell(check, on=on, key=f"chosen:{on}")


def tell_unchecked(checks: Iterable[Check], leaver: User, on: date) -> None:
    """Nobody looks now: the board team is to choose somebody."""
    for check in checks:
        for person in people_at(check.board_id, Role.BOARD_TEAM).exclude(pk=leaver.pk):
            write_to(
                person,
                subject=f"{check.reference}: nobody looks now, "
                f"{by_when(check.due_on, on=on)}",
                body="Whoever was to look has left. Choose who looks now.",
                link=check.get_absolute_url(),
                why="you are on the board team that asked for it",
                key=f"impact.unchecked:{check.pk}:{leaver.pk}:{person.pk}",
            )


# --- Making it --------------------------------------------------------------------------


@steps.step("Record what you found", State.PLANNED, to=State.DONE)
def make_check(
    check: Check,
    *,
    by: User,
    evidence: str,
    judgement: str,
    on: date,
    again_on: date | None = None,
) -> None:
    """Say what was seen and what it amounts to; too early or not yet is looked at again."""
    _judge(check, evidence=evidence, judgement=judgement, on=on)
    _look_again(check, again_on, by=by, on=on)


@action_steps.step("Record an impact check", Action.State.VERIFIED)
def record_check(
    subject: Subject, *, by: User, method: str, on: date, **found: Any
) -> Check:
    """Plan and make it in one go: she has already looked.

    Found: `evidence`, `judgement` and perhaps `again_on`, as for `make_check`.
    """
    check = _planned(subject, by, due_on=on, method=method, on=on)
    again_on = found.pop("again_on", None)
    _judge(check, on=on, **found)
    check.state = State.DONE
    check.save()
    _look_again(check, again_on, by=by, on=on)
    return check


record = record_check.__wrapped__  # type: ignore[attr-defined]
record_check_of_theme = theme_steps.step("Record an impact check", *LOOKED_AT)(record)


def _judge(check: Check, *, evidence: str, judgement: str, on: date) -> None:
    if judgement not in Check.Judgement:
        raise ValidationError({"judgement": "Choose what it amounts to."})
    action = check.action
    if judgement == rules.EMBEDDED and action and action.state != Action.State.VERIFIED:
        raise ValidationError(
            {
                "judgement": "This action is not verified complete, so what it changed "
                "cannot be embedded yet."
            }
        )
    check.evidence = typed(evidence, evidence="Say what you saw or read.")
    check.judgement, check.checked_on = judgement, on


def _look_again(check: Check, again_on: date | None, *, by: User, on: date) -> None:
    """Plan the next look by the same person in the same way."""
    if again_on is None:
        if check.judgement in rules.LOOK_AGAIN:
            raise ValidationError({"again_on": "Say when you will look again."})
        return
    if again_on <= on:
        raise ValidationError({"again_on": "Enter a day after today."})
    again = Check.objects.create(
        board=check.board,
        action=check.action,
        theme=check.theme,
        checker=check.checker,
        planned_on=on,
        due_on=again_on,
        method=check.method,
        follows=check,
    )
    ledger.write(again, by=by, verb="plan_check", words="Plan an impact check")


@steps.step("Withdraw", State.PLANNED, to=State.WITHDRAWN)
def withdraw(check: Check, *, by: User, reason: str) -> None:
    """Nobody will look after all, and this is why."""
    check.withdrawn_because = typed(reason, reason="Say why.")


# --- What becomes of a theme ------------------------------------------------------------


def _conclude(
    theme: Theme, kind: Conclusion.Kind, *, by: User, on: date, text: str
) -> None:
    Conclusion.objects.create(
        theme=theme, kind=kind, text=text, concluded_by=by, concluded_on=on
    )


@theme_steps.step("Close: impact shown", *LOOKED_AT, to=Open.CLOSED)
def close(theme: Theme, *, by: User, difference: str, on: date) -> None:
    """It made a difference, as a check has shown; otherwise it is carried forward."""
    if missing := queries.missing(theme):
        raise ValidationError(missing)
    said = typed(difference, difference="Say what changed for children.")
    _conclude(theme, Conclusion.Kind.CLOSED, by=by, on=on, text=said)


@theme_steps.step("Carry forward", *LOOKED_AT, to=Open.CARRIED)
def carry_forward(
    theme: Theme, *, by: User, into: Year, reason: str, on: date
) -> CarriedForward:
    """Put it into a later year's plan: the arrow that closes the loop."""
    if not queries.later_years(theme.board, on=on).filter(pk=into.pk).exists():
        raise ValidationError(
            {"into": "Choose a year of this board’s plan that has not begun."}
        )
    there = theme.carried.filter(intention__year=into).exclude(
        intention__state=Intention.State.DROPPED
    )
    if there.exists():
        raise ValidationError({"into": f"It is already in the plan for {into}."})
    why = typed(reason, reason="Say why it is carried forward.")
    intention = add_intention(into, by=by, title=f"Carried forward: {theme}", why=why)
    return CarriedForward.objects.create(
        theme=theme, intention=intention, reason=why, carried_on=on, carried_by=by
    )


@theme_steps.step("Reopen", Open.CLOSED, Open.CARRIED, to=Open.OPEN)
def reopen(theme: Theme, *, by: User, reason: str, on: date) -> None:
    """It has come back, or was not over."""
    said = typed(reason, reason="Say why it is open again.")
    _conclude(theme, Conclusion.Kind.REOPENED, by=by, on=on, text=said)


# --- What the clock does: asked by `goldthread tick` ------------------------------------


def remind(on: date) -> int:
    """Write the reminders of this day; how many."""
    return sum(
        _tell(check, on=on, key=f"remind:{offset}")
        for check, offset in queries.reminders_on(on)
    )
