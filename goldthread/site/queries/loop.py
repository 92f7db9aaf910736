"""The loop as one picture: seven stages, counted over what a person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sin
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from goldthread.base.access.table import can, visible
from goldthread.base.people.models import Board, User
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import Intention
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Theme

STUCK_AFTER = timedelta(days=28)  # a draft that nobody agrees for four weeks


@dataclass(frozen=True)
class Counts:
    """How much is there now, how it moved in two years, and how much is stuck."""

    now: int
    year: int
    year_before: int
    stuck: int


@dataclass(frozen=True)
class Stage:
    """One stage of the loop, with its counts and what they count."""

    name: str
    counts: Counts
    now_words: str
    stuck_words: str
    url: str
    stuck_url: str = ""


def loop(board: Board, user: User, *, on: date) -> list[Stage]:
    """The seven stages, one statement each; none for whoever reads no board's matrix."""
    if not can(user, "matrix", board):
        return []
    spans = _Spans(on)
    return [
        _plan(board, user, spans),
        _activities(board, user, spans),
        _findings(board, user, spans),
        _themes(board, user, spans),
        _actions(board, user, spans),
        _impact(board, user, spans),
        _reports(board, user, spans),
    ]


class _Spans:
    """The last twelve months, and the twelve before them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.year_ago, self.two_ago = on - timedelta(days=365), on - timedelta(days=730)

    def count(
        self,
        records: QuerySet[Any],
        day: str,
        *,
        now: Q,
        stuck: Q,
        counts: Q | None = None,
    ) -> Counts:
        """In one statement: now, over the year, the year before, and stuck."""
        counts = counts or Q()
        year = Q(**{f"{day}__gt": self.year_ago, f"{day}__lte": self.on})
        before = Q(**{f"{day}__gt": self.two_ago, f"{day}__lte": self.year_ago})
        found = records.order_by().aggregate(
            now=Count("pk", filter=now),
            year=Count("pk", filter=counts & year),
            year_before=Count("pk", filter=counts & before),
            stuck=Count("pk", filter=stuck),
        )
        return Counts(**found)


def _plan(board: Board, user: User, spans: _Spans) -> Stage:
    planned = Q(state=Intention.State.PLANNED)
    counts = spans.count(
        visible(Intention, user).filter(year__board=board),
        "due_on",
        now=planned & Q(year__starts_on__lte=spans.on, year__ends_on__gte=spans.on),
        stuck=planned & Q(due_on__lt=spans.on),
        counts=~Q(state=Intention.State.DROPPED),
    )
    return Stage(
        "Plan",
        counts,
        now_words="to do this year",
        stuck_words="past their day",
        url=reverse("plan:plan", args=[board.slug]),
    )


def _activities(board: Board, user: User, spans: _Spans) -> Stage:
    late = Contribution.objects.filter(
        state=Contribution.State.ASKED, due_on__lt=spans.on
    ).values("activity")
    under_way = Q(state=Activity.State.UNDER_WAY)
    counts = spans.count(
        visible(Activity, user).filter(board=board),
        "created_at__date",
        now=under_way,
        stuck=Q(pk__in=late) & ~Q(state=Activity.State.CLOSED),
    )
    return Stage(
        "Activities",
        counts,
        now_words="under way",
        stuck_words="waiting for late contributions",
        url=f"{reverse('activities:index')}?board={board.pk}",
        stuck_url=f"{reverse('activities:contributions')}?board={board.pk}&standing=late",
    )


def _findings(board: Board, user: User, spans: _Spans) -> Stage:
    drafted = Q(state=Finding.State.DRAFTED)
    counts = spans.count(
        visible(Finding, user).filter(board=board),
        "recorded_at__date",
        now=~Q(state=Finding.State.WITHDRAWN),
        stuck=drafted & Q(recorded_at__date__lt=spans.on - STUCK_AFTER),
        counts=~Q(state=Finding.State.WITHDRAWN),
    )
    address = f"{reverse('findings:index')}?board={board.pk}"
    return Stage(
        "Findings",
        counts,
        now_words="stand",
        stuck_words="in draft for over four weeks",
        url=address,
        stuck_url=f"{address}&state=drafted",
    )


def _themes(board: Board, user: User, spans: _Spans) -> Stage:
    is_open = Q(state=Theme.State.OPEN)
    counts = spans.count(
        visible(Theme, user).filter(board=board),
        "created_at__date",
        now=is_open,
        stuck=is_open & Q(verdicts=None),
    )
    return Stage(
        "Themes",
        counts,
        now_words="open",
        stuck_words="without a verdict",
        url=reverse("themes:matrix", args=[board.slug]),
    )


def _actions(board: Board, user: User, spans: _Spans) -> Stage:
    unfinished = ~Q(state__in=(Action.State.VERIFIED, Action.State.WITHDRAWN))
    counts = spans.count(
        visible(Action, user).filter(board=board),
        "raised_on",
        now=unfinished,
        stuck=unfinished & Q(due_on__lt=spans.on),
    )
    address = f"{reverse('actions:index')}?board={board.pk}"
    return Stage(
        "Actions",
        counts,
        now_words="unfinished",
        stuck_words="overdue",
        url=address,
        stuck_url=f"{address}&overdue=on",
    )


def _impact(board: Board, user: User, spans: _Spans) -> Stage:
    planned = Q(state=Check.State.PLANNED)
    counts = spans.count(
        visible(Check, user).filter(board=board),
        "checked_on",
        now=planned,
        stuck=planned & Q(due_on__lt=spans.on),
    )
    return Stage(
        "Impact",
        counts,
        now_words="checks planned",
        stuck_words="overdue",
        url=f"{reverse('impact:index')}?board={board.pk}",
        stuck_url=f"{reverse('impact:index')}?board={board.pk}&state=overdue",
    )


def _reports(board: Board, user: User, spans: _Spans) -> Stage:
    counts = spans.count(
        visible(Paper, user).filter(board=board),
        "until",
        now=Q(state=Paper.State.ISSUED),
        stuck=Q(state=Paper.State.DRAFT, until__lt=spans.on - STUCK_AFTER),
        counts=Q(state=Paper.State.ISSUED),
    )
    return Stage(
        "Reports",
        counts,
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
