"""The pages of a register: look before it is imported, and what was made."""

from django.http import HttpResponse
from django.shortcuts import redirect

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.errands import queries as errands
from goldthread.base.govuk import pages
from goldthread.loop.findings import imports
from goldthread.loop.themes.register import queries
from goldthread.loop.themes.register.models import Upload

State = Upload.State
SHOWN = 50


@guard("register.upload", related=("board",))
def show(request: SignedInRequest, upload: Upload) -> HttpResponse:
    if under_way := errands.under_way(upload, by=request.user):
        return redirect(under_way)
    if upload.state == State.UPLOADED:
        return redirect("register:match", upload.pk)
    found = _preview(request, upload) if upload.state == State.MATCHED else None
    return pages.record(
        request, upload, "register/show.html", preview=found, shown=SHOWN
    )


def _preview(request: SignedInRequest, upload: Upload) -> queries.Preview:
    return queries.preview(upload.board, upload.table, upload.columns, by=request.user)


@guard("register.upload")
def bad_rows(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """The rows that cannot be imported, as they came, each with what to do."""
    problems = _preview(request, upload).problems
    table = imports.bad_rows(upload.table, problems)
    rows = (row.cells for row in table.rows)
    return pages.download("csv", f"Rows to put right {upload}", table.headers, rows)
