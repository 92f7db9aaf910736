"""The pages of themes: the list, one theme, the matrix, and putting findings in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import may_ever, visible
from goldthread.base.govuk import pages
from goldthread.base.govuk.forms import posted
from goldthread.base.govuk.pages import PER_PAGE, Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Board, User
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.queries import learned_from
from goldthread.loop.themes import exports, queries, workflow
from goldthread.loop.themes.forms import (
    CellFilters,
    JoinFindingsForm,
    MatrixFilters,
    ThemeFilters,
)
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.queries import Narrowing, Row
from goldthread.loop.themes.rules import VERDICT_WORDS

SUGGESTED = 5


def year_of_newest(theme: Theme) -> int | None:
    *_, newest = queries.evidence(theme)
    return newest.year if newest else None


THEMES = Listing(
    title="Themes",
    lead="What keeps coming up, and how many ways of learning point to it.",
    noun="theme",
    empty="No themes here. Add one from your board’s page, or import your register.",
    columns=(
        Column("Theme", lambda t: t.name, "name"),
        Column("State", lambda t: (t.state, t.get_state_display()), "state", "tag"),
        Column("Findings", lambda t: queries.evidence(t)[0], "seen"),
        Column("Ways of learning", lambda t: queries.evidence(t)[1], "ways"),
        Column("Newest", year_of_newest, "newest"),
        Column("Verdict", lambda t: VERDICT_WORDS.get(t.decided, "Not decided yet")),
        Column("Board", lambda t: t.board.name),
    ),
    filters=ThemeFilters,
    template="themes/index.html",
    related=("board",),
)


@guard("themes.theme")
def index(request: SignedInRequest, themes: Any) -> HttpResponse:
    boards = visible(Board, request.user, "matrix")
    shown = queries.with_evidence(themes, request.user)
    return pages.listing(request, shown, THEMES, boards=boards)


@guard("themes.theme", related=("board", "merged_into"))
def show(request: SignedInRequest, theme: Theme) -> HttpResponse:
    filters = CellFilters(request.GET)
    verdicts = list(theme.verdicts.select_related("decided_by"))
    row = queries.row(theme, request.user, next(iter(verdicts), None))
    shown = {
        "row": row,
        "spots": row.spots(on=timezone.localdate()),
        "verdicts": verdicts,
        "filter_form": filters,
    }
    shown |= _inside_and_suggested(request, row, filters.narrowing())
    return pages.record(request, theme, "themes/show.html", **shown)


def _inside_and_suggested(
    request: SignedInRequest, row: Row, narrowing: Narrowing
) -> dict[str, Any]:
    page = _findings(request, row, narrowing)
    page.object_list, suggested = queries.inside_and_suggested(
        page.object_list,
        queries.suggested(row.theme, request.user)[:SUGGESTED],
        request.user,
    )
    return {"page": page, "suggested": suggested}


def _findings(request: SignedInRequest, row: Row, narrowing: Narrowing) -> Any:
    """A page of the theme's findings; the row knows how many there are of each way."""
    shown = queries.counted(request.user, narrowing)
    shown = shown.filter(memberships__theme=row.theme).order_by("-pk")
    paginator = Paginator(shown, PER_PAGE)
    if narrowing == Narrowing(way=narrowing.way):
        paginator.count = row.count(narrowing.way)
    return paginator.get_page(request.GET.get("page"))


def _page(request: SignedInRequest, records: QuerySet[Any]) -> Any:
    return Paginator(records, PER_PAGE).get_page(request.GET.get("page"))


@guard("people.board", "matrix", key="slug")
def matrix(request: SignedInRequest, board: Board) -> HttpResponse:
    filters = MatrixFilters(request.GET)
    on, narrowing = timezone.localdate(), filters.narrowing()
    found = queries.matrix(board, request.user, on=on, narrowing=narrowing)
    if form := request.GET.get("format"):
        title = f"Themes by ways of learning, {board}"
        return pages.download(
            form, title, exports.headings(found), exports.lines(found)
        )
    context = {
        "matrix": found,
        "filter_form": filters,
        "board": board,
        "may_join": may_ever(request.user, "join_findings", "people.board"),
    }
    return render(request, "themes/matrix.html", context)


@guard("people.board", "join_findings", key="slug")
def join_findings(request: SignedInRequest, board: Board) -> HttpResponse:
    waiting = queries.without_theme(board, request.user).select_related("activity")
    page = _page(request, waiting.annotate(learned_from=learned_from(request.user)))
    form = JoinFindingsForm(
        posted(request), record=board, by=request.user, findings=page
    )
    if form.is_valid():
        workflow.join_findings(board, by=request.user, **form.given())
        messages.success(request, f"Joined to themes: {len(form.pairs)}.")
        return redirect(request.get_full_path())
    context = {"form": form, "board": board, "page": page}
    status = 422 if form.errors else 200
    return render(request, "themes/join_findings.html", context, status=status)


@pages.thread("findings.finding")
def themes_of(finding: Finding, user: User) -> Strand:
    """A finding's page says which themes it has joined."""
    themes = Theme.objects.visible_to(user).standing().filter(findings=finding)
    links = [Link(theme.name, theme.get_absolute_url()) for theme in themes]
    return Strand("Themes it has joined", links)
