"""Invitations: how people come in, and who must agree before anybody leads."""

import secrets
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import visible
from goldthread.base.joining import queries, rules
from goldthread.base.joining.models import Invitation
from goldthread.base.joining.rules import Guest
from goldthread.base.joining.workflow.roles import held_in, take_on
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    Organisation,
    Place,
    User,
)
from goldthread.base.people.rules import Role
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps

State = Invitation.State
boards = Steps("people.board")
organisations = Steps("people.organisation")
invitations = Steps("joining.invitation")


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


def _waits(role: str, place: Place | None, by: User | None) -> bool:
    """Whether somebody else must agree before this role is offered to anybody."""
    if role != Role.AGENCY_LEAD or by is None or not isinstance(place, Organisation):
        return False
    return queries.needs_consent(place, by)


@transaction.atomic
@trusted()
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
    held = Appointment.objects.standing().filter(person__email__iexact=email)
    if held.filter(role=guest.role, **where).exists():
        raise ValidationError({"email": "This person already holds this role here."})
    asked = Invitation.objects.pending().filter(email=email, role=guest.role, **where)
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
    _send_or_ask(invitation, by)
    return invitation


def _send_or_ask(invitation: Invitation, by: User | None) -> None:
    """Send the link; or ask those who must agree, while it opens nothing to anybody."""
    if not _waits(invitation.role, invitation.place, by):
        _send(invitation, by)
        return
    invitation.state = State.WAITING
    _forget(invitation)
    organisation: Any = invitation.place
    for person in queries.consenting(organisation):
        write_to(
            person,
            subject=f"Decide who leads for {organisation}",
            body=f"{by} asks that {invitation.name} leads for {organisation}. Agree or "
            "decline. Nothing is sent to anybody before you agree.",
            link=invitation.get_absolute_url(),
            why=queries.why_consenting(organisation),
            key=f"consent {invitation.digest} to {person.pk}",
        )


def _forget(invitation: Invitation) -> None:
    """No link opens it: a new secret is made, and told to nobody."""
    invitation.digest = rules.digest(secrets.token_urlsafe(32))
    invitation.expires_at = timezone.now()
    invitation.save()


def _send(invitation: Invitation, by: User | None) -> None:
    """Make a new secret, keep its digest, and write to the person."""
    token = secrets.token_urlsafe(32)
    invitation.digest = rules.digest(token)
    invitation.expires_at = timezone.now() + rules.INVITATION_LASTS
    invitation.state = State.SENT
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


@invitations.step("Send again", State.SENT, State.HELD, whose="self.place")
def resend(invitation: Invitation, *, by: User) -> None:
    """A new link for seven more days; whoever sends it again stands behind it."""
    invitation.invited_by = by
    if invitation.agreed_by_id:
        _send(invitation, by)
    else:
        _send_or_ask(invitation, by)


@invitations.step("Agree", State.WAITING, to=State.SENT, whose="self.organisation")
def agree(invitation: Invitation, *, by: User) -> None:
    """The organisation wants her to lead for it: the link goes out."""
    invitation.agreed_by = by
    _send(invitation, invitation.invited_by)


@invitations.step(
    "Decline", State.WAITING, to=State.DECLINED, whose="self.organisation"
)
def decline(invitation: Invitation, *, by: User) -> None:
    """Nothing was sent, and nothing will be."""
    asked_by: Any = invitation.invited_by  # an operator's needs no consent
    write_to(
        asked_by,
        subject=f"{invitation.place} declined an invitation",
        body=f"{invitation.place} does not want {invitation.name} to lead for it.",
        link=invitation.get_absolute_url(),
        why="you asked for this invitation",
        key=f"declined {invitation.digest}",
    )


@invitations.step(
    "Withdraw",
    *(State.WAITING, State.SENT, State.HELD),
    to=State.WITHDRAWN,
    whose="self.place",
)
def withdraw(invitation: Invitation, *, by: User) -> None:
    """The link stops working."""


@invitations.step("Take up", State.SENT, to=State.TAKEN_UP)
def take_up(invitation: Invitation, *, by: User, on: date) -> Appointment:
    """The invited person, who is signed in, accepts the role."""
    if invitation.expired or (invitation.until and invitation.until < on):
        raise ValidationError(rules.DEAD_LINK)
    unasked = not invitation.agreed_by_id
    if unasked and _waits(invitation.role, invitation.place, invitation.invited_by):
        raise ValidationError(
            f"Since you were invited, {invitation.place} has a lead of its own or works "
            "with another board. Ask whoever invited you to send the invitation again: "
            "somebody else must agree now."
        )
    return take_on(
        by,
        invitation.role,
        invitation.place,
        since=on,
        until=invitation.until,
        given_by=invitation.invited_by,
    )


@transaction.atomic
@trusted()
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


# --- When whoever invited is no longer there ----------------------------------------------


def hold_orphans(on: date) -> int:
    """Part of the clock: hold what nobody who may invite there stands behind any more."""
    waiting = Invitation.objects.pending().exclude(state=State.HELD)
    inviters = User.objects.filter(pk__in=waiting.values("invited_by"))
    return sum(hold_orphans_of(person) for person in inviters)


def hold_orphans_of(inviter: User) -> int:
    """Her open links stop working, until somebody else sends them again or withdraws."""
    hers = Invitation.objects.pending().exclude(state=State.HELD)
    hers = hers.filter(invited_by=inviter)
    stands = visible(hers, inviter, "resend").order_by().values("pk")
    orphans = list(hers.exclude(pk__in=stands).select_for_update(of=("self",)))
    for invitation in orphans:
        invitation.state = State.HELD
        _forget(invitation)
        ledger.write(invitation, by=None, verb="hold", words="On hold: inviter left")
        _ask_who_stands_behind(invitation)
    return len(orphans)


def _ask_who_stands_behind(invitation: Invitation) -> None:
    for person in queries.inviting_to(invitation.place):
        write_to(
            person,
            subject="An invitation is on hold: send it again, or withdraw it",
            body=f"Whoever invited {invitation.name} may no longer do so. The link does "
            "not work until you send it again.",
            link=invitation.get_absolute_url(),
            why="you invite people there",
            key=f"held {invitation.digest} to {person.pk}",
        )
