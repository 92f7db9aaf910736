"""The year at a glance: what its page shows."""

from datetime import date
from typing import Any

from goldthread.base.people.models import Board
from goldthread.loop.plan.models import Year
from goldthread.loop.plan.queries.calendar import calendar
from goldthread.loop.plan.queries.coverage import coverage, gaps_by_kind
from goldthread.loop.plan.queries.frameworks import edition_of, lines_now, lines_of

SOON = 8  # things due next


def glance(board: Board, year: Year | None, *, on: date) -> dict[str, Any]:
    """The framework, the calendar, what is late and comes next, coverage and gaps."""
    lines = list(lines_of(year) if year else lines_now(board, on=on))
    framework = lines[0].framework if lines else None
    planned = calendar(year, on=on, lines=lines) if year else None
    due = [due for due in planned.due if due.on] if planned else []
    found = coverage(board, year, lines=lines)
    return {
        "framework": framework,
        "edition": edition_of(framework) if framework else None,
        "calendar": planned,
        "next": [each for each in due if each.look in {"planned", "late"}][:SOON],
        "coverage": found,
        "gaps": gaps_by_kind(found.columns),
    }
