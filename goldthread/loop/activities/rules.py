"""The ways a board learns, what is late, when to remind, and the two registers.

A source announces itself in `SOURCES`; a later stage puts its dates in `DATES`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from goldthread.loop.plan.rules import WAY_WORDS, WAYS, Way

__all__ = [
    "DATES",
    "NOT_SAID",
    "REVIEWS",
    "SOURCES",
    "SYNONYMS",
    "TOLD_HOW",
    "WAYS",
    "WAY_WORDS",
    "Source",
    "Way",
    "conduct_said",
    "register",
]

TOLD_HOW: dict[str, str] = {
    "telephone": "By telephone",
    "letter": "By letter",
    "email": "By email",
    "meeting": "In a meeting",
    "other": "Another way",
}

# The framework says how these should be conducted.
REVIEWS = (Way.SERIOUS_CASE_REVIEW, Way.CASE_REVIEW)


NOT_SAID = "Not said yet"


def conduct_said(conduct: Sequence[Mapping[str, str]]) -> str:
    """Of how many of the things that the framework asks of a review it says how."""
    said = sum(bool(each["how"]) for each in conduct)
    return f"{said} of {len(conduct)}" if conduct else NOT_SAID


# What boards call these in their spreadsheets and in other editions of the framework.
SYNONYMS: dict[str, Way] = {
    **{words.lower(): way for way, words in WAY_WORDS.items()},
    **{str(way).replace("_", " "): way for way in Way},
    "scr": Way.SERIOUS_CASE_REVIEW,
    "local child safeguarding practice review": Way.SERIOUS_CASE_REVIEW,
    "child safeguarding practice review": Way.SERIOUS_CASE_REVIEW,
    "lcspr": Way.SERIOUS_CASE_REVIEW,
    "rapid review": Way.SERIOUS_CASE_REVIEW,
    "learning review": Way.CASE_REVIEW,
    "partnership review": Way.CASE_REVIEW,
    "multi-agency case review": Way.CASE_REVIEW,
    "multi agency case review": Way.CASE_REVIEW,
    "child death": Way.CHILD_DEATH,
    "cdop": Way.CHILD_DEATH,
    "s11": Way.SECTION_11,
    "s.11": Way.SECTION_11,
    "s.11 audit": Way.SECTION_11,
    "section 11 audit": Way.SECTION_11,
    "section 175": Way.SECTION_11,
    "multi agency audit": Way.MULTI_AGENCY_AUDIT,
    "maca": Way.MULTI_AGENCY_AUDIT,
    "jtai": Way.MULTI_AGENCY_AUDIT,
    "single agency audit": Way.SINGLE_AGENCY_AUDIT,
    "agency audit": Way.SINGLE_AGENCY_AUDIT,
    "practice observation": Way.OBSERVATION,
    "observational work": Way.OBSERVATION,
    "practice week": Way.OBSERVATION,
    "views of children": Way.VIEWS,
    "views of families": Way.VIEWS,
    "voice of the child": Way.VIEWS,
    "survey": Way.VIEWS,
    "feedback": Way.VIEWS,
    "workforce development": Way.TRAINING,
    "performance data": Way.DATA,
    "dataset": Way.DATA,
    "data": Way.DATA,
    "needs analysis": Way.DATA,
    "annual reports": Way.OTHER,
    "annual report": Way.OTHER,
    "research": Way.OTHER,
    "inspection": Way.OTHER,
}


def late(*, due_on: date, received_on: date | None, on: date) -> bool:
    """Asked for, not here, and the day has passed."""
    return received_on is None and due_on < on


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def standing(
    state: str, *, due_on: date, received_on: date | None, on: date
) -> tuple[str, str]:
    """How a contribution stands on a day: a value for its colour, and words."""
    if state == "withdrawn":
        return "withdrawn", "No longer asked"
    if received_on:
        after = (received_on - due_on).days
        return "received", f"Received, {days(after)} late" if after > 0 else "Received"
    if late(due_on=due_on, received_on=received_on, on=on):
        return "late", f"{days((on - due_on).days)} late".capitalize()
    left = (due_on - on).days
    return "asked", f"Due in {days(left)}" if left else "Due today"


# --- Reminders --------------------------------------------------------------------------

REMINDERS = (-14, -3, 0, 3, 10)  # days after the day it is due
# A return that takes weeks is spoken of earlier, and once more when it is very late.
LONG_REMINDERS = (-28, *REMINDERS, 20)
LONG = frozenset({Way.SECTION_11})
CATCH_UP = 2  # days on which a reminder that the clock missed is still sent


def reminder(*, asked_on: date, due_on: date, on: date, way: str = "") -> int | None:
    """Which reminder falls on this day, or fell in the last two days; else None.

    None before the day after it was asked: the letter that asked has only just gone.
    """
    for offset in LONG_REMINDERS if way in LONG else REMINDERS:
        falls_on = due_on + timedelta(days=offset)
        if falls_on > asked_on and 0 <= (on - falls_on).days <= CATCH_UP:
            return offset
    return None


def remindable(on: date) -> list[date]:
    """The days on which something must be due for a reminder to be sent on this day."""
    return [
        on - timedelta(days=offset + missed)
        for offset in LONG_REMINDERS
        for missed in range(CATCH_UP + 1)
    ]


def by_when(due_on: date, *, on: date) -> str:
    """The end of a subject: "due in 14 days", "due today", "3 days late"."""
    left = (due_on - on).days
    if left < 0:
        return f"{days(-left)} late"
    return f"due in {days(left)}" if left else "due today"


# --- The year ahead ---------------------------------------------------------------------


def months_from(on: date) -> list[date]:
    """The first days of this month and of the twelve after it: a year, and its end."""
    return [
        date(on.year + (on.month - 1 + n) // 12, (on.month - 1 + n) % 12 + 1, 1)
        for n in range(13)
    ]


# --- Dates for the calendar feed --------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """A day in somebody's calendar. Words give the kind and a reference, never a title."""

    uid: str
    on: date
    words: str
    url: str


# Each is asked with (user, since, until) and gives what that person has on those days.
# A stage adds its own in its apps.py.
DATES: list[Callable[[Any, date, date], Iterable[Dated]]] = []


# --- The register of sources ------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """What a source tells the loop about itself when it starts.

    `home` is the name of the address of its own first page; an activity of its way
    links there. `summarise(board, since, until)` gives `{words: number}` for the meeting's paper,
    and must work before anything has happened. It holds no names of people.
    """

    slug: str
    label: str
    way: Way
    basis: str
    home: str = field(default="")
    summarise: Callable[..., Mapping[str, int]] = field(default=lambda **_: {})


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    SOURCES[source.slug] = source


def sources_of(way: str) -> list[Source]:
    """The sources that look after this way of learning and have a page of their own."""
    return [source for source in SOURCES.values() if source.way == way and source.home]
