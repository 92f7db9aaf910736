"""What organisations are asked for: ask, give to somebody, receive, answer, extend."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base import states
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.base.uploads import workflow as uploads
from goldthread.base.uploads.checking import Checked
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import TOLD_HOW
from goldthread.loop.activities.workflow import letters

State = Contribution.State
activity_steps = Steps("activities.activity")
steps = Steps("activities.contribution")


@activity_steps.step(
    "Ask organisations", Activity.State.PLANNED, Activity.State.UNDER_WAY
)
def ask_for(
    activity: Activity,
    *,
    by: User,
    organisations: Iterable[Organisation],
    on: date,
    **asked: Any,
) -> list[Contribution]:
    """Ask several organisations at once for the same thing: `what`, `due_on`, `why`."""
    return ask_each(activity, by=by, organisations=organisations, on=on, **asked)


def ask_each(
    activity: Activity,
    *,
    by: User,
    organisations: Iterable[Organisation],
    on: date,
    **asked: Any,
) -> list[Contribution]:
    """What `ask_for` does, for a step that asks in the same go."""
    contributions = [
        Contribution(activity=activity, organisation=each, asked_on=on, **asked)
        for each in organisations
    ]
    if not contributions:
        raise ValidationError({"organisations": "Choose the organisations you ask."})
    contributions[0].full_clean()  # they differ in their organisation alone
    _check_asked_once(activity, contributions)
    made = Contribution.objects.bulk_create(contributions)
    states.note_all(ask_for, made, by=by)
    for contribution in made:
        letters.asked(contribution, on=on)
    return made


def _check_asked_once(activity: Activity, asking: list[Contribution]) -> None:
    whom = [contribution.organisation_id for contribution in asking]
    same = activity.contributions.outstanding().filter(
        organisation__in=whom, what__iexact=asking[0].what
    )
    if names := [str(c.organisation) for c in same.select_related("organisation")]:
        raise ValidationError(
            f"Already asked for this and not yet received: {', '.join(names)}."
        )


@steps.step("Reply", State.ASKED, to=State.RECEIVED, whose="self.organisation")
def receive(
    contribution: Contribution,
    *,
    by: User,
    reply: str,
    on: date,
    attached: Iterable[Checked] = (),
    **told: str,
) -> None:
    """The organisation answers; or the board team enters what it was told, and by whom.

    Told: `told_by` and `told_how`, if the board team enters it.
    """
    take_in(contribution, by=by, reply=reply, on=on, **told)
    board = contribution.activity.board
    contribution.files.add(*uploads.keep(attached, by=by, board=board))


def take_in(
    contribution: Contribution,
    *,
    by: User,
    reply: str,
    on: date,
    told_by: str = "",
    told_how: str = "",
) -> None:
    """What `receive` does, for a step that asks for more than words."""
    if on < contribution.asked_on:
        raise ValidationError({"on": "It cannot have come before it was asked for."})
    contribution.reply = typed(reply, reply="Write what the organisation brings.")
    note_source(contribution, contribution.organisation, by, told_by, told_how)
    contribution.receive(on=on)
    if contribution.told_by:
        letters.entered(contribution)


def note_source(
    brought: Any, organisation: Organisation, by: User, told_by: str, told_how: str
) -> None:
    """Of what she enters for an organisation not her own: who gave it, and how it came.

    What an organisation's own people enter needs no other source than themselves.
    """
    brought.told_by = brought.told_how = ""
    if not states.on_behalf(by, organisation):
        return
    told_by = typed(told_by, told_by=f"Say who at {organisation} gave it to you.")
    if told_how not in TOLD_HOW:
        raise ValidationError({"told_how": "Choose how it came to you."})
    brought.told_by, brought.told_how = told_by, told_how


@steps.step("Give it to somebody", State.ASKED, whose="self.organisation")
def assign(contribution: Contribution, *, by: User, person: User, on: date) -> None:
    """An organisation's lead says which of its own people does it."""
    own = queries.people_for(contribution.organisation_id)
    if not own.filter(pk=person.pk).exists():
        raise ValidationError({"person": "Choose somebody of the organisation itself."})
    activity = contribution.activity
    if activity.restricted and not activity.named.filter(pk=person.pk).exists():
        raise ValidationError(
            {
                "person": f"This activity is restricted and does not name {person}. "
                "Ask the board team to name them first."
            }
        )
    contribution.person = person
    letters.assigned(contribution, on=on)


@steps.step("Give feedback", State.RECEIVED)
def give_feedback(
    contribution: Contribution, *, by: User, feedback: str, on: date
) -> None:
    """Tell the organisation what the board made of what it brought."""
    contribution.feedback = typed(feedback, feedback="Write what the board sends back.")
    contribution.feedback_on, contribution.feedback_by = on, by
    letters.fed_back(contribution)


@steps.step("Extend", State.ASKED)
def extend(contribution: Contribution, *, by: User, due_on: date, reason: str) -> None:
    """Give the organisation longer, and remember the day first agreed."""
    if due_on <= contribution.due_on:
        raise ValidationError({"due_on": "Choose a day after the one it is due now."})
    contribution.first_due_on = contribution.first_due_on or contribution.due_on
    contribution.due_on = due_on
    contribution.changed_because = typed(reason, reason="Say why.")
    letters.extended(contribution)


@steps.step("Ask again", State.RECEIVED, State.WITHDRAWN, to=State.ASKED)
def ask_again(
    contribution: Contribution, *, by: User, due_on: date, reason: str, on: date
) -> None:
    """Something is still missing, so the organisation owes it once more."""
    if contribution.activity.state not in {
        Activity.State.PLANNED,
        Activity.State.UNDER_WAY,
    }:
        raise ValidationError("Its activity is reported. Reopen the activity first.")
    if due_on < on:
        raise ValidationError({"due_on": "Choose today or a later day."})
    contribution.due_on, contribution.first_due_on = due_on, None
    contribution.changed_because = typed(reason, reason="Say why.")
    contribution.reopen()
    letters.asked(contribution, on=on)


@steps.step("Withdraw", State.ASKED, to=State.WITHDRAWN)
def withdraw(contribution: Contribution, *, by: User, reason: str) -> None:
    """The board no longer asks for it; the organisation owes nothing."""
    contribution.changed_because = typed(reason, reason="Say why.")
    letters.withdrawn(contribution)
