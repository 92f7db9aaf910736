"""How allauth is bent to our rules: by invitation only, mail through the outbox."""

from functools import cache
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.access.guards import public
from goldthread.base.access.table import with_appointments
from goldthread.base.people.models import User
from goldthread.base.post.workflow import put, send_aside

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # no types
    """Fetches the person, her second factor and what she holds in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        with trusted():
            return _people().filter(pk=user_id).first()


@cache
def _people() -> QuerySet[User]:
    """The statement, built once: it is asked for every page, and its answer not kept."""
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    active = User.objects.filter(is_active=True).order_by("pk")
    return with_appointments(active.annotate(second_factor=Exists(second)))


WAYS = {
    "reauthenticate": "With your password",
    "mfa_reauthenticate": "With a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "With your passkey",
}


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That email address and that password do not go "
        "together. Check both, or ask for a link to choose a new password.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, then "
        "try again.",
        "rate_limited": "That was tried too often. Wait five minutes, then try again.",
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "That is not your password. Try again.",
        "same_as_current": "That is the password you have. Choose another one.",
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """In our words. Outside her account a password does not do (`access.fresh`)."""
        found = super().get_reauthentication_methods(user)
        request = allauth_context.request
        leads_to = request.POST.get("next") or request.GET.get("next", "/account/")
        if not leads_to.startswith("/account/"):
            found = [way for way in found if way["id"].startswith("mfa_")] or found
        return [way | {"description": WAYS[way["id"]]} for way in found]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Into the outbox; the link in it lets somebody in, so it is wiped once sent.

        A worker sends it, so that whoever asks does not wait longer, and so learn that
        we know the address.
        """
        request = allauth_context.request
        known = {"email": email, "request": request}
        site = {"current_site": get_current_site(request)}
        mail = self.render_mail(template_prefix, email, known | site | context)
        key = f"{template_prefix} {uuid4()}"
        text, now = str(mail.body), timezone.now()
        put(email, subject=mail.subject, text=text, key=key, secret=True, after=now)
        send_aside.enqueue(key)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right. Type the one that shows now, or a "
        "recovery code that you have not used yet.",
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # its word
        held = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {held + 1}" if held else "Passkey"


class KnownPeopleOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    """Single sign-on opens the account of a person we know; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        verified = [a.email for a in sociallogin.email_addresses if a.verified]
        known = User.objects.filter(email__in=[email.lower() for email in verified])
        person = known.filter(is_active=True).first()
        somebody_else = request.user.is_authenticated and request.user != person
        if person is None or somebody_else:
            messages.info(
                request,
                "Nobody here has that work address. Ask your board team to invite you.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)


@public
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """allauth has pages that we do not: nobody signs up or changes her own address."""
    raise Http404
