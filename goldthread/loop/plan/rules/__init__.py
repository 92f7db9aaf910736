"""Ways and frequencies, what a line leaves unsaid, and the days a frequency asks for."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

APRIL = 4
LONGEST_YEAR = 366  # days: the year's picture has twelve columns


class Way(StrEnum):
    """How something is learned; a line of the framework is one way or several."""

    SERIOUS_CASE_REVIEW = "serious_case_review"
    CASE_REVIEW = "case_review"
    CHILD_DEATH = "child_death_review"
    SECTION_11 = "section_11"
    MULTI_AGENCY_AUDIT = "multi_agency_audit"
    SINGLE_AGENCY_AUDIT = "single_agency_audit"
    OBSERVATION = "observation"
    GOOD_PRACTICE = "good_practice"
    VIEWS = "views"
    TRAINING = "training"
    DATA = "data"
    OTHER = "other"


WAY_WORDS: dict[Way, str] = {
    Way.SERIOUS_CASE_REVIEW: "Serious case review",
    Way.CASE_REVIEW: "Other case review",
    Way.CHILD_DEATH: "Child death review",
    Way.SECTION_11: "Section 11 audit",
    Way.MULTI_AGENCY_AUDIT: "Multi-agency audit",
    Way.SINGLE_AGENCY_AUDIT: "Single-agency audit",
    Way.OBSERVATION: "Observation",
    Way.GOOD_PRACTICE: "Good practice",
    Way.VIEWS: "Views of children and families",
    Way.TRAINING: "Training",
    Way.DATA: "Performance data",
    Way.OTHER: "Research and reports from elsewhere",
}
WAYS = [(str(way), words) for way, words in WAY_WORDS.items()]


class Frequency(StrEnum):
    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    EVERY_MEETING = "every_meeting"
    AS_AND_WHEN = "as_and_when"


FREQUENCY_WORDS: dict[str, str] = {
    Frequency.ANNUAL: "Annually",
    Frequency.QUARTERLY: "Quarterly",
    Frequency.EVERY_MEETING: "Every board meeting",
    Frequency.AS_AND_WHEN: "As and when required",
}
FREQUENCIES = [(str(code), words) for code, words in FREQUENCY_WORDS.items()]


def gaps(*, owner: bool, frequency: bool, outcome: bool) -> list[str]:
    """What a line must say and does not, in the words of the page."""
    said = {"owner": owner, "frequency": frequency, "expected outcome": outcome}
    return [words for words, there in said.items() if not there]


# --- The year ------------------------------------------------------------------------


def year_name(starts_on: date, ends_on: date) -> str:
    """2016/17 for a year that crosses new year, else 2016."""
    if starts_on.year == ends_on.year:
        return str(starts_on.year)
    return f"{starts_on.year}/{ends_on.year % 100:02d}"


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last if it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_end(starts_on: date) -> date:
    """The last day of the twelve months from this one."""
    return add_months(starts_on, 12) - timedelta(days=1)


def next_day(day: date) -> date:
    return day + timedelta(days=1)


def april_year(on: date) -> tuple[date, date]:
    """The year from April to March that a day falls in."""
    starts_on = date(on.year if on.month >= APRIL else on.year - 1, APRIL, 1)
    return starts_on, year_end(starts_on)


@dataclass(frozen=True)
class Month:
    """One column of the year: twelve from its first day, which may be any day."""

    starts_on: date
    ends_on: date

    @property
    def name(self) -> str:
        day = "" if self.starts_on.day == 1 else f"{self.starts_on.day} "
        return f"{day}{self.starts_on:%b}"

    def holds(self, day: date | None) -> bool:
        return day is not None and self.starts_on <= day <= self.ends_on


def months(starts_on: date, ends_on: date) -> list[Month]:
    """The months of a year, the last of them cut where the year ends."""
    starts = [add_months(starts_on, number) for number in range(13)]
    return [
        Month(first, min(after - timedelta(days=1), ends_on))
        for first, after in pairwise(starts)
        if first <= ends_on
    ]


def quarter_ends(starts_on: date, ends_on: date) -> list[date]:
    """The last day of each three months from the year's first day."""
    ends = [add_months(starts_on, n) - timedelta(days=1) for n in (3, 6, 9, 12)]
    return sorted({min(day, ends_on) for day in ends})


# --- What a frequency asks for ---------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """One place in the calendar that a line must fill; its key is the same next time."""

    key: str
    due_on: date | None
    meeting: int | None = None


def slots(
    frequency: str,
    *,
    starts_on: date,
    ends_on: date,
    meetings: Sequence[tuple[int, date]],
) -> list[Slot]:
    """What a line of this frequency owes the year; `meetings` are (key, day) pairs.

    As and when required has no day, yet the year must not forget it: one slot without.
    A line that does not say when asks for nothing.
    """
    if frequency == Frequency.ANNUAL:
        return [Slot(f"day {ends_on}", ends_on)]
    if frequency == Frequency.QUARTERLY:
        return [Slot(f"day {day}", day) for day in quarter_ends(starts_on, ends_on)]
    if frequency == Frequency.EVERY_MEETING:
        held = [pair for pair in meetings if starts_on <= pair[1] <= ends_on]
        return [Slot(f"meeting {key}", day, key) for key, day in held]
    if frequency == Frequency.AS_AND_WHEN:
        return [Slot("as and when", None)]
    return []


def slot_title(title: str, frequency: str, slot: Slot) -> str:
    """What the intention made for this slot is called; no date that could move."""
    if slot.meeting:
        return f"{title}: for the board meeting"[:200]
    if frequency == Frequency.QUARTERLY:
        return f"{title}: quarter to {slot.due_on:%-d %B %Y}"[:200]
    return title


def look(state: str, due_on: date | None, *, on: date) -> str:
    """How something planned stands today: planned, late, started or dropped."""
    late = state == "planned" and due_on is not None and due_on < on
    return "late" if late else state


# --- What changed ------------------------------------------------------------------------

SAYINGS = {
    "title": "What it is called",
    "method": "Method",
    "frequency": "When",
    "frequency_words": "When, in words",
    "owner": "Group that answers for it",
    "owner_words": "Who, in words",
    "expected_outcome": "Expected outcome",
    "principles": "Principles it serves",
    "scope": "What it covers",
    "note": "Note",
    "state": "Whether the board works by it",
}


@dataclass(frozen=True)
class Difference:
    """One thing a line said otherwise before."""

    what: str
    before: str
    after: str


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], words: Mapping[str, str]
) -> list[Difference]:
    """What differs, in words; `words` says what the keys of principles and codes mean."""

    def said(value: Any) -> str:
        if isinstance(value, list):
            return "; ".join(words.get(key, key) for key in value)
        return words.get(value, value)

    return [
        Difference(label, said(before.get(name, "")), said(after.get(name, "")))
        for name, label in SAYINGS.items()
        if before.get(name) != after.get(name)
    ]
