"""What the themes of a board hold, counted over the findings somebody may see."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import (
    Count,
    Max,
    Q,
    Sum,
)
from django.urls import reverse

from goldthread.base.people.models import Board, User
from goldthread.loop.activities.rules import WAY_WORDS, Way
from goldthread.loop.findings.models import Finding, FindingQuerySet
from goldthread.loop.themes import rules
from goldthread.loop.themes.models import (
    Theme,
    Verdict,
)
from goldthread.loop.themes.rules import Age, Cell, Proposal

AGREED = (Finding.State.AGREED, Finding.State.RELEASED)


@dataclass(frozen=True)
class Narrowing:
    """Which findings are counted; nothing said counts them all.

    With a period, findings without a date are left out.
    """

    since: date | None = None
    until: date | None = None
    kind: str = ""
    help_stage: str = ""
    characteristic: str = ""
    way: str = ""
    public: bool = False  # released, and of nothing restricted

    def apply(self, findings: FindingQuerySet) -> FindingQuerySet:
        asked: dict[str, Any] = {
            "latest__gte": self.since,
            "earliest__lte": self.until,
            "kind": self.kind,
            "help_stage": self.help_stage,
            "characteristics__contains": self.characteristic and [self.characteristic],
            "way": self.way,
            "state": self.public and Finding.State.RELEASED,
            "of_restricted__in": self.public and [False],
        }
        return findings.filter(
            **{lookup: said for lookup, said in asked.items() if said}
        )


@dataclass(frozen=True)
class Row:
    """One theme: its cells by way, what the rule proposes and what was decided."""

    theme: Theme
    cells: Mapping[str, Cell]
    verdict: Verdict | None
    newest_joined: datetime | None = None

    @cached_property
    def proposal(self) -> Proposal:
        return rules.propose(self.cells.values())

    def count(self, way: str = "") -> int:
        """How many findings, of one way or of all."""
        return sum(c.findings for c in self.cells.values() if way in ("", c.way))

    @property
    def findings(self) -> int:
        return self.count()

    @property
    def not_agreed(self) -> int:
        return sum(cell.not_agreed for cell in self.cells.values())

    def spots(self, *, on: date) -> list["Spot"]:
        """What each way that speaks says, in the order of the columns."""
        return [spot(self, way, on=on) for way in Way if way in self.cells]

    @property
    def stale(self) -> bool:
        """Findings have joined since somebody decided."""
        if self.verdict is None or self.newest_joined is None:
            return False
        return self.newest_joined > self.verdict.decided_at


@dataclass(frozen=True)
class Spot:
    """Where a theme meets a way of learning; silence has no cell."""

    way: str
    label: str
    cell: Cell | None = None
    age: Age | None = None
    sentence: str = "silent"


@dataclass(frozen=True)
class Matrix:
    """Themes down; across, only the ways of learning that say something."""

    board: Board
    rows: Sequence[Row]
    ways: Sequence[tuple[str, str]]
    on: date

    def lines(self) -> Iterator[tuple[Row, list[Spot]]]:
        """Each theme with a spot for every way, said or silent."""
        for each in self.rows:
            yield each, [spot(each, way, on=self.on) for way, _ in self.ways]


def spot(of: Row, way: str, *, on: date) -> Spot:
    label = WAY_WORDS[Way(way)]
    cell = of.cells.get(way)
    if cell is None:
        return Spot(way, label)
    newest = rules.age(cell.newest, on=on)
    return Spot(way, label, cell, newest, rules.sentence(cell, on=on))


Grouped = tuple[dict[str, Cell], datetime]


def counted(user: User | None, narrowing: Narrowing | None = None) -> FindingQuerySet:
    """The findings that stand and that this person may see.

    Nobody in particular, as for a paper, is shown what is not restricted.
    """
    findings = Finding.objects.standing()
    if user is None:
        released = Q(state=Finding.State.RELEASED)
        findings = findings.filter(Q(of_restricted=False) | released)
    else:
        findings = findings.visible_to(user)
    return (narrowing or Narrowing()).apply(findings)


def _grouped(findings: FindingQuerySet) -> dict[int, Grouped]:
    """Each theme's cells, counted by the database in one statement."""
    groups = (
        findings.order_by()
        .values("memberships__theme", "way")
        .annotate(
            strengths=Count("pk", filter=Q(kind=Finding.Kind.STRENGTH)),
            concerns=Count("pk", filter=Q(kind=Finding.Kind.CONCERN)),
            agreed=Count("pk", filter=Q(state__in=AGREED)),
            looked_at=Sum("number"),
            based=BoolOr(~Q(method="")),
            newest=Max("latest"),
            joined=Max("memberships__joined_at"),
        )
    )
    themes: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for group in groups:
        themes[group["memberships__theme"]].append(group)
    return {
        theme: (
            {group["way"]: _cell(group) for group in of},
            max(group["joined"] for group in of),
        )
        for theme, of in themes.items()
    }


def _cell(group: Mapping[str, Any]) -> Cell:
    same = ("strengths", "concerns", "agreed", "based", "newest")
    return Cell(
        way=group["way"],
        number=group["looked_at"],
        **{name: group[name] for name in same},
    )


def rows(
    board: Board, user: User | None, narrowing: Narrowing | None = None
) -> list[Row]:
    """Every theme of the board with what it holds, in three statements."""
    findings = counted(user, narrowing).filter(memberships__theme__board=board)
    groups = _grouped(findings)
    verdicts = {
        verdict.theme_id: verdict
        for verdict in Verdict.objects.filter(theme__board=board)
        .order_by("theme_id", "-pk")
        .distinct("theme_id")
        .select_related("decided_by")
    }
    found = []
    for theme in Theme.objects.standing().filter(board=board):
        cells, joined = groups.get(theme.pk, ({}, None))
        found.append(Row(theme, cells, verdicts.get(theme.pk), joined))
    return found


def matrix(
    board: Board, user: User | None, *, on: date, narrowing: Narrowing | None = None
) -> Matrix:
    """What every way of learning says about every theme of the board."""
    found = rows(board, user, narrowing)
    spoken = {way for each in found for way in each.cells}
    ways = [(str(way), WAY_WORDS[way]) for way in Way if way in spoken]
    return Matrix(board, found, ways, on)


def row(
    theme: Theme,
    user: User | None,
    verdict: Verdict | None,
    narrowing: Narrowing | None = None,
) -> Row:
    """One theme's row, wherever the theme stands."""
    groups = _grouped(counted(user, narrowing).filter(memberships__theme=theme))
    cells, joined = groups.get(theme.pk, ({}, None))
    return Row(theme, cells, verdict, joined)


def link_to_matrix(board: Board) -> tuple[str, str]:
    return "Themes by ways of learning", reverse("themes:matrix", args=[board.slug])
