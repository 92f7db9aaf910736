"""The pages of papers, and the public copies."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard, public
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.loop.reports import exports, queries, workflow
from goldthread.loop.reports.forms import PaperFilters
from goldthread.loop.reports.models import Paper

NO_PDF = (
    "This server cannot make a PDF: the library pango is missing. Nothing is lost. "
    "Download Word or the web page, and ask whoever runs the server to install pango."
)

PAPERS = Listing(
    title="Reports",
    lead="The paper for each meeting: everything learned and every action arising.",
    noun="paper",
    empty="No papers yet. Draft one from your board’s page.",
    columns=(
        Column("Paper", lambda paper: paper.title),
        Column("Number", lambda paper: paper.number, "number"),
        Column("Board", lambda paper: paper.board),
        Column("From", lambda paper: paper.since, "since", "day"),
        Column("To", lambda paper: paper.until, "until", "day"),
        Column("State", lambda p: (p.state, p.get_state_display()), "state", "tag"),
    ),
    filters=PaperFilters,
    related=("board",),
)


@guard("reports.paper")
def index(request: SignedInRequest, papers: QuerySet[Paper]) -> HttpResponse:
    return pages.listing(request, papers.defer("frozen"), PAPERS)


@guard("reports.paper", related=("board", "issued_by", "publication"))
def show(request: SignedInRequest, paper: Paper) -> HttpResponse:
    sections = exports.readable(
        workflow.content(paper, on=timezone.localdate())["document"]
    )
    return pages.record(request, paper, "reports/show.html", sections=sections)


@guard("reports.paper", "export")
def download(request: SignedInRequest, paper: Paper, form: str) -> HttpResponse:
    """The paper as a file; an issued one says what it said when it was issued."""
    if form not in exports.KINDS:
        raise Http404
    content = workflow.content(paper, on=timezone.localdate())
    try:
        made = exports.rendered(form, exports.heading(paper), content)
    except exports.CannotDraw:
        messages.error(request, NO_PDF)
        return redirect(paper)
    name = f"paper-{paper.pk}.{form}"
    return HttpResponse(
        made,
        content_type=exports.KINDS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@public
def published(request: HttpRequest) -> HttpResponse:
    with queries.as_public_site():
        copies = list(queries.published().defer("content"))
    return render(request, "reports/published.html", {"copies": copies})


@public
def public_paper(request: HttpRequest, pk: int) -> HttpResponse:
    with queries.as_public_site():
        copy = get_object_or_404(queries.published(), pk=pk)
    sections = exports.readable(copy.content["document"])
    context = {"copy": copy, "sections": sections}
    return render(request, "reports/public_paper.html", context)
