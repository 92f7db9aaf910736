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
    file_id = _file_of(record)
    if (
        file_id is None
        or Declaration.objects.filter(
            case_file=file_id, person=request.user.pk
        ).exists()
    ):
        return None
    file = CaseFile.objects.visible_to(request.user).filter(pk=file_id).first()
    if file is None or not can(request.user, "declare_none", file):
        return None
    return declare_page(request, file, request.path)


def _file_of(record: Any) -> int | None:
    """The key of its case file; nothing of what holds the record is fetched for that."""
    path, *_ = CONFINED[record._meta.label_lower]
    *way, last = path.split(LOOKUP_SEP)
    at = record
    for name in way:
        if name not in at._state.fields_cache:  # noqa: SLF001  # what is fetched already
            path = LOOKUP_SEP.join([*way, f"{last}_id"])
            found = type(record)._base_manager.filter(pk=record.pk)
            key: int | None = found.values_list(path, flat=True).first()
            return key
        at = getattr(at, name)
    return getattr(at, f"{last}_id")  # type: ignore[no-any-return]


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
