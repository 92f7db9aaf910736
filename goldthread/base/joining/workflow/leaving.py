"""Leaving: every role ends, the account closes, and open work goes to somebody else."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from goldthread.base.access.table import visible
from goldthread.base.joining import queries
from goldthread.base.joining.queries import Held
from goldthread.base.joining.workflow.roles import check_somebody_stays
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Appointment, User
from goldthread.base.states import Steps, on_behalf

people = Steps("people.user")


@people.step("Record a leaver")
def leave(
    person: User, *, by: User, on: date, today: date, successor: User | None = None
) -> None:
    """End every role on this day, close the account, and hand over all open work."""
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
    for appointment in current:
        check_somebody_stays(appointment)
    _hand_over(queries.work_of(person), to=successor, among=person, by=by)
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


def _hand_over(work: Iterable[Held], *, to: User | None, among: User, by: User) -> None:
    work = [held for held in work if held.records.exists()]
    if work and to is None:
        raise ValidationError(
            {"successor": "There is open work. Choose who takes it over."}
        )
    if to and not queries.colleagues_of(among).filter(pk=to.pk).exists():
        raise ValidationError(
            {"successor": "Choose a colleague: somebody with a role in the same place."}
        )
    for held in work:
        move(held, to, by=by, verb="hand_over", words=f"Handed over to {to}")


def move(held: Held, to: Any, *, by: User, verb: str, words: str) -> None:
    """Move every record and write a line about each, or nothing at all."""
    model = held.records.model
    moved = list(
        held.records.select_for_update(of=("self",)).values_list("pk", flat=True)
    )
    model._base_manager.filter(pk__in=moved).update(**{held.field: to})
    ledger.Entry.objects.bulk_create(
        ledger.entry(model(pk=pk), by=by, verb=verb, words=words) for pk in moved
    )


def _close(person: User) -> None:
    """Refused from the next request on, in every browser she is signed in with."""
    person.is_active = False
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
