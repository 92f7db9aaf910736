"""The doors of the routes: each names its row, and a forbidden record is a 404."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from goldthread.base.access import fresh
from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.table import (
    appointments_of,
    may_ever,
    model_of,
    visible,
)
from goldthread.base.ledger import reading
from goldthread.base.people.models import User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """What a guarded view is given: somebody is signed in."""

    user: User


def leaves(view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of the view, once what it shows of what is restricted has been noted."""
    with reading.gathering() as seen:
        response: Any = view(request, *args, **kwargs)
        if response.streaming:  # what is fetched on the way is noted, too
            response.streaming_content = list(response.streaming_content)
        if seen.keys:
            with trusted(request.user):
                seen.note(request, response)
    return response  # type: ignore[no-any-return]


def guard(
    label: str, action: str = "view", *, key: str = "pk", related: Sequence[str] = ()
) -> Callable[[View], View]:
    """Admit by one row of the table.

    A route with `key` in it hands the view that record, if the person may do the
    action to it, with what is `related` to it in the same statement. A route without
    hands it the queryset of all she may do it to. A file, and what a policy.py says so
    of, asks for her second factor again first (`fresh`).
    """

    def outer(view: View) -> View:
        @login_required
        @wraps(view)
        def inner(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with acting(request.user):
                return leaves(admit, request, *args, **kwargs)

        def admit(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            appointments_of(request.user)  # once, for every statement of this request
            records = visible(model_of(label), request.user, action)
            if key in kwargs:
                found = records.select_related(*related) if related else records
                record = get_object_or_404(found, **{key: kwargs.pop(key)})
                if fresh.asks_first(request, label, action):
                    return fresh.ask_again(request)
                reading.opens(record)
                return view(request, record, *args, **kwargs)
            if not may_ever(request.user, action, label):
                raise Http404
            if fresh.asks_first(request, label, action):
                return fresh.ask_again(request)
            return view(request, records, *args, **kwargs)

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
            return leaves(view, request, *args, **kwargs)

    inner.guarded = ("", "signed in")  # type: ignore[attr-defined]
    return inner


def public(view: View) -> View:
    """Nobody need sign in: nothing here that is not published, or asked for by a secret."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with acting(request.user):
            return leaves(view, request, *args, **kwargs)

    inner.guarded = ("", "public")  # type: ignore[attr-defined]
    return inner


def probe(view: View) -> View:
    """For whoever watches over the service: public, and served without the database."""
    view.guarded = ("", "public")  # type: ignore[attr-defined]
    return transaction.non_atomic_requests(view)
