"""Reads across the plan: the year as a calendar, its coverage, and its holes."""

from goldthread.loop.plan.queries.calendar import Calendar, CalendarRow, Due, calendar
from goldthread.loop.plan.queries.coverage import (
    Aim,
    Column,
    Coverage,
    Hole,
    coverage,
    gaps_by_kind,
    holes,
)
from goldthread.loop.plan.queries.frameworks import (
    edition_folders,
    edition_of,
    editions,
    every_edition_reads,
    framework_now,
    framework_of,
    lines_of,
    meetings_of,
    year_now,
)

__all__ = [
    "Aim",
    "Calendar",
    "CalendarRow",
    "Column",
    "Coverage",
    "Due",
    "Hole",
    "calendar",
    "coverage",
    "edition_folders",
    "edition_of",
    "editions",
    "every_edition_reads",
    "framework_now",
    "framework_of",
    "gaps_by_kind",
    "holes",
    "lines_of",
    "meetings_of",
    "year_now",
]
