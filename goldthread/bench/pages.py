"""The pages that are measured: whose, where, and what each may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model
from django.urls import reverse

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import visible
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.bench.rules import Target
from goldthread.loop.actions.models import Action
from goldthread.loop.findings.models import Finding
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Theme

TEN, CPU, SOON = Target("statements", 10), Target("cpu", 60), Target("p95", 300)
RECORD, PICTURE, OTHER = (TEN, CPU), (SOON,), (TEN,)


@dataclass(frozen=True)
class Cast:
    """Who asks, and for what: one board, one of its team, one partner and its lead."""

    board: Board
    team: User
    organisation: Organisation
    lead: User


@trusted()
def cast() -> Cast:
    board = Board.objects.earliest("pk")
    partners = board.partners.annotate(owes=Count("actions")).order_by("-owes", "pk")
    organisation = partners[0]
    held = User.objects.order_by("pk")
    return Cast(
        board,
        held.filter(appointments__board=board, appointments__role=Role.BOARD_TEAM)[0],
        organisation,
        held.filter(
            appointments__organisation=organisation,
            appointments__role=Role.AGENCY_LEAD,
        )[0],
    )


@dataclass(frozen=True)
class Page:
    name: str
    targets: tuple[Target, ...]
    path: Callable[[Cast], str]
    who: str = "team"  # or "lead", the partner's


def _a(model: type[Model], **lookups: Any) -> Callable[[Cast], str]:
    """The page of one such record that she may see."""

    @trusted()
    def path(known: Cast) -> str:
        found: Any = visible(model, known.team).filter(board=known.board, **lookups)
        return str(found.order_by("pk")[0].get_absolute_url())

    return path


def _at(name: str, **asked: str) -> Callable[[Cast], str]:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return lambda known: reverse(name) + (f"?{query}" if query else "")


def _of_board(name: str) -> Callable[[Cast], str]:
    return lambda known: reverse(name, args=[known.board.slug])


def _owed(known: Cast) -> str:
    return reverse("actions:obligations", args=[known.organisation.pk])


PAGES = (
    Page("home", OTHER, _at("home")),
    Page("home, agency lead", OTHER, _at("home"), "lead"),
    Page("findings", RECORD, _at("findings:index")),
    Page("findings, by words", RECORD, _at("findings:index", q="domestic+abuse")),
    Page("findings, page 100", RECORD, _at("findings:index", page="100")),
    Page("findings, agency lead", RECORD, _at("findings:index"), "lead"),
    Page("a finding", RECORD, _a(Finding, state="released", memberships__isnull=False)),
    Page("activities", RECORD, _at("activities:index")),
    Page("contributions", RECORD, _at("activities:contributions")),
    Page("actions", RECORD, _at("actions:index")),
    Page("actions, agency lead", RECORD, _at("actions:index"), "lead"),
    Page("an action", RECORD, _a(Action, state="verified")),
    Page("obligations", RECORD, _owed),
    Page("obligations, agency lead", RECORD, _owed, "lead"),
    Page("themes", RECORD, _at("themes:index")),
    Page("a theme", RECORD, _a(Theme)),
    Page("matrix", PICTURE, _of_board("themes:matrix")),
    Page("plan", OTHER, _of_board("plan:plan")),
    Page("impact", RECORD, _at("impact:index")),
    Page("reports", RECORD, _at("reports:index")),
    Page("a paper, 90 days", PICTURE, _a(Paper, state="draft")),
    Page("search", OTHER, _at("search", q="neglect")),
)
