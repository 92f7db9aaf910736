"""The pages of papers, and the public copies."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard, public
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.loop.reports import drawing, queries, workflow
from goldthread.loop.reports.forms import PaperFilters
from goldthread.loop.reports.models import Paper

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


@guard("reports.paper", related=("board", "issued_by", "publication__proposed_by"))
def show(request: SignedInRequest, paper: Paper) -> HttpResponse:
    sections = drawing.readable(
        workflow.content(paper, on=timezone.localdate())["document"]
    )
    return pages.record(request, paper, "reports/show.html", sections=sections)


@guard("reports.paper", "export")
def download(request: SignedInRequest, paper: Paper, form: str) -> HttpResponse:
    """The paper as a file; an issued one says what it said when it was issued."""
    today = timezone.localdate()
    if draw := workflow.DRAW.get(form):
        kept = workflow.kept(paper, form, on=today)
        if kept is None:
            return redirect(draw(paper, by=request.user))
        return _file(paper, form, kept.content)
    if form not in drawing.KINDS:
        raise Http404
    content = workflow.content(paper, on=today)
    made = drawing.rendered(form, drawing.heading(paper), content)
    return _file(paper, form, made)


@guard("reports.paper", "export")
def drawn(request: SignedInRequest, paper: Paper, form: str) -> HttpResponse:
    """What the worker has drawn; a draft may say something else by now."""
    kept = queries.drawn(paper, form)
    if kept is None:
        raise Http404
    return _file(paper, form, kept.content)


def _file(paper: Paper, form: str, content: bytes | memoryview) -> HttpResponse:
    name = f"paper-{paper.pk}.{form}"
    return HttpResponse(
        bytes(content),
        content_type=drawing.KINDS[form],
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
    sections = drawing.readable(copy.content["document"])
    context = {"copy": copy, "sections": sections}
    return render(request, "reports/public_paper.html", context)
