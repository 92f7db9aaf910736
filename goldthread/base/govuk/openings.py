"""“Who has opened this”: a page of each restricted record, for whoever leads it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from goldthread.base.access.acting import trusted
from goldthread.base.access.guards import SignedInRequest, View, guard
from goldthread.base.access.table import can, may_ever
from goldthread.base.ledger import rules
from goldthread.base.ledger.models import Trace
from goldthread.base.ledger.reading import is_confined
from goldthread.base.people.models import User

PER_PAGE = 50
ACTION = "see_openings"


def openings(label: str) -> View:
    """The page for one kind of record; its row of the policy is `see_openings`."""

    @guard(label, ACTION)
    def view(request: SignedInRequest, record: Any) -> HttpResponse:
        found = Trace.objects.opening(record).order_by("-pk")
        with trusted(request.user):  # the ledger is closed to all but this page
            page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
            lines = [(trace, rules.opened(trace.how)) for trace in page]
        context = {"record": record, "page": page, "lines": lines}
        return render(request, "openings.html", context)

    return view


def address(user: User, record: Any) -> str:
    """Of that page, if the record is restricted and she may read it; else nothing."""
    asked = is_confined(type(record)) and _holds(record, type(record).confined)
    if not asked or not may_ever(user, ACTION, record._meta.label_lower):
        return ""
    return f"{record.get_absolute_url()}openings/" if can(user, ACTION, record) else ""


def _holds(record: Any, condition: Q) -> bool:
    """Whether a condition of plain values holds of a record that is here already."""
    found = all(
        _holds(record, part) if isinstance(part, Q) else _is(record, part)
        for part in condition.children
    )
    return found != condition.negated


def _is(record: Any, asked: Any) -> bool:
    path, value = asked
    for name in path.split("__"):
        record = getattr(record, name)
    return bool(record == value)
