"""Words and colours of a page: pure functions, and the shapes that templates draw."""

import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# One colour for each state wherever it appears; any other state is grey. An app adds
# its own words with STATE_COLOURS.update() and docs/states.md lists them all.
STATE_COLOURS: dict[str, str] = {
    "open": "blue",
    "in_progress": "blue",
    "active": "blue",
    "submitted": "yellow",
    "waiting": "yellow",
    "proposed": "yellow",
    "disputed": "orange",
    "escalated": "orange",
    "returned": "purple",
    "reopened": "purple",
    "late": "red",
    "overdue": "red",
    "agreed": "green",
    "done": "green",
    "completed": "green",
    "verified": "green",
    "published": "teal",
    "issued": "teal",
    "released": "teal",
}


@dataclass(frozen=True)
class Link:
    """An item of navigation, or a knot of the thread; `post` makes it a button."""

    label: str
    url: str
    current: bool = False
    post: bool = False
    note: str = ""


@dataclass(frozen=True)
class Navigation:
    """What the frame of every page shows: whose board, where to go, who I am."""

    board: str = ""
    items: Sequence[Link] = ()
    account: Sequence[Link] = ()
    seconds_left: int = 0  # until she is signed out, if she does nothing
    idle: int = 0  # … and after she has done something
    stay: str = ""  # what keeps her signed in


@dataclass(frozen=True)
class Line:
    """One line of a history: what happened, when last, and how often that day."""

    sentence: str
    at: datetime
    moves: bool = False  # to another state
    times: int = 1


@dataclass(frozen=True)
class Strand:
    """One stretch of a record's thread: "Where it came from" and its links."""

    title: str
    links: Sequence[Link]


def colour(state: str) -> str:
    return STATE_COLOURS.get(state, "grey")


def day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def fraction(part: int, whole: int) -> str:
    """Say '23 of 26 (88%)', half up, and no percentage of nothing."""
    if not whole:
        return f"{part} of {whole}"
    return f"{part} of {whole} ({(200 * part + whole) // (2 * whole)}%)"


def several(number: int, one: str, many: str = "") -> str:
    """Say '1 finding' and '1,204 findings'; `many` where it is more than an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def fold(lines: Iterable[Line]) -> list[Line]:
    """Tell what was done again on the same day once, and how often.

    Nothing is moved across a change of state, because there the order matters.
    """
    told: list[Line] = []
    since = 0  # the first line that another may still be folded into
    for line in lines:
        if line.moves or (told and told[-1].at.date() != line.at.date()):
            since = len(told)
        same = [n for n in range(since, len(told)) if told[n].sentence == line.sentence]
        if same and not line.moves:
            told[same[0]] = replace(line, times=told[same[0]].times + 1)
        else:
            told.append(line)
        if line.moves:
            since = len(told)
    return told


def lower_first(label: str) -> str:
    """Put a label inside a sentence, leaving 'NHS number' and 'I agree' alone."""
    alone = label[1:2].isupper() or label.startswith("I ")
    return label if alone else label[:1].lower() + label[1:]


def required(label: str, verb: str = "Enter") -> str:
    """Say what to do about a field left empty."""
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    return f"{verb} {lower_first(label)}"


def month_number(text: str) -> int:
    """Read 11, Nov or november as 11; anything else as 0."""
    if text.isdecimal():
        return int(text) if int(text) in range(1, 13) else 0
    said = text.strip(". ").lower()
    for number, name in enumerate(map(str.lower, MONTHS), start=1):
        if said[:3] == name[:3] and name.startswith(said):
            return number
    return 0


YEARS = range(1900, 2100)  # any other is a slip, and its neighbours may be no dates


def date_from(day_: str, month: str, year: str, *, asked: str = "the date") -> date:
    """Read a date typed in three boxes, or raise ValueError with what to do instead."""
    typed = {"day": day_, "month": month, "year": year}
    if missing := [f"the {part}" for part, text in typed.items() if not text]:
        raise ValueError(f"Enter {asked}. You left out {' and '.join(missing)}")
    said = f"Enter {asked}. You entered"
    if not (number := month_number(month)):
        raise ValueError(f"{said} the month as {month}: use a number from 1 to 12")
    said = f"{said} {day_} {MONTHS[number - 1]}"
    if not re.fullmatch(r"[1-9]\d{3}", year):
        raise ValueError(f"{said} {year}: use all four digits of the year")
    if int(year) not in YEARS:
        raise ValueError(f"{said} {year}: use a year from 1900 to 2099")
    if not (day_.isdecimal() and int(day_) in range(1, 32)):
        raise ValueError(f"{said} {year}: the day must be a number from 1 to 31")
    return _real(int(day_), number, int(year), said=said)


def _real(day_: int, month: int, year: int, *, said: str) -> date:
    if (day_, month) == (29, 2) and not isleap(year):
        raise ValueError(f"{said} {year}, which was not a leap year")
    if day_ > (last := monthrange(year, month)[1]):
        raise ValueError(f"{said} {year}, but {MONTHS[month - 1]} has {last} days")
    return date(year, month, day_)
