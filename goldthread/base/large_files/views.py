"""The pages of large files."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.drafts.rules import DRAFT
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.large_files import queries, workflow
from goldthread.base.large_files.forms import AskForm
from goldthread.base.large_files.models import LargeFile
from goldthread.base.people.models import Board, User

FILES = Listing(
    title="Large files",
    lead="Many rows of a list leave as a file only if a second person agrees. Here is "
    "what you asked for, and what you may answer.",
    noun="large file",
    empty="Nobody has asked for one. It is asked for from the list itself, by “Download”.",
    columns=(
        Column("Large file", str),
        Column("List", lambda f: f.title),
        Column("Rows", lambda f: f"{f.rows:,}"),
        Column("Asked for by", lambda f: f.asked_by),
        Column("On", lambda f: f.asked_at.date(), "asked_at", "day"),
        Column("State", lambda f: (f.state, f.get_state_display()), "state", "tag"),
    ),
    related=("asked_by",),
)


@guard("large_files.largefile")
def index(request: SignedInRequest, found: QuerySet[LargeFile]) -> HttpResponse:
    return pages.listing(request, found, FILES)


@guard("large_files.largefile", related=("board", "asked_by", "decided_by"))
def show(request: SignedInRequest, file: LargeFile) -> HttpResponse:
    return pages.record(
        request,
        file,
        "large_files/show.html",
        address=queries.address(file),
        hers=file.asked_by_id == request.user.pk,
        taken=file.taken.order_by("pk"),
    )


@guard("people.board", "ask_for_file")
def ask(request: SignedInRequest, boards: QuerySet[Board]) -> HttpResponse:
    """The page on which she lands who wants more rows than leave without asking."""
    token = request.POST.get("list") or request.GET.get("list", "")
    asked = workflow.told(token, request.user)
    if asked is None and request.method != "POST" and DRAFT not in request.GET:
        return redirect("large_files:index")  # it is asked for from the list itself
    made = partial(AskForm, boards=boards, by=request.user, initial={"list": token})
    page = _page(asked, request.user)
    return pages.answer(request, made, workflow.ask_for_file, **page)


def _page(asked: dict[str, Any] | None, person: User) -> dict[str, str]:
    taken, alone = queries.taken_lately(person), queries.alone()
    this = f"“{asked['title']}” has {asked['rows']:,} rows. " if asked else ""
    before = f" You have taken {taken:,} already." if taken else ""
    return {
        "heading": "Ask for a large file",
        "lead": f"{this}Within 24 hours, up to {alone:,} rows leave as files without "
        f"asking.{before} More leave only if somebody else of the board agrees.",
        "button": "Ask",
        "cancel": asked["path"] if asked else reverse("large_files:index"),
        "done": "Asked. You hear as soon as somebody has answered.",
    }
