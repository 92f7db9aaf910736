"""The loop as one picture: seven stages, counted over what a person may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import cos, pi, sin
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from goldthread.base.access.table import may_ever, visible
from goldthread.base.people.models import Board, User
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import Intention
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Theme, Verdict

STUCK_AFTER = timedelta(days=28)  # a draft that nobody agrees for four weeks


@dataclass(frozen=True)
class Counts:
    """How much is there now, how it moved in two years, and how much is stuck."""

    now: int
    year: int
    year_before: int
    stuck: int


NOTHING = Counts(0, 0, 0, 0)


@dataclass(frozen=True)
class Stage:
    """One stage of the loop, with its counts and what they count."""

    name: str
    now_words: str
    stuck_words: str
    url: str
    stuck_url: str = ""
    counts: Counts = NOTHING


Asked = tuple[QuerySet[Any, Any], Stage]  # what is counted, and for what


def loop(board: Board, user: User, *, on: date) -> list[Stage]:
    """The seven stages in one statement; none for whoever reads no board's matrix."""
    if not may_ever(user, "matrix", "people.board"):
        return []
    spans = _Spans(on)
    stages = (_plan, _activities, _findings, _themes, _actions, _impact, _reports)
    asked = [stage(board, user, spans) for stage in stages]
    opens = spans.count(visible(Board, user, "matrix").filter(pk=board.pk))
    rows = opens.union(*(counts for counts, _ in asked), all=True)
    found = {place: Counts(*counts) for place, *counts in rows}
    if not found[_place(opens)].now:
        return []
    return [replace(stage, counts=found[_place(counts)]) for counts, stage in asked]


def _place(records: QuerySet[Any]) -> str:
    return str(records.model._meta.label_lower)


ALL, NONE = Q(pk__isnull=False), Q(pk__isnull=True)


class _Spans:
    """The last twelve months, and the twelve before them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.year_ago, self.two_ago = on - timedelta(days=365), on - timedelta(days=730)

    def count(
        self,
        records: QuerySet[Any],
        day: str = "",
        *,
        now: Q = ALL,
        stuck: Q = NONE,
        counts: Q = ALL,
    ) -> QuerySet[Any, Any]:
        """One row: of what, now, over the year, the year before, and stuck."""
        year = before = NONE
        if day:
            year = Q(**{f"{day}__gt": self.year_ago, f"{day}__lte": self.on})
            before = Q(**{f"{day}__gt": self.two_ago, f"{day}__lte": self.year_ago})
        of = records.order_by().values(place=Value(_place(records)))
        found: QuerySet[Any, Any] = of.annotate(
            now=Count("pk", filter=now),
            year=Count("pk", filter=counts & year),
            year_before=Count("pk", filter=counts & before),
            stuck=Count("pk", filter=stuck),
        ).values_list("place", "now", "year", "year_before", "stuck")
        return found


def _plan(board: Board, user: User, spans: _Spans) -> Asked:
    planned = Q(state=Intention.State.PLANNED)
    counts = spans.count(
        visible(Intention, user).filter(year__board=board),
        "due_on",
        now=planned & Q(year__starts_on__lte=spans.on, year__ends_on__gte=spans.on),
        stuck=planned & Q(due_on__lt=spans.on),
        counts=~Q(state=Intention.State.DROPPED),
    )
    return counts, Stage(
        "Plan",
        now_words="to do this year",
        stuck_words="past their day",
        url=reverse("plan:plan", args=[board.slug]),
    )


def _activities(board: Board, user: User, spans: _Spans) -> Asked:
    late = Contribution.objects.filter(
        state=Contribution.State.ASKED, due_on__lt=spans.on
    ).values("activity")
    under_way = Q(state=Activity.State.UNDER_WAY)
    counts = spans.count(
        visible(Activity, user).filter(board=board),
        "created_at__date",
        now=under_way,
        stuck=Q(pk__in=late) & ~Q(state=Activity.State.CLOSED),
        counts=~Q(state=Activity.State.CALLED_OFF),
    )
    return counts, Stage(
        "Activities",
        now_words="under way",
        stuck_words="waiting for late contributions",
        url=f"{reverse('activities:index')}?board={board.pk}",
        stuck_url=f"{reverse('activities:contributions')}?board={board.pk}&standing=late",
    )


def _findings(board: Board, user: User, spans: _Spans) -> Asked:
    drafted = Q(state=Finding.State.DRAFTED)
    counts = spans.count(
        visible(Finding, user).filter(board=board),
        "recorded_at__date",
        now=~Q(state=Finding.State.WITHDRAWN),
        stuck=drafted & Q(recorded_at__date__lt=spans.on - STUCK_AFTER),
        counts=~Q(state=Finding.State.WITHDRAWN),
    )
    address = f"{reverse('findings:index')}?board={board.pk}"
    return counts, Stage(
        "Findings",
        now_words="stand",
        stuck_words="in draft for over four weeks",
        url=address,
        stuck_url=f"{address}&state=drafted",
    )


def _themes(board: Board, user: User, spans: _Spans) -> Asked:
    is_open = Q(state=Theme.State.OPEN)
    counts = spans.count(
        visible(Theme, user).filter(board=board),
        "created_at__date",
        now=is_open,
        stuck=is_open & ~Q(Exists(Verdict.objects.filter(theme=OuterRef("pk")))),
    )
    return counts, Stage(
        "Themes",
        now_words="open",
        stuck_words="without a verdict",
        url=reverse("themes:matrix", args=[board.slug]),
    )


def _actions(board: Board, user: User, spans: _Spans) -> Asked:
    unfinished = ~Q(state__in=(Action.State.VERIFIED, Action.State.WITHDRAWN))
    counts = spans.count(
        visible(Action, user).filter(board=board),
        "raised_on",
        now=unfinished,
        stuck=unfinished & Q(due_on__lt=spans.on),
    )
    address = f"{reverse('actions:index')}?board={board.pk}"
    return counts, Stage(
        "Actions",
        now_words="unfinished",
        stuck_words="overdue",
        url=address,
        stuck_url=f"{address}&overdue=on",
    )


def _impact(board: Board, user: User, spans: _Spans) -> Asked:
    planned = Q(state=Check.State.PLANNED)
    counts = spans.count(
        visible(Check, user).filter(board=board),
        "checked_on",
        now=planned,
        stuck=planned & Q(due_on__lt=spans.on),
    )
    return counts, Stage(
        "Impact",
        now_words="checks planned",
        stuck_words="overdue",
        url=f"{reverse('impact:index')}?board={board.pk}",
        stuck_url=f"{reverse('impact:index')}?board={board.pk}&state=overdue",
    )


def _reports(board: Board, user: User, spans: _Spans) -> Asked:
    counts = spans.count(
        visible(Paper, user).filter(board=board),
        "until",
        now=Q(state=Paper.State.ISSUED),
        stuck=Q(state=Paper.State.DRAFT, until__lt=spans.on - STUCK_AFTER),
        counts=Q(state=Paper.State.ISSUED),
    )
    return counts, Stage(
        "Reports",
        now_words="issued",
        stuck_words="not issued four weeks after their period",
        url=f"{reverse('reports:index')}?board={board.pk}",
    )


@dataclass(frozen=True)
class Drawn:
    """A stage at its place on the ring, in the picture's own units (720 by 500)."""

    stage: Stage
    x: float
    y: float


def ring(stages: Sequence[Stage]) -> list[Drawn]:
    """The stages round the ring, clockwise from the top."""
    turns = [2 * pi * place / len(stages) - pi / 2 for place in range(len(stages))]
    return [
        Drawn(stage, round(360 + 270 * cos(turn), 1), round(250 + 180 * sin(turn), 1))
        for stage, turn in zip(stages, turns, strict=True)
    ]
