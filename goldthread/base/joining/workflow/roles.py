"""Appointments: the roles people hold, given, ended and extended."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet

from goldthread.base.joining import queries
from goldthread.base.joining.workflow.handing import hand_over
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    Organisation,
    Place,
    User,
)
from goldthread.base.people.rules import (
    AT_BOARD,
    AT_ORGANISATION,
    TWO_PERSON_GROUPS,
    Role,
    confirmed_until,
)
from goldthread.base.states import Steps

people = Steps("people.user")
appointments = Steps("people.appointment")


def held_in(role: str, place: Place | None) -> dict[str, Any]:
    """The field that says where a role is held; nowhere for an administrator."""
    if role in AT_BOARD and isinstance(place, Board):
        return {"board": place}
    if role in AT_ORGANISATION and isinstance(place, Organisation):
        return {"organisation": place}
    if role == Role.GROUP_MEMBER and isinstance(place, Group):
        return {"group": place}
    if role == Role.ADMINISTRATOR and place is None:
        return {}
    raise ValidationError("Choose a role that is held in that place.")


def take_on(
    person: User,
    role: str,
    place: Place | None,
    *,
    since: date,
    until: date | None,
    given_by: User | None,
) -> Appointment:
    """The role is hers; in some groups not before a second person confirms it."""
    where = held_in(role, place)
    if until and until < since:
        raise ValidationError({"until": "The last day cannot be before the first."})
    same = Appointment.objects.filter(person=person, role=role, **where)
    if same.filter(Q(until=None) | Q(until__gte=since)).exists():
        raise ValidationError("This role is held here already.")
    return Appointment.objects.create(
        person=person,
        role=role,
        since=since,
        until=until,
        given_by=given_by,
        confirmed_until=_confirmed(place, since),
        **where,
    )


def _confirmed(place: Place | None, since: date) -> date | None:
    if not isinstance(place, Group) or place.kind in TWO_PERSON_GROUPS:
        return None
    return confirmed_until(since)


@people.step("Give a role", whose="result.place")
def appoint(
    person: User,
    *,
    by: User,
    role: str,
    place: Place,
    on: date,
    until: date | None = None,
) -> Appointment:
    """Add a role for somebody who has an account already."""
    if person == by:
        raise ValidationError("Somebody else must give you a role.")
    if not person.is_active:
        raise ValidationError("This account is closed. Invite the person again.")
    if not any(
        (post.role, post.place) == (role, place)
        for post in queries.posts_open_to(by, person)
    ):
        raise PermissionDenied
    return take_on(person, role, place, since=on, until=until, given_by=by)


@appointments.step("End", whose="self.place")
def end(
    appointment: Appointment,
    *,
    by: User,
    on: date,
    today: date,
    successor: User | None = None,
    unheld: bool = False,
) -> None:
    """The role ends with this day, and what only this role let her hold is handed over.

    No board or installation is left without anyone.
    """
    if appointment.until and appointment.until <= on:
        raise ValidationError("This role has ended, or ends before that day.")
    if on < appointment.since:
        raise ValidationError("The last day cannot be before the first.")
    check_somebody_stays(appointment)
    person = appointment.person
    work = queries.work_of(person, without=appointment)
    hand_over(work, to=successor, among=person, by=by, on=today, unheld=unheld)
    appointment.until = on


@appointments.step("Change the last day", whose="self.place")
def extend(appointment: Appointment, *, by: User, until: date, on: date) -> None:
    """The role goes on to another day."""
    if appointment.person_id == by.pk:
        raise ValidationError("Somebody else must extend your role.")
    if until < on:
        raise ValidationError("To end it in the past, end the role instead.")
    if appointment.until and appointment.until < on:
        raise ValidationError("This role has ended. Give it anew, from today.")
    if _others_like(appointment).filter(since__lte=until).exists():
        raise ValidationError(
            {"until": "The same role begins again before that day. Extend that one."}
        )
    appointment.until = until


def _others_like(appointment: Appointment) -> QuerySet[Appointment]:
    """The same role of the same person in the same place, at another time."""
    same = ("person", "role", "board", "organisation", "group")
    alike = Appointment.objects.filter(**{n: getattr(appointment, n) for n in same})
    later = Q(until=None) | Q(until__gte=appointment.since)
    return alike.filter(later).exclude(pk=appointment.pk)


def check_somebody_stays(appointment: Appointment) -> None:
    if appointment.role not in {Role.BOARD_TEAM, Role.ADMINISTRATOR}:
        return
    _one_at_a_time(appointment)
    others = Appointment.objects.current().filter(
        role=appointment.role,
        board=appointment.board,
        until=None,
        person__is_active=True,
    )
    if not others.exclude(person=appointment.person_id).exists():
        raise ValidationError(
            f"Nobody else is {appointment.get_role_display().lower()} here without an "
            "end date. Appoint somebody first."
        )


def _one_at_a_time(appointment: Appointment) -> None:
    """Two who end such a role at once wait for one another, at the first one given."""
    given = Appointment.objects.filter(role=appointment.role, board=appointment.board)
    list(given.order_by("pk").select_for_update(of=("self",))[:1])
