"""The pages of case files: who is named, who never sees them, what was opened in haste."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import can, visible
from goldthread.base.cases import rules, workflow
from goldthread.base.cases.forms import ConflictForm
from goldthread.base.cases.gate import declare_page
from goldthread.base.cases.models import CaseFile, Exclusion, Grant, Opening
from goldthread.base.govuk import pages
from goldthread.base.govuk.forms import posted
from goldthread.base.people.models import Board, User

M = TypeVar("M", bound=Model)

NO_CONFLICT = (
    "Declared: you have no conflict of interest. If that changes, say so under “Who sees "
    "it, what for and until when”."
)


def record_of(file: CaseFile, user: Any) -> Any:
    """What the file confines, if its page opens for her."""
    found = (of(file) for of in rules.RECORDS)
    return next((each for each in found if each and can(user, "view", each)), None)


def closed_to(user: User) -> list[tuple[CaseFile, Any]]:
    """The closed files whose record she may open again, with that record."""
    closed = visible(CaseFile, user, "reach").filter(state="closed")
    found = ((file, of(file)) for file in closed for of in rules.RECORDS)
    return [(file, of) for file, of in found if of and can(user, "reopen", of)]


@guard("cases.casefile")
def index(request: SignedInRequest, files: QuerySet[CaseFile]) -> HttpResponse:
    """Hers, what she could reopen, and what was opened in an emergency."""
    hers = {"person": request.user.pk, "ended_at": None}
    grants = visible(Grant, request.user).filter(**hers, case_file__in=files)
    opened = visible(Opening, request.user).select_related("case_file", "person")
    context = {
        "grants": grants.select_related("case_file__board", "case_file__key"),
        "closed": closed_to(request.user),
        "openings": opened[:100],
        "boards": visible(Board, request.user, "open_in_emergency"),
        "on": timezone.localdate(),
    }
    return render(request, "cases/index.html", context)


@guard("cases.casefile", related=("board",))
def show(request: SignedInRequest, file: CaseFile) -> HttpResponse:
    keeps = can(request.user, "exclude", file)
    grants = _of(file, Grant, request.user)
    ended = grants.exclude(ended_at=None) if keeps else grants.none()
    return pages.record(
        request,
        file,
        "cases/show.html",
        grants=grants.filter(ended_at=None).select_related("given_by"),
        ended=ended.order_by("-ended_at"),
        exclusions=_of(file, Exclusion, request.user),
        keeps=keeps,
        confines=record_of(file, request.user),
        on=timezone.localdate(),
    )


def _of(file: CaseFile, model: type[M], user: User) -> QuerySet[M]:
    """What is written of it and she may see, with the key that opens the words."""
    found = visible(model, user).filter(case_file=file)
    return found.select_related("person", "case_file__key")


def _declare(request: SignedInRequest, file: CaseFile) -> HttpResponse:
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    back = back if here and back.startswith("/") else file.get_absolute_url()
    form = ConflictForm(posted(request), record=file, by=request.user)
    if not form.is_valid():
        return declare_page(request, file, back, form if form.is_bound else None)
    if form.cleaned_data["conflict"] == "no":
        workflow.declare_none(file, by=request.user)
        messages.success(request, NO_CONFLICT)
        return HttpResponseRedirect(back)
    workflow.declare_conflict(file, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Declared. The case is closed to you from now on.")
    return redirect("home")


declare_none = guard("cases.casefile", "declare_none")(_declare)
declare_conflict = guard("cases.casefile", "declare_conflict")(_declare)


@guard(
    "cases.opening",
    related=("case_file__board", "case_file__key", "person", "reviewed_by"),
)
def opening(request: SignedInRequest, made: Opening) -> HttpResponse:
    hers = made.person_id == request.user.pk and made.until > timezone.now()
    return pages.record(
        request,
        made,
        "cases/opening.html",
        confines=record_of(made.case_file, request.user) if hers else None,
        late=made.state == Opening.State.MADE and made.review_by < timezone.localdate(),
    )
