"""What many returns come to: the tracker of a cycle, and standards by organisations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Window

from goldthread.base.access.table import visible
from goldthread.base.people.models import Organisation, User
from goldthread.base.people.rules import ORGANISATION_TYPES
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Cycle, Grade, SelfAssessment
from goldthread.sources.section11.models.returns import JUDGED, WITH_AGENCY

State = SelfAssessment.State
NAMED = 10  # who are still to come, if they are no more


@dataclass(frozen=True)
class Tracked:
    """How many of one type of organisation were asked, and how far they are."""

    words: str
    asked: int = 0
    came: int = 0
    judged: int = 0
    late: int = 0
    exempt: int = 0

    @property
    def rate(self) -> str:
        """Numerator, denominator and percentage: "23 of 26 (88%)"."""
        return rules.of(self.came, self.asked)


def tracker(cycle: Cycle, user: User, *, on: date) -> list[Tracked]:
    """The returns of a cycle that she may see, by type, and all of them at the end.

    One statement, however many were asked.
    """
    asked, submitted = ~Q(state=State.EXEMPT), Q(sent=True)
    marks = {
        "asked": asked,
        "came": asked & submitted,
        "judged": asked & Q(state__in=JUDGED),
        "late": Q(state__in=WITH_AGENCY, contribution__due_on__lt=on) & ~submitted,
        "exempt": ~asked,
    }
    found = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk)
    counted = found.order_by().values("kind")
    rows = counted.annotate(**{n: Count("pk", filter=q) for n, q in marks.items()})
    told = [_tracked(**row) for row in rows]
    told.sort(key=lambda each: each.words)
    every = {name: sum(getattr(each, name) for each in told) for name in marks}
    return [*told, Tracked("All", **every)] if told else []


def _tracked(kind: str, **counts: int) -> Tracked:
    return Tracked(ORGANISATION_TYPES.get(kind, kind), **counts)


@dataclass(frozen=True)
class Owed:
    """How many have not submitted yet, and their names if they are few."""

    number: int
    names: tuple[str, ...] = ()


def owed(cycle: Cycle, user: User) -> Owed:
    """Of the returns that she may see; one statement."""
    found = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk).owed()
    never = found.filter(submitted_on=None).order_by("contribution__organisation__name")
    counted = never.annotate(number=Window(Count("pk")))
    rows = counted.values_list("contribution__organisation__name", "number")[:NAMED]
    names = tuple(name for name, _ in rows)
    number = rows[0][1] if names else 0
    return Owed(number, names if number <= NAMED else ())


def unnamed(cycle: Cycle, user: User, *, on: date) -> list[Organisation]:
    """Those that are late, whose chief officer she could name and nobody has; one statement."""
    late = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk).overdue(on=on)
    hers = visible(Organisation, user, "name_chief").filter(chief=None)
    found = hers.filter(pk__in=late.order_by().values("contribution__organisation"))
    return list(found.order_by("name")[:NAMED])


# --- Standards by organisations ------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One organisation on one standard. Percentages of 100; None where it is not known."""

    own: Decimal | None = None
    moderated: Decimal | None = None
    band: str = ""
    colour: str = "grey"
    why: str = "Not submitted."

    @property
    def shown(self) -> Decimal | None:
        return self.own if self.moderated is None else self.moderated

    @property
    def gap(self) -> Decimal | None:
        return rules.gap(self.own, self.moderated)

    @property
    def words(self) -> str:
        """The whole of it in a sentence, for whoever hears the table."""
        if self.own is None:
            return self.why
        if self.moderated is None:
            return f"Self {self.own:.0f}%, {self.band}; not moderated yet"
        drift = f"{self.gap:+.0f}" if self.gap else "no gap"
        return f"Self {self.own:.0f}%, moderated {self.moderated:.0f}%, {drift}, {self.band}"


@dataclass(frozen=True)
class Row:
    """One organisation's return across all standards."""

    assessment: SelfAssessment
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Organisations down, standards across; how many of all are in it."""

    standards: Sequence[Any]
    rows: list[Row] = field(default_factory=list)
    asked: int = 0

    @property
    def came(self) -> int:
        return len(self.rows)


def grid(cycle: Cycle, user: User) -> Grid:
    """Every submitted return of a cycle that she may see; two statements."""
    seen = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk)
    asked = seen.exclude(state=State.EXEMPT)
    came = list(
        asked.filter(sent=True)
        .select_related("contribution__organisation")
        .order_by("contribution__organisation__name", "pk")
    )
    held: dict[int, dict[str, Grade]] = {}
    for each in Grade.objects.visible_to(user).filter(assessment__cycle=cycle.pk):
        held.setdefault(each.assessment_id, {})[each.standard] = each
    standards = cycle.asked.standards
    rows = [
        Row(
            one, tuple(_cell(cycle, held.get(one.pk, {}).get(s.key)) for s in standards)
        )
        for one in came
    ]
    return Grid(standards, rows, asked.count())


def _cell(cycle: Cycle, grade: Grade | None) -> Cell:
    if grade is None:
        return Cell(why="Not asked.")
    if grade.percent is None:
        return Cell(why="Does not apply." if grade.not_applicable else "Not answered.")
    name = grade.moderated_band or grade.band
    colours = {band.name: band.colour for band in cycle.asked.bands}
    return Cell(
        own=grade.percent,
        moderated=grade.moderated_percent,
        band=name,
        colour=colours.get(name, "grey"),
    )
