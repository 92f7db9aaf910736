"""Frequencies, what a line leaves unsaid, and the days a frequency asks for."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum


class Frequency(StrEnum):
    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    EVERY_MEETING = "every_meeting"
    AS_AND_WHEN = "as_and_when"


FREQUENCIES: list[tuple[str, str]] = [
    (Frequency.ANNUAL, "Annually"),
    (Frequency.QUARTERLY, "Quarterly"),
    (Frequency.EVERY_MEETING, "Every board meeting"),
    (Frequency.AS_AND_WHEN, "As and when required"),
]


def gaps(*, owner: bool, frequency: bool, outcome: bool) -> list[str]:
    """What a line must say and does not, in the words of the page."""
    said = {"owner": owner, "frequency": frequency, "expected outcome": outcome}
    return [words for words, there in said.items() if not there]


def year_name(starts_on: date, ends_on: date) -> str:
    """2016/17 for a year that crosses new year, else 2016."""
    if starts_on.year == ends_on.year:
        return str(starts_on.year)
    return f"{starts_on.year}/{ends_on.year % 100:02d}"


def quarter_ends(starts_on: date, ends_on: date) -> list[date]:
    """The last day of each three months from the year's first day."""
    ends: list[date] = []
    for months in (3, 6, 9, 12):
        month = starts_on.month - 1 + months
        first = date(starts_on.year + month // 12, month % 12 + 1, 1)
        ends.append(min(first - timedelta(days=1), ends_on))
    return sorted(set(ends))


def due_days(
    frequency: str, *, starts_on: date, ends_on: date, meetings: Sequence[date]
) -> list[date]:
    """The days in the year on which a line of this frequency is due; none if as and when."""
    if frequency == Frequency.ANNUAL:
        return [ends_on]
    if frequency == Frequency.QUARTERLY:
        return quarter_ends(starts_on, ends_on)
    if frequency == Frequency.EVERY_MEETING:
        return [day for day in meetings if starts_on <= day <= ends_on]
    return []
