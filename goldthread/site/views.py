"""Home, search, health and the pages for when something is not as it should be."""

import sys
from contextlib import suppress
from datetime import datetime
from typing import Any

from allauth.core.internal.ratelimit import consume
from django.core.paginator import Paginator
from django.db import DatabaseError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.base.access.acting import trusted
from goldthread.base.access.guards import SignedInRequest, probe, signed_in
from goldthread.base.access.table import visible
from goldthread.base.govuk.rules import Navigation
from goldthread.base.people.models import Board
from goldthread.site import away
from goldthread.site.context import chosen, sources_of
from goldthread.site.middleware import seconds_left
from goldthread.site.queries import about_her, hers
from goldthread.site.queries.loop import loop, ring
from goldthread.site.queries.readiness import readiness

READY_RATE = "120/m/ip"


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """What she owes, what is late, what changed, and her board's loop if she reads it."""
    user, on, since = request.user, timezone.localdate(), last_here(request)
    board = chosen(request, boards := list(visible(Board, user)))
    waiting = hers.tasks(user, on=on)
    context = {
        "board": board,
        "boards": boards,
        "tasks": waiting,
        "late": sum(task.late for task in waiting),
        **hers.places(user),
        "since": since,
        "changed": hers.changed(user, since=since),
        "ring": ring(loop(board, user, on=on)) if board else [],
    }
    return render(request, "site/home.html", context)


def last_here(request: SignedInRequest) -> datetime | None:
    """When she last opened her home page before this session."""
    if "last_here" not in request.session:
        seen_at = request.user.seen_at
        request.session["last_here"] = seen_at.isoformat() if seen_at else ""
        request.user.seen_at = timezone.now()
        with suppress(OperationalError), transaction.atomic(), trusted(request.user):
            request.user.save(update_fields=["seen_at"])  # or read on, if it is full
    said = request.session["last_here"]
    return datetime.fromisoformat(said) if said else None


@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    """Everything she may see that holds these words."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    hits = hers.search(request.user, words) if words else []
    return render(request, "site/search.html", {"words": words, "hits": hits})


@signed_in
def sources(request: SignedInRequest) -> HttpResponse:
    """The ways of learning that have a workflow of their own, and that are for her."""
    return render(request, "site/sources.html", {"sources": sources_of(request.user)})


@signed_in
def recorded(request: SignedInRequest) -> HttpResponse:
    """What the ledger holds about her, and about nobody else."""
    lines = about_her.recorded(request.user)
    with trusted(request.user):  # the ledger is closed to all but this page
        page = Paginator(lines, about_her.PER_PAGE).get_page(request.GET.get("page"))
        context = {"page": page, "lines": [about_her.line(row) for row in page]}
    return render(request, "site/recorded.html", context)


@signed_in
def stay(request: SignedInRequest) -> HttpResponse:
    """She is still there: being asked renews her session. How long she has now."""
    return JsonResponse({"left": seconds_left(request)})


@signed_in
@require_POST
def choose_board(request: SignedInRequest) -> HttpResponse:
    """Keep one of her boards in mind; anything else is ignored."""
    request.session["board"] = request.POST.get("board", "")[:50]
    return redirect("home")


@probe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process lives; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@probe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and is what this version expects; how long what waits has."""
    how = {"app": "goldthread", "action": "ready", "config": {"ready": READY_RATE}}
    try:
        often = not consume(request, limit_get=True, **how)
    except DatabaseError:
        often = False
    if often:
        return HttpResponse("too often", content_type="text/plain", status=429)
    found = readiness()
    return JsonResponse(found.told(), status=200 if found.ready else 503)


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Forbidden and missing look the same, to the byte: no menu, so no form's token."""
    return render(request, "404.html", {"navigation": Navigation()}, status=404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles what went wrong."""
    if found := away.away(sys.exc_info()[1]):
        return away.page(request, found)
    return render(request, "500.html", status=500)
