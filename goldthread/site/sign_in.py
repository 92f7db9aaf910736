"""How allauth is bent to our rules: by invitation only, mail through the outbox."""

from functools import cache
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.base.access.guards import public
from goldthread.base.access.table import with_appointments
from goldthread.base.people.models import User
from goldthread.base.post.workflow import put

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # no types
    """Fetches the person, her second factor and what she holds in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        return _people().filter(pk=user_id).first()


@cache
def _people() -> QuerySet[User]:
    """The statement, built once: it is asked for every page, and its answer not kept."""
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    active = User.objects.filter(is_active=True).order_by("pk")
    return with_appointments(active.annotate(second_factor=Exists(second)))


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]  # no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Into the outbox; the link in it lets somebody in, so it is wiped once sent."""
        request = allauth_context.request
        known = {"email": email, "request": request}
        site = {"current_site": get_current_site(request)}
        mail = self.render_mail(template_prefix, email, known | site | context)
        key = f"{template_prefix} {uuid4()}"
        put(email, subject=mail.subject, text=str(mail.body), key=key, secret=True)


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
