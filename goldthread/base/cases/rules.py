"""How long a grant may last, an opening stays open, and a review may take."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from govuk_bank_holidays.bank_holidays import BankHolidays

MOST_MONTHS, MOST_MONTHS_OUTSIDE = 12, 6
USUAL_MONTHS = 3  # what the forms suggest
OPEN_FOR = timedelta(minutes=60)
REVIEW_WITHIN = 3  # working days
ENDS_SOON = timedelta(days=14)

# Who of the organisations that a case involves: f(case file) -> their keys. A stage that
# knows some registers here, in its apps.py.
INVOLVED: list[Callable[[Any], Iterable[int]]] = []

# What follows when somebody is excluded: f(case file, person). So her lead passes on.
AFTER_EXCLUSION: list[Callable[[Any, Any], None]] = []

# What a case file is of: f(case file) -> the record that it confines, or None.
RECORDS: list[Callable[[Any], Any]] = []


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    at = day.month - 1 + months
    year, month = day.year + at // 12, at % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def last_day(since: date, *, outsider: bool) -> date:
    months = MOST_MONTHS_OUTSIDE if outsider else MOST_MONTHS
    return months_after(since, months)


def too_long(since: date, until: date, *, outsider: bool) -> str:
    """Why a grant may not last so long; nothing if it may."""
    if until < since:
        return "The last day cannot be before today."
    if until > last_day(since, outsider=outsider):
        return (
            "Somebody with no role at the board can be named for 6 months at most. "
            if outsider
            else "Somebody can be named for 12 months at most. "
        ) + "Choose an earlier day. It can be extended."
    return ""


def working_days(since: date) -> Iterator[date]:
    """Those after a day: neither at a weekend nor a bank holiday in England."""
    holidays = BankHolidays(use_cached_holidays=True)
    day = since
    while True:
        day += timedelta(days=1)
        if holidays.is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES):
            yield day


def review_by(on: date) -> date:
    days = working_days(on)
    return [next(days) for _ in range(REVIEW_WITHIN)][-1]
