"""When whoever held it has left: telling those who can give it to somebody else."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.access.confined import case_of
from goldthread.base.cases.models import CaseFile
from goldthread.base.cases.workflow import give
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import User
from goldthread.base.states import Steps
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.workflow import letters

State = Activity.State
steps = Steps("activities.activity")


def tell_unled(activities: Iterable[Activity], leaver: User, on: date) -> None:
    """Nobody leads these now. Of a restricted one, the others hear only that it is there."""
    for activity in activities:
        letters.unled(activity, leaver)


def tell_ungiven(contributions: Iterable[Contribution], leaver: User, on: date) -> None:
    """Nobody has these now: the leads of their organisations are to choose somebody."""
    for contribution in contributions:
        letters.ungiven(contribution, leaver)


def pass_on(case_file: CaseFile, person: User) -> None:
    """Whoever led it is excluded from it now: somebody else is to lead."""
    activity = Activity.objects.filter(case_file=case_file, lead=person).first()
    if activity:
        activity.lead = None
        activity.save()
        ledger.write(activity, by=None, verb="pass_on", words="Nobody leads it now")
        letters.unled(activity, person)


@steps.step("Entrust it to somebody", State.PLANNED, State.UNDER_WAY)
def entrust(activity: Activity, *, by: User, person: User) -> None:
    """A colleague of the board team is named on what nobody of it can manage any more.

    Whoever does this sees nothing of it, and never names herself. The chair and everybody
    named on it are told.
    """
    if person == by:
        raise ValidationError({"person": "Somebody else must be entrusted with it."})
    if not queries.team_at(activity.board_id).filter(pk=person.pk).exists():
        raise ValidationError({"person": "Choose somebody of the board team."})
    if activity.lead is None or not activity.lead.is_active:
        activity.lead = person
    give(case_of(activity), person, purpose="Entrusted with it", by=by)
    letters.entrusted(activity, person, by)
