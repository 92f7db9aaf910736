"""What holds for every request: session limits, second factor, late steps."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldthread.base.access.acting import trusted
from goldthread.base.states import WrongState
from goldthread.base.vault.sealing import Unreadable

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]
WITHOUT_SECOND_FACTOR = ("/account/", "/static/")  # where one is set up, or signs out


def session_limits(get_response: Handler) -> Handler:
    """Twelve hours at most, however busy; half an hour idle.

    Half an hour is the age of the session, which is saved, and so renewed, in each
    minute that is used.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if request.session.get("minute") != now // 60:
                request.session["minute"] = now // 60
            if (
                now - request.session.setdefault("began", now)
                > settings.LONGEST_SECONDS
            ):
                person = request.user
                logout(request)
                request.ended = person  # type: ignore[attr-defined]  # whose text is kept
                messages.info(
                    request,
                    "You were signed in for 12 hours. Sign in again to carry on.",
                )
                if request.method != "POST":  # which its page keeps as a draft
                    return redirect(settings.LOGIN_URL)
        elif SESSION_KEY in request.session:  # her account was closed meanwhile
            logout(request)
        return get_response(request)

    return handle


def seconds_left(request: HttpRequest) -> int:
    """Until she is signed out, if she does nothing from now on."""
    now = int(time.time())
    ends = int(request.session.get("began", now)) + int(settings.LONGEST_SECONDS)
    return max(0, min(int(settings.SESSION_COOKIE_AGE), ends - now))


def has_second_factor(request: HttpRequest) -> bool:
    if settings.DEMO and request.session.get("persona"):
        return True
    return getattr(request.user, "second_factor", False)  # by `sign_in.Backend`


def second_factor(get_response: Handler) -> Handler:
    """Nobody passes on a password alone."""

    def handle(request: HttpRequest) -> HttpResponse:
        if (
            request.user.is_authenticated
            and not request.path.startswith(WITHOUT_SECOND_FACTOR)
            and not has_second_factor(request)
        ):
            return redirect("mfa_index")
        return get_response(request)

    return handle


def signing_in(get_response: Handler) -> Handler:
    """allauth looks people up before anybody is signed in."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/account/"):
            return get_response(request)
        with trusted():
            return get_response(request)

    return handle


class TooLate:
    """A step somebody has already taken gets its own page; so does what can't be opened."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, WrongState):
            return render(request, "409.html", status=409)
        if isinstance(exception, Unreadable):
            logger.error("Something sealed could not be opened at %s", request.path)
            return render(request, "unreadable.html", {"why": exception}, status=500)
        return None
