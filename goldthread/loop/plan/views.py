"""The pages of the plan: the year at a glance, the framework, coverage, each record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from goldthread.base import states
from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Board
from goldthread.loop.plan import queries, rules
from goldthread.loop.plan.editions.rules import Edition
from goldthread.loop.plan.forms import IntentionFilters
from goldthread.loop.plan.models import (
    Framework,
    Intention,
    Line,
    Meeting,
    Priority,
    Year,
)
from goldthread.loop.plan.rules import picture

LOOKS = dict(Intention.State.choices) | {"late": "Late"}
FRAMEWORKS = ("Frameworks", reverse_lazy("plan:frameworks"))


def _crumbs(board: Board, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    plan = reverse("plan:plan", args=[board.slug])
    return ((str(board), board.get_absolute_url()), ("Plan", plan), *more)


def _of_year(year: Year) -> tuple[tuple[str, str], ...]:
    return _crumbs(year.board, (f"Year {year.name}", year.get_absolute_url()))


def _of_framework(
    framework: Framework, edition: Edition | None
) -> tuple[tuple[Any, Any], ...]:
    name = edition.name if edition else framework.edition
    return FRAMEWORKS, (name, framework.get_absolute_url())


# --- The year at a glance ------------------------------------------------------------------


@guard("people.board", "see_plan")
def index(request: SignedInRequest, boards: QuerySet[Board]) -> HttpResponse:
    """Her board's plan; if she has several boards, she chooses one."""
    found = list(boards)
    if len(found) == 1:
        return redirect("plan:plan", found[0].slug)
    return render(request, "plan/index.html", {"boards": found})


@guard("people.board", "see_plan", key="slug")
def plan(request: SignedInRequest, board: Board) -> HttpResponse:
    """The year at a glance: what is due next, the priorities, and what is missing."""
    today = timezone.localdate()
    years = list(Year.objects.visible_to(request.user).filter(board=board))
    year = _chosen(years, request.GET.get("year"), today)
    context = {"board": board, "years": years, "year": year}
    context |= queries.glance(board, year, on=today)
    offered = states.open_to(request.user, board)
    adopted = bool(context["framework"])
    context["open_steps"] = _ours(offered, adopted=adopted, opened=bool(years))
    return render(request, "plan/plan.html", context)


def _chosen(years: list[Year], wanted: str | None, today: Any) -> Year | None:
    """The year asked for, else the one that holds today, else the last."""
    named = [year for year in years if str(year.pk) == wanted]
    now = [year for year in years if year.starts_on <= today <= year.ends_on]
    return next(iter([*named, *now, *years]), None)


def _ours(
    steps: Iterable[states.Step], *, adopted: bool, opened: bool
) -> list[states.Step]:
    """The plan's own steps on a board, what the board needs next first."""
    order = ["adopt_framework", "open_year", "add_meeting"]
    if adopted:
        order = ["open_year", "add_meeting", "adopt_framework"]
    if adopted and opened:
        order = ["add_meeting", "open_year", "adopt_framework"]
    ours = [step for step in steps if step.name in order]
    return sorted(ours, key=lambda step: order.index(step.name))


# --- The framework ---------------------------------------------------------------------------


@guard("plan.framework")
def frameworks(request: SignedInRequest, found: QuerySet[Framework]) -> HttpResponse:
    """Those of her boards, and of the boards her organisation works with."""
    shown = found.prefetch_related("boards")
    editions = queries.editions()
    rows = [(each, editions.get(each.edition)) for each in shown]
    return render(request, "plan/frameworks.html", {"frameworks": rows})


@guard("plan.framework")
def framework(request: SignedInRequest, record: Framework) -> HttpResponse:
    """The table of lines: owner, frequency and expected outcome always shown."""
    every = list(record.lines.all())
    lines = [line for line in every if line.state == Line.State.KEPT]
    return pages.record(
        request,
        record,
        "plan/framework.html",
        edition=queries.edition_of(record),
        lines=lines,
        retired=[line for line in every if line.state == Line.State.RETIRED],
        unsaid=[line for line in lines if line.gaps],
        adoptions=record.adoptions.select_related("board"),
        offered=record.offered_to.all(),
        breadcrumbs=(FRAMEWORKS,),
    )


@guard("plan.line")
def line(request: SignedInRequest, record: Line) -> HttpResponse:
    edition = queries.edition_of(record.framework)
    planned = Intention.objects.visible_to(request.user).filter(line=record)
    return pages.record(
        request,
        record,
        "plan/line.html",
        edition=edition,
        principles=queries.points(edition, "principles", record.principles),
        scope=queries.points(edition, "scope", record.scope),
        ways=[dict(rules.WAYS).get(way, way) for way in record.ways],
        changes=queries.changes(record, edition),
        planned=planned.standing()[:25],
        breadcrumbs=_of_framework(record.framework, edition),
    )


# --- The year --------------------------------------------------------------------------------


@guard("plan.year")
def year(request: SignedInRequest, record: Year) -> HttpResponse:
    """The year as a picture, and as a table under it."""
    calendar = queries.calendar(record, on=timezone.localdate())
    return pages.record(
        request,
        record,
        "plan/year.html",
        calendar=calendar,
        picture=picture.draw(calendar),
        meetings=queries.meetings_of(record),
        looks=LOOKS,
        breadcrumbs=_crumbs(record.board),
    )


@guard("plan.year")
def coverage(request: SignedInRequest, record: Year) -> HttpResponse:
    """Principles and priorities against lines, with the holes in words as well."""
    found = queries.coverage(record.board, record)
    context = {"year": record, "coverage": found, "breadcrumbs": _of_year(record)}
    return render(request, "plan/coverage.html", context)


@guard("plan.priority")
def priority(request: SignedInRequest, record: Priority) -> HttpResponse:
    return pages.record(
        request,
        record,
        "plan/priority.html",
        rows=[("Why", record.why), ("Year", record.year.name)],
        lines=record.lines.all(),
        breadcrumbs=_of_year(record.year),
    )


@guard("plan.meeting")
def meeting(request: SignedInRequest, record: Meeting) -> HttpResponse:
    due = Intention.objects.visible_to(request.user).filter(meeting=record)
    return pages.record(
        request,
        record,
        "plan/meeting.html",
        due=due.standing(),
        breadcrumbs=_crumbs(record.board),
    )


# --- What is planned -------------------------------------------------------------------------


def _look(intention: Intention) -> tuple[str, str]:
    look = rules.look(intention.state, intention.due_on, on=timezone.localdate())
    return look, LOOKS[look]


INTENTIONS = Listing(
    title="What is planned",
    lead="Everything the plan means to look at, from each line of the framework.",
    noun="thing planned",
    nouns="things planned",
    empty="Nothing is planned yet. Open a plan year, then make its calendar.",
    columns=(
        Column("What", lambda i: i.title, "title"),
        Column("Who", lambda i: i.line.who if i.line else ""),
        Column("Due", lambda i: i.due_on, "due_on", "day"),
        Column("State", _look, "state", "tag"),
        Column("Plan", lambda i: str(i.year)),
    ),
    filters=IntentionFilters,
    related=("year__board", "line__owner"),
)


@guard("plan.intention")
def intentions(request: SignedInRequest, found: QuerySet[Intention]) -> HttpResponse:
    return pages.listing(request, found, INTENTIONS)


@guard("plan.intention")
def intention(request: SignedInRequest, record: Intention) -> HttpResponse:
    line = record.line
    came_from = (
        [Link(str(line), line.get_absolute_url(), note=line.who)] if line else []
    )
    year = Link(str(record.year), record.year.get_absolute_url())
    return pages.record(
        request,
        record,
        "plan/intention.html",
        look=_look(record),
        rows=queries.said_of(record),
        strands=(Strand("Where it comes from", [*came_from, year]),),
        breadcrumbs=_of_year(record.year),
    )
