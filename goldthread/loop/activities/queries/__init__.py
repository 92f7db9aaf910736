"""Reads that span tables: whose work it is, what is owed, what is due when."""

from goldthread.loop.activities.queries.calendars import (
    OPEN,
    activity_dates,
    contribution_dates,
    dates_of,
    digest,
    meeting_dates,
    owner_of,
)
from goldthread.loop.activities.queries.people import (
    OF_AGENCY,
    board_people,
    choices,
    people_for,
    people_of,
    team_named_on,
    told,
)
from goldthread.loop.activities.queries.records import (
    Due,
    activities_of_intention,
    activities_of_line,
    link_to_activities,
    link_to_contributions,
    link_to_year_ahead,
    reminders_on,
    whole,
    with_contributions,
    year_ahead,
)

__all__ = [
    "OF_AGENCY",
    "OPEN",
    "Due",
    "activities_of_intention",
    "activities_of_line",
    "activity_dates",
    "board_people",
    "choices",
    "contribution_dates",
    "dates_of",
    "digest",
    "link_to_activities",
    "link_to_contributions",
    "link_to_year_ahead",
    "meeting_dates",
    "owner_of",
    "people_for",
    "people_of",
    "reminders_on",
    "team_named_on",
    "told",
    "whole",
    "with_contributions",
    "year_ahead",
]
