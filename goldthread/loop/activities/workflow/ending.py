"""What is not done after all, and how a review says it was conducted."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.states import Steps, typed
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.workflow.activities import (
    UNFINISHED,
    check_nothing_owed,
)
from goldthread.loop.plan.models import Intention

State = Activity.State
Planned = Intention.State
steps = Steps("activities.activity")


@steps.step("Call off", *UNFINISHED, to=State.CALLED_OFF)
def call_off(activity: Activity, *, by: User, reason: str) -> None:
    """It will not be done, for this reason; what the year planned is planned again."""
    activity.called_off_because = typed(reason, reason="Say why it is called off.")
    check_nothing_owed(activity)
    others = Activity.objects.filter(intention=activity.intention_id)
    if not others.exclude(pk=activity.pk).exclude(state=State.CALLED_OFF).exists():
        _move_intention(activity, Planned.STARTED, Planned.PLANNED, by=by)


@steps.step("It will be done after all", State.CALLED_OFF, to=State.PLANNED)
def plan_again(activity: Activity, *, by: User) -> None:
    """Planned once more, with all that was said of it."""
    activity.called_off_because = ""
    _move_intention(activity, Planned.PLANNED, Planned.STARTED, by=by)


def _move_intention(activity: Activity, was: Planned, to: Planned, *, by: User) -> None:
    intention = activity.intention
    if intention and intention.state == was:
        Intention.objects.filter(pk=intention.pk).update(state=to)
        words = "Its activity was called off"
        if to == Planned.STARTED:
            words = "Its activity will be done after all"
        ledger.write(intention, by=by, verb="call_off", words=words)


@steps.step("Say how it is conducted", State.UNDER_WAY, State.REPORTED)
def conduct(activity: Activity, *, by: User, said: Sequence[str], on: date) -> None:
    """How a review meets what the framework asks of each, one answer for each."""
    asked = queries.asked_of_a_review(activity, on=on)
    if not asked:
        raise ValidationError(
            "The framework that this board works by does not say how reviews are to be "
            "conducted. Nothing was saved."
        )
    if not any(how.strip() for how in said):
        raise ValidationError("Say of one of them at least how the review meets it.")
    activity.conduct = [
        {"asked": asks, "how": how.strip()}
        for asks, how in zip(asked, said, strict=True)
    ]
