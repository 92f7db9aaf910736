"""Leaving: every role ends, the account closes, and open work goes to somebody else."""

from datetime import date

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from goldthread.base.access.table import visible
from goldthread.base.joining import queries
from goldthread.base.joining.workflow.handing import hand_over
from goldthread.base.joining.workflow.people import hold_orphans_of
from goldthread.base.joining.workflow.roles import check_somebody_stays
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Appointment, User
from goldthread.base.states import Steps, on_behalf

people = Steps("people.user")


@people.step("Record a leaver")
def leave(
    person: User,
    *,
    by: User,
    on: date,
    today: date,
    successor: User | None = None,
    unheld: bool = False,
) -> None:
    """End every role on this day, close the account, and hand over all open work.

    `unheld`: what the successor may not have is left with nobody, and its people told.
    """
    if person == by:
        raise ValidationError("Somebody else must record that you are leaving.")
    if person.left_on:
        raise ValidationError("This leaver is recorded already.")
    current = Appointment.objects.filter(person=person).filter(
        Q(until=None) | Q(until__gt=on)
    )
    if current.exclude(pk__in=visible(current, by, "end").values("pk")).exists():
        raise ValidationError(
            "There is another role that is not yours to end. Ask an administrator."
        )
    for appointment in current.order_by("role", "board"):
        check_somebody_stays(appointment)
    work = queries.work_of(person)
    hand_over(work, to=successor, among=person, by=by, on=today, unheld=unheld)
    end_all(current, on=on, by=by)
    person.left_on = on
    if on <= today:
        _close(person)


def end_all(current: QuerySet[Appointment], *, on: date, by: User) -> None:
    ended = list(current.select_related("board", "group", "organisation"))
    current.filter(since__gt=on).delete()  # not begun, and never will
    current.update(until=on)
    ledger.Entry.objects.bulk_create(
        ledger.entry(
            appointment,
            by=by,
            verb="end",
            words="Ended",
            on_behalf_of=on_behalf(by, appointment.place),
        )
        for appointment in ended
    )


def _close(person: User) -> None:
    """Refused from the next request on, in every browser she is signed in with."""
    person.is_active = False
    hold_orphans_of(person)
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()


def close_accounts(on: date) -> int:
    """Part of the clock: close the accounts of those whose last day has passed."""
    leavers = list(
        User.objects.filter(is_active=True, left_on__lt=on).select_for_update()
    )
    for person in leavers:
        _close(person)
        person.save()
        ledger.write(person, by=None, verb="close", words="Account closed")
    return len(leavers)
