"""The doors of the routes: each names its row, and a forbidden record is a 404."""

import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from goldthread.base.access.acting import acting
from goldthread.base.access.table import (
    appointments_of,
    may_ever,
    model_of,
    visible,
)
from goldthread.base.people.models import User

View = Callable[..., HttpResponse]
FRESH_FOR = 300  # seconds since the second factor was given; allauth asks the same

# What is asked before a record opens: f(request, record) -> the page that asks, or None.
GATES: list[Callable[[Any, Any], HttpResponse | None]] = []


class SignedInRequest(HttpRequest):
    """What a guarded view is given: somebody is signed in."""

    user: User


def stands_for_second_factor(request: HttpRequest) -> bool:
    """In the demo alone: whoever came in as a persona has no second factor to give."""
    return settings.DEMO and bool(request.session.get("persona"))


def is_fresh(request: HttpRequest) -> bool:
    """Whether she gave her second factor within the last five minutes."""
    given = [
        record["at"]
        for record in get_authentication_records(request)
        if record.get("method") == "mfa"
    ]
    return stands_for_second_factor(request) or (
        max(given, default=0) > time.time() - FRESH_FOR
    )


def ask_again(request: HttpRequest) -> HttpResponse:
    """The page that asks for her second factor, and leads back here."""
    asks = get_adapter().get_reauthentication_methods(request.user)
    pages = [way["id"] for way in asks if way["id"].startswith("mfa_")]
    page = reverse("mfa_reauthenticate") if pages else reverse("mfa_index")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def guard(
    label: str,
    action: str = "view",
    *,
    key: str = "pk",
    related: Sequence[str] = (),
    fresh: bool = False,
) -> Callable[[View], View]:
    """Admit by one row of the table; with `fresh`, by her second factor given just now.

    A route with `key` in it hands the view that record, if the person may do the
    action to it, with what is `related` to it in the same statement. A route without
    hands it the queryset of all she may do it to.
    """

    def outer(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with acting(request.user):
                return _admit(request, *args, **kwargs)

        def _admit(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            appointments_of(request.user)  # once, for every statement of this request
            records = visible(model_of(label), request.user, action)
            if key in kwargs:
                found = records.select_related(*related) if related else records
                record = get_object_or_404(found, **{key: kwargs.pop(key)})
                if asks := _asked_first(request, record):
                    return asks
                return view(request, record, *args, **kwargs)
            if not may_ever(request.user, action, label):
                raise Http404
            if fresh and not is_fresh(request):
                return ask_again(request)
            return view(request, records, *args, **kwargs)

        def _asked_first(request: SignedInRequest, record: Any) -> HttpResponse | None:
            if fresh and not is_fresh(request):
                return ask_again(request)
            asked = (gate(request, record) for gate in GATES)
            return next((page for page in asked if page), None)

        inner.guarded = (label, action)  # type: ignore[attr-defined]
        return inner

    return outer


def signed_in(view: View) -> View:
    """Anybody with an account: her own pages, which show only what is hers."""

    @login_required
    @wraps(view)
    def inner(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting(request.user):
            appointments_of(request.user)
            return view(request, *args, **kwargs)

    inner.guarded = ("", "signed in")  # type: ignore[attr-defined]
    return inner


def public(view: View) -> View:
    """Nobody need sign in: nothing here that is not published."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting(request.user):
            return view(request, *args, **kwargs)

    inner.guarded = ("", "public")  # type: ignore[attr-defined]
    return inner
