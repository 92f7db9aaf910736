"""Editions by their key, and which framework and year a board is in."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import Count, Q, QuerySet, Value

from goldthread.base.people.models import Board
from goldthread.base.yaml_files import BadFile
from goldthread.loop.plan.editions.rules import HERE, Edition, read_all
from goldthread.loop.plan.models import (
    Adoption,
    Framework,
    Intention,
    Line,
    Meeting,
    Year,
)


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
    except BadFile as bad:
        return [Error(problem, id="plan.E001") for problem in bad.problems]
    return []


def _at_work(board: int | Board, *, starts_on: date, ends_on: date) -> QuerySet[Any]:
    during = Adoption.objects.during(board, starts_on=starts_on, ends_on=ends_on)
    return during.values("framework")[:1]


def framework_now(board: Board, *, on: date) -> Framework | None:
    """What the board works by on this day."""
    at_work = _at_work(board, starts_on=on, ends_on=on)
    return Framework.objects.filter(pk=at_work).first()


def framework_of(year: Year) -> Framework | None:
    """What the board worked by in this year; the later of two."""
    at_work = _at_work(year.board_id, starts_on=year.starts_on, ends_on=year.ends_on)
    return Framework.objects.filter(pk=at_work).first()


def year_now(board: Board, *, on: date) -> Year | None:
    return Year.objects.filter(board=board, starts_on__lte=on, ends_on__gte=on).first()


def lines_of(year: Year) -> QuerySet[Line]:
    """The lines that the board worked by in this year, to its end or until now.

    Each counts what the year plans from it (`planned`).
    """
    at_work = _at_work(year.board_id, starts_on=year.starts_on, ends_on=year.ends_on)
    standing = ~Q(intentions__state=Intention.State.DROPPED)
    kept = Line.objects.filter(framework=at_work).kept(on=year.ends_on)
    return _with(kept).annotate(
        planned=Count("intentions", filter=Q(intentions__year=year) & standing)
    )


def lines_now(board: Board, *, on: date) -> QuerySet[Line]:
    """The lines that the board works by on a day that no year covers."""
    at_work = _at_work(board, starts_on=on, ends_on=on)
    found = _with(Line.objects.filter(framework=at_work).kept(on=on))
    return found.annotate(planned=Value(0))


def _with(lines: QuerySet[Line]) -> QuerySet[Line]:
    return lines.select_related("owner", "framework")


def meetings_of(year: Year) -> QuerySet[Meeting]:
    """The year's meetings of the board and of its groups."""
    return Meeting.objects.filter(
        board=year.board_id, on__range=(year.starts_on, year.ends_on)
    ).select_related("group", "board")
