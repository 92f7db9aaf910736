"""The schedule as it is read, and when a record's time is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import yaml


@dataclass(frozen=True)
class Class:
    """One line of the schedule."""

    key: str
    name: str
    kind: str
    trigger: str
    years: int
    basis: str
    agreed: str

    @property
    def period(self) -> str:
        if not self.years:
            return "as long as the record"
        return f"{self.years} year{'' if self.years == 1 else 's'}"


@dataclass(frozen=True)
class Trigger:
    """When the time of a case file begins: in words, and as the database works it out."""

    words: str
    expression: Callable[[], Any] | None = None  # none where no such record is held yet


LONGEST = 200  # years
NOT_YET = "none are held here yet"

# Whoever seals records of its own adds its trigger here, in its apps.py.
TRIGGERS: dict[str, Trigger] = {
    "birth_or_death": Trigger(f"the child’s birth or death ({NOT_YET})"),
    "survey_closed": Trigger(f"the survey is closed ({NOT_YET})"),
    "record_destroyed": Trigger("the record it is about is destroyed"),
    "published": Trigger("it is published (it is not destroyed here)"),
}


class BadSchedule(Exception):
    """A schedule that cannot be followed; the message names every problem."""


def read(text: str, *, file: str) -> list[Class]:
    try:
        lines = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise BadSchedule(
            f"{file} is not YAML: {' '.join(str(wrong).split())}"
        ) from None
    if not isinstance(lines, list):
        raise BadSchedule(f"{file} must be a list of classes.")
    problems = [
        f"{file}, line {number} of the schedule: {said}"
        for number, line in enumerate(lines, 1)
        for said in _wrong(line)
    ]
    if problems:
        raise BadSchedule("\n".join(problems))
    return [Class(**line) for line in lines]


def _wrong(line: Any) -> Iterable[str]:
    names = {field.name for field in fields(Class)}
    if not isinstance(line, dict) or set(line) != names:
        yield f"it must have {', '.join(sorted(names))}, and nothing else."
        return
    if line["years"] not in range(LONGEST + 1):
        yield f"years must be a whole number from 0 to {LONGEST}."
    wordless = [name for name in names if not isinstance(line[name], str)]
    for name in sorted({*wordless} - {"years"}):
        yield f"{name} must be words."
    for name in ("key", "name", "basis"):
        if not line[name]:
            yield f"{name} is empty."
    if line["trigger"] not in TRIGGERS:
        yield f"nobody knows the trigger {line['trigger']!r}."
    elif line["kind"]:
        yield from _wrong_of_case_files(line)


def _wrong_of_case_files(line: Any) -> Iterable[str]:
    if TRIGGERS[line["trigger"]].expression is None:
        yield f"the trigger {line['trigger']!r} is of no case files."
    if line["years"] == 0:
        yield "case files are kept for a year at least."


def merged(*schedules: Iterable[Class]) -> list[Class]:
    """A later schedule wins, line by line."""
    return list({line.key: line for lines in schedules for line in lines}.values())


def over(began: date, years: int) -> date:
    """The first day on which it need not be kept any more."""
    try:
        return began.replace(year=began.year + years)
    except ValueError:  # the 29th of February
        return date(began.year + years, 3, 1)


def latest(on: date, years: int) -> date:
    """Whatever began by this day is over on that one."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)
