"""Before somebody opens a case for the first time she says whether she has a conflict."""

from typing import Any

from django.db.models.constants import LOOKUP_SEP
from django.http import HttpResponse
from django.shortcuts import render

from goldthread.base.access.confined import CONFINED
from goldthread.base.access.guards import SignedInRequest
from goldthread.base.access.table import can
from goldthread.base.cases import queries
from goldthread.base.cases.forms import ConflictForm
from goldthread.base.cases.models import CaseFile, Declaration

OURS = "cases."  # the pages about a case file, not of what is in it


def asks_first(request: SignedInRequest, record: Any) -> HttpResponse | None:
    """The page that asks, in place of the record's; nothing once she has said it."""
    label = record._meta.label_lower
    if label not in CONFINED or label.startswith(OURS):
        return None
    if not getattr(record, "of_restricted", True):  # it knows that of its activity
        return None
    files = _files_of(record)
    if not files:
        return None
    hers = Declaration.objects.filter(case_file__in=files, person=request.user.pk)
    asked = files - set(hers.values_list("case_file", flat=True))
    known = CaseFile.objects.visible_to(request.user) if asked else ()
    for file in known and known.filter(pk__in=asked).order_by("pk"):
        if can(request.user, "declare_none", file):
            return declare_page(request, file, request.path)
    return None


def _files_of(record: Any) -> set[int]:
    """The keys of its case files: a disposal, and what came with replies, may be of many."""
    paths = CONFINED[record._meta.label_lower]
    if len(paths) == 1 and (found := _at_hand(record, paths[0])) is not None:
        return found
    each = type(record)._base_manager.filter(pk=record.pk)
    return {
        key
        for path in paths
        for key in each.values_list(path, flat=True)
        if key is not None
    }


def _at_hand(record: Any, path: str) -> set[int] | None:
    """The same, of what is fetched already; None if the database must say."""
    *way, last = path.split(LOOKUP_SEP)
    for name in way:
        if name not in record._state.fields_cache:  # noqa: SLF001  # Django's
            return None
        record = getattr(record, name)
    key = getattr(record, f"{last}_id")
    return set() if key is None else {key}


def declare_page(
    request: SignedInRequest,
    file: CaseFile,
    back: str,
    form: ConflictForm | None = None,
) -> HttpResponse:
    context = {
        "file": file,
        "onward": back,
        "declared": Declaration.objects.filter(
            case_file=file.pk, person=request.user.pk
        ).exists(),
        "form": form or ConflictForm(None, record=file, by=request.user),
        "employers": queries.employers_involved(file, request.user),
    }
    return render(request, "cases/declare.html", context, status=422 if form else 200)
