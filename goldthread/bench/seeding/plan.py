"""A framework and three plan years for each board, by the steps that boards take."""

from datetime import date, timedelta

from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import Role
from goldthread.loop.plan.models import Meeting, Year
from goldthread.loop.plan.workflow import (
    add_priority,
    adopt_framework,
    make_calendar,
    open_year,
    share_framework,
)

YEARS = 3
EDITION = "wt2023"


def seed(*, on: date) -> None:
    """The second board works by the first one's framework, as real boards do."""
    starts = [date(_april(on) - back, 4, 1) for back in reversed(range(YEARS))]
    first, second, *others = Board.objects.order_by("pk")
    shared = adopt_framework(first, by=_team(first), on=starts[0], edition=EDITION)
    share_framework(shared, by=_team(first), board=second)
    adopt_framework(second, by=_team(second), on=starts[0], framework=shared)
    for board in others:
        adopt_framework(board, by=_team(board), on=starts[0], edition=EDITION)
    for board in (first, second, *others):
        for starts_on in starts:
            _year(board, starts_on)


def _april(on: date) -> int:
    """The year in which the plan year of this day began."""
    return on.year if on >= date(on.year, 4, 1) else on.year - 1


def _team(board: Board) -> User:
    return User.objects.filter(
        appointments__board=board, appointments__role=Role.BOARD_TEAM
    ).earliest("pk")


def _year(board: Board, starts_on: date) -> None:
    by = _team(board)
    Meeting.objects.bulk_create(
        Meeting(board=board, on=starts_on + timedelta(days=60 * n + 30))
        for n in range(6)
    )
    year: Year = open_year(board, by=by, starts_on=starts_on)
    for n in range(4):
        add_priority(year, by=by, title=f"Priority {n + 1} of {year.name}")
    make_calendar(year, by=by)
