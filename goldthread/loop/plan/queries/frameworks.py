"""Editions by their key, and which framework and year a board is in."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Count, Q, QuerySet

from goldthread.base.people.models import Board
from goldthread.loop.plan.editions.rules import HERE, BadEdition, Edition, read_all
from goldthread.loop.plan.models import Framework, Intention, Line, Meeting, Year


def edition_folders() -> tuple[Path, Path]:
    """Ours, and the installation's own, which may replace or add."""
    return HERE, settings.VAR / "editions"


@cache
def editions() -> Mapping[str, Edition]:
    return read_all(*edition_folders())


def edition_of(framework: Framework) -> Edition | None:
    """The edition it was adopted from; None if its file has gone since."""
    return editions().get(framework.edition)


@register
def every_edition_reads(**kwargs: Any) -> list[CheckMessage]:
    try:
        editions()
    except BadEdition as bad:
        return [Error(problem, id="plan.E001") for problem in bad.problems]
    return []


def framework_now(board: Board, *, on: date) -> Framework | None:
    """What the board works by on this day."""
    return Framework.objects.of(board, starts_on=on, ends_on=on).first()


def framework_of(year: Year) -> Framework | None:
    """What the board worked by in this year; the later of two."""
    own = Framework.objects.of(
        year.board, starts_on=year.starts_on, ends_on=year.ends_on
    )
    return own.first()


def year_now(board: Board, *, on: date) -> Year | None:
    return Year.objects.filter(board=board, starts_on__lte=on, ends_on__gte=on).first()


def lines_of(framework: Framework | None, year: Year | None = None) -> QuerySet[Line]:
    """Its lines, each counting what the year plans from it (`planned`)."""
    standing = Q(intentions__year=year) & ~Q(intentions__state=Intention.State.DROPPED)
    return (
        Line.objects.filter(framework=framework)
        .select_related("owner")
        .annotate(planned=Count("intentions", filter=standing, distinct=True))
    )


def meetings_of(year: Year) -> QuerySet[Meeting]:
    """The year's meetings of the board and of its groups."""
    return Meeting.objects.filter(
        board=year.board_id, on__range=(year.starts_on, year.ends_on)
    ).select_related("group", "board")
