"""Invitations and appointments: how people come in and take up roles."""

import secrets
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from goldthread.base.joining import queries, rules
from goldthread.base.joining.models import Invitation
from goldthread.base.joining.rules import Guest
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    Organisation,
    Place,
    User,
)
from goldthread.base.people.rules import AT_BOARD, AT_ORGANISATION, Role
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps

State = Invitation.State
boards = Steps("people.board")
organisations = Steps("people.organisation")
people = Steps("people.user")
appointments = Steps("people.appointment")
invitations = Steps("joining.invitation")


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


# --- Invitations --------------------------------------------------------------------


@boards.step("Invite somebody", whose="self")
def invite(
    board: Board,
    *,
    by: User,
    guest: Guest,
    group: Group | None = None,
) -> Invitation:
    """Ask somebody to take a role on this board, or in one of its groups."""
    place: Place = board
    if guest.role == Role.GROUP_MEMBER:
        if group is None or not group.boards.filter(pk=board.pk).exists():
            raise ValidationError({"group": "Choose which group of this board."})
        place = group
    return _invite(guest, place, by)


@organisations.step("Invite somebody", whose="self")
def invite_colleague(
    organisation: Organisation,
    *,
    by: User,
    guest: Guest,
) -> Invitation:
    """Ask somebody to take a role in this organisation; nobody gives what she lacks."""
    if guest.role not in queries.agency_roles(by, organisation):
        raise PermissionDenied
    return _invite(guest, organisation, by)


@transaction.atomic
def invite_administrator(*, by: User | None, email: str, name: str) -> Invitation:
    """Ask somebody to configure the installation; the operator invites the first."""
    invitation = _invite(Guest(email, name, Role.ADMINISTRATOR), None, by)
    ledger.write(invitation, by=by, verb="invite_administrator", words="Invited")
    return invitation


def _invite(guest: Guest, place: Place | None, by: User | None) -> Invitation:
    where = held_in(guest.role, place)
    email = guest.email.lower()
    if by and email == by.email:
        raise ValidationError({"email": "Somebody else must give you a role."})
    held = Appointment.objects.current().filter(person__email__iexact=email)
    if held.filter(role=guest.role, **where).exists():
        raise ValidationError({"email": "This person already holds this role here."})
    asked = Invitation.objects.open().filter(email=email, role=guest.role, **where)
    if asked.exists():
        raise ValidationError(
            {"email": "Already invited. Send that invitation again or withdraw it."}
        )
    invitation = Invitation(
        email=email,
        name=guest.name,
        role=guest.role,
        until=guest.until,
        invited_by=by,
        **where,
    )
    _send(invitation, by)
    return invitation


def _send(invitation: Invitation, by: User | None) -> None:
    """Make a new secret, keep its digest, and write to the person."""
    token = secrets.token_urlsafe(32)
    invitation.digest = rules.digest(token)
    invitation.expires_at = timezone.now() + rules.INVITATION_LASTS
    invitation.save()
    place = invitation.place or "Goldthread"
    last = timezone.localtime(invitation.expires_at)
    day = f"{last.day} {last:%B %Y}"
    write_to(
        invitation.email,
        subject=f"Join {place} by {day}",
        body=f"Hello {invitation.name},\n\nOpen this link by {day} to join {place} "
        f"as {invitation.get_role_display().lower()}. It works once.",
        link=f"/join/{token}/",
        why=f"{by or 'the operator of this service'} invited this address",
        stop="If you did not expect this, do nothing: the link stops working by itself.",
        key=f"invitation {invitation.digest}",
        secret=True,
    )


@invitations.step("Send again", State.SENT, whose="self.place")
def resend(invitation: Invitation, *, by: User) -> None:
    """Send a new link for seven more days; the old one stops working."""
    _send(invitation, by)


@invitations.step("Withdraw", State.SENT, to=State.WITHDRAWN, whose="self.place")
def withdraw(invitation: Invitation, *, by: User) -> None:
    """The link stops working."""


@invitations.step("Take up", State.SENT, to=State.TAKEN_UP)
def take_up(invitation: Invitation, *, by: User, on: date) -> Appointment:
    """The invited person, who is signed in, accepts the role."""
    if invitation.expired or (invitation.until and invitation.until < on):
        raise ValidationError(rules.DEAD_LINK)
    return _appoint(by, invitation.role, invitation.place, on, invitation.until)


@transaction.atomic
def join(token: str, *, name: str, password: str, on: date) -> User:
    """Somebody new, or back after leaving, follows her link and gets an account."""
    invitation = _lock(queries.usable(token))
    person = _account(invitation.email, name, password)
    ledger.write(person, by=person, verb="join", words="Joined")
    take_up(invitation, by=person, on=on)
    return person


def _lock(found: Invitation | None) -> Invitation:
    """The invitation, if it still makes a new account once nobody else can use it."""
    if found is None:
        raise ValidationError(rules.DEAD_LINK)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if invitation.state != State.SENT or queries.account(invitation.email):
        raise ValidationError(rules.DEAD_LINK)
    return invitation


def _account(email: str, name: str, password: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        return User.objects.create_user(email, password, name=name)
    person.name, person.is_active, person.left_on = name, True, None
    person.set_password(password)
    person.save()
    Authenticator.objects.filter(user=person).delete()  # she sets up new ones
    return person


# --- Appointments -------------------------------------------------------------------


def _appoint(
    person: User, role: str, place: Place | None, since: date, until: date | None
) -> Appointment:
    where = held_in(role, place)
    if until and until < since:
        raise ValidationError({"until": "The last day cannot be before the first."})
    same = Appointment.objects.filter(person=person, role=role, **where)
    if same.filter(Q(until=None) | Q(until__gte=since)).exists():
        raise ValidationError("This role is held here already.")
    return Appointment.objects.create(
        person=person, role=role, since=since, until=until, **where
    )


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
    return _appoint(person, role, place, on, until)


@appointments.step("End", whose="self.place")
def end(appointment: Appointment, *, by: User, on: date) -> None:
    """The role ends with this day; no board or installation is left without anyone."""
    if appointment.until and appointment.until <= on:
        raise ValidationError("This role has ended, or ends before that day.")
    if on < appointment.since:
        raise ValidationError("The last day cannot be before the first.")
    check_somebody_stays(appointment)
    appointment.until = on


@appointments.step("Change the last day", whose="self.place")
def extend(appointment: Appointment, *, by: User, until: date, on: date) -> None:
    """The role goes on to another day."""
    if appointment.person_id == by.pk:
        raise ValidationError("Somebody else must extend your role.")
    if until < on:
        raise ValidationError("To end it in the past, end the role instead.")
    appointment.until = until


def check_somebody_stays(appointment: Appointment) -> None:
    if appointment.role not in {Role.BOARD_TEAM, Role.ADMINISTRATOR}:
        return
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
