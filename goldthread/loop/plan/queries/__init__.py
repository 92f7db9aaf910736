"""Reads across the plan: the year as a calendar, its coverage, and its holes."""

from goldthread.loop.plan.queries.calendar import calendar
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
    lines_now,
    lines_of,
    meetings_of,
    year_now,
)
from goldthread.loop.plan.queries.glance import glance
from goldthread.loop.plan.queries.records import Changed, changes, points, said_of

__all__ = [
    "Aim",
    "Changed",
    "Column",
    "Coverage",
    "Hole",
    "calendar",
    "changes",
    "coverage",
    "edition_folders",
    "edition_of",
    "editions",
    "every_edition_reads",
    "framework_now",
    "framework_of",
    "gaps_by_kind",
    "glance",
    "holes",
    "lines_now",
    "lines_of",
    "meetings_of",
    "points",
    "said_of",
    "year_now",
]
