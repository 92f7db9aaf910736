"""The pages of people, their roles, and their invitations."""

from datetime import date

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from goldthread.base.access.acting import trusted
from goldthread.base.access.guards import SignedInRequest, guard, public
from goldthread.base.access.table import may_ever
from goldthread.base.govuk import pages
from goldthread.base.govuk.forms import posted
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.joining import queries
from goldthread.base.joining.forms.people import (
    InviteAdministratorForm,
    JoinForm,
    PeopleFilters,
)
from goldthread.base.joining.models import Invitation
from goldthread.base.joining.workflow import people as joining
from goldthread.base.people.models import Appointment, User

# --- People -------------------------------------------------------------------------

PEOPLE = Listing(
    title="People",
    lead="Who acts for the boards and organisations you work with, and as what.",
    noun="person",
    nouns="people",
    empty="Nobody yet. Invite somebody from the page of a board or an organisation.",
    columns=(
        Column("Name", lambda p: p.name, "name"),
        Column("Roles", lambda p: "; ".join(str(role) for role in p.roles)),
        Column("Email", lambda p: p.email, "email"),
        Column("Left", lambda p: p.left_on, look="day"),
    ),
    filters=PeopleFilters,
)


def _lasts_until(invitation: Invitation) -> date | None:
    """Nobody asks it of an invitation that was taken up or withdrawn."""
    waits = invitation.state == Invitation.State.SENT
    return timezone.localdate(invitation.expires_at) if waits else None


INVITATIONS = Listing(
    title="Invitations",
    lead="Who was asked to join, by whom, and what became of it.",
    noun="invitation",
    empty="No invitations. Invite somebody from the page of a board or an organisation.",
    columns=(
        Column("Name", lambda i: i.name, "name"),
        Column("As", lambda i: i.get_role_display()),
        Column("Where", lambda i: i.place or "Everywhere"),
        Column("Link lasts until", _lasts_until, look="day"),
        Column("State", lambda i: (i.state, _told(i)), "state", "tag"),
        Column("Invited by", lambda i: i.invited_by or "The operator"),
    ),
    template="joining/invitations.html",
    related=("board", "group", "organisation", "invited_by"),
)


def _told(invitation: Invitation) -> str:
    return "Expired" if invitation.expired else invitation.get_state_display()


@guard("people.user")
def people(request: SignedInRequest, found: QuerySet[User]) -> HttpResponse:
    roles = queries.roles_seen_by(request.user).current()
    found = found.prefetch_related(Prefetch("appointments", roles, to_attr="roles"))
    return pages.listing(request, found, PEOPLE)


@guard("people.user")
def person(request: SignedInRequest, found: User) -> HttpResponse:
    held = queries.roles_seen_by(request.user).filter(person=found)
    return pages.record(request, found, "joining/person.html", held=held)


@guard("people.appointment")
def appointment(request: SignedInRequest, found: Appointment) -> HttpResponse:
    return pages.record(request, found, "joining/appointment.html")


@guard("joining.invitation")
def invitations(request: SignedInRequest, found: QuerySet[Invitation]) -> HttpResponse:
    may_invite = may_ever(request.user, "invite_administrator", "joining.invitation")
    return pages.listing(request, found, INVITATIONS, may_invite=may_invite)


@guard("joining.invitation")
def invitation(request: SignedInRequest, found: Invitation) -> HttpResponse:
    return pages.record(request, found, "joining/invitation.html", told=_told(found))


@guard("joining.invitation", "invite_administrator")
def invite_administrator(
    request: SignedInRequest, _: QuerySet[Invitation]
) -> HttpResponse:
    return pages.answer(
        request,
        InviteAdministratorForm,
        joining.invite_administrator,
        done="Invited. The link lasts 7 days.",
        heading="Invite an administrator",
        button="Invite",
    )


# --- Coming in by a link ------------------------------------------------------------


@public
@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation's link opens: an account for somebody new, or one more role."""
    found = queries.usable(token)
    if found is None:
        return render(request, "joining/dead_link.html", status=410)
    person = queries.account(found.email)
    if request.user.is_authenticated and request.user != person:
        return render(request, "joining/somebody_else.html", {"invitation": found})
    if person is None:
        return _join(request, found, token)
    if request.user.is_anonymous:
        return render(request, "joining/sign_in_first.html", {"invitation": found})
    return _take_up(request, found)


def _join(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    named = {"name": found.name}
    form = JoinForm(posted(request), email=found.email, initial=named)
    if form.is_valid():
        try:
            person = joining.join(token, on=timezone.localdate(), **form.cleaned_data)
        except ValidationError:  # somebody was quicker
            return render(request, "joining/dead_link.html", status=410)
        return _sign_in(request, person)
    context = {"form": form, "invitation": found}
    status = 422 if form.errors else 200
    return render(request, "joining/join.html", context, status=status)


def _sign_in(request: HttpRequest, person: User) -> HttpResponse:
    """And on to a second factor, without asking for the password again."""
    given = {"method": "password", "email": person.email, "reauthenticated": True}
    record_authentication(request, person, **given)
    with trusted(person):
        return perform_login(  # type: ignore[no-any-return]  # allauth has no types
            request, person, redirect_url=reverse("mfa_index")
        )


def _take_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        try:
            joining.take_up(found, by=request.user, on=timezone.localdate())
        except ValidationError as refused:
            messages.info(request, " ".join(refused.messages))
        else:
            messages.success(request, f"You are now {found.what}.")
        return redirect("home")
    return render(request, "joining/take_up.html", {"invitation": found})
