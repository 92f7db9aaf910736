"""What a finding is made of, and the days that a date as written may mean."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from goldthread.base.govuk.rules import MONTHS
from goldthread.base.identifying import Suspect, identifying

__all__ = [
    "CHARACTERISTICS",
    "HELP_STAGES",
    "KINDS",
    "AsWritten",
    "Characteristic",
    "HelpStage",
    "Kind",
    "Suspect",
    "as_written",
    "characteristic",
    "help_stage",
    "identifying",
    "kind",
]


class Kind(StrEnum):
    STRENGTH = "strength"
    CONCERN = "concern"


class HelpStage(StrEnum):
    """Where in the system of help a finding bites."""

    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    LOOKED_AFTER = "looked_after"
    LEAVING_CARE = "leaving_care"
    ALL = "all"


class Characteristic(StrEnum):
    """The nine characteristics that section 4 of the Equality Act 2010 protects."""

    AGE = "age"
    DISABILITY = "disability"
    GENDER_REASSIGNMENT = "gender_reassignment"
    MARRIAGE = "marriage_and_civil_partnership"
    PREGNANCY = "pregnancy_and_maternity"
    RACE = "race"
    RELIGION = "religion_or_belief"
    SEX = "sex"
    SEXUAL_ORIENTATION = "sexual_orientation"


# What each is called on a page; the keys are plain strings, for models and forms.
KINDS: Mapping[str, str] = {
    Kind.STRENGTH.value: "Strength",
    Kind.CONCERN.value: "Area for improvement",
}
HELP_STAGES: Mapping[str, str] = {
    HelpStage.EARLY_HELP.value: "Early help",
    HelpStage.CHILD_IN_NEED.value: "Child in need",
    HelpStage.CHILD_PROTECTION.value: "Child protection",
    HelpStage.LOOKED_AFTER.value: "Looked after",
    HelpStage.LEAVING_CARE.value: "Leaving care",
    HelpStage.ALL.value: "All stages",
}
CHARACTERISTICS: Mapping[str, str] = {
    Characteristic.AGE.value: "Age",
    Characteristic.DISABILITY.value: "Disability",
    Characteristic.GENDER_REASSIGNMENT.value: "Gender reassignment",
    Characteristic.MARRIAGE.value: "Marriage and civil partnership",
    Characteristic.PREGNANCY.value: "Pregnancy and maternity",
    Characteristic.RACE.value: "Race",
    Characteristic.RELIGION.value: "Religion or belief",
    Characteristic.SEX.value: "Sex",
    Characteristic.SEXUAL_ORIENTATION.value: "Sexual orientation",
}

# What else spreadsheets call them, between semicolons.
SYNONYMS: Mapping[StrEnum, str] = {
    Kind.STRENGTH: "strengths; good practice; good; positive; what worked well;"
    "what works well; what went well; working well; achievement; +",
    Kind.CONCERN: "concerns; improvement; areas for improvement; area for development;"
    "areas for development; development; weakness; weaknesses; gap; gaps; negative;"
    "worry; worries; what are we worried about; requires improvement; issue; -",
    HelpStage.EARLY_HELP: "early intervention; prevention; targeted help; eh",
    HelpStage.CHILD_IN_NEED: "children in need; cin; section 17; s17; s.17",
    HelpStage.CHILD_PROTECTION: "protection; cp; section 47; s47; s.47; child protection plan",
    HelpStage.LOOKED_AFTER: "looked after children; child looked after; lac; cla; in care;"
    "children in care; care; looked-after; looked-after children",
    HelpStage.LEAVING_CARE: "care leaver; care leavers; leaving care and after",
    HelpStage.ALL: "all; every stage; whole system; any",
    Characteristic.AGE: "ages",
    Characteristic.DISABILITY: "disabled; disabilities; send; sen",
    Characteristic.GENDER_REASSIGNMENT: "gender identity; trans; transgender",
    Characteristic.MARRIAGE: "marriage; civil partnership; marital status",
    Characteristic.PREGNANCY: "pregnancy; maternity; pregnant",
    Characteristic.RACE: "ethnicity; ethnic group; nationality; colour",
    Characteristic.RELIGION: "religion; belief; faith; religion and belief",
    Characteristic.SEX: "gender; boys; girls",
    Characteristic.SEXUAL_ORIENTATION: "sexuality; lgb; lgbt",
}

Term = TypeVar("Term", Kind, HelpStage, Characteristic)


def kind(text: str) -> Kind:
    """The kind that a spreadsheet's words mean; ValueError says what to write."""
    return _term(text, Kind, KINDS)


def help_stage(text: str) -> HelpStage:
    """The stage that a spreadsheet's words mean; ValueError says what to write."""
    return _term(text, HelpStage, HELP_STAGES)


def characteristic(text: str) -> Characteristic:
    """The characteristic that words mean; ValueError says what to write."""
    return _term(text, Characteristic, CHARACTERISTICS)


def _term(text: str, terms: type[Term], labels: Mapping[str, str]) -> Term:
    words = " ".join(text.casefold().split())
    for term in terms:
        names = f"{term};{labels[term]};{SYNONYMS[term]}".casefold().split(";")
        if words in map(str.strip, names):
            return term
    raise ValueError(f"“{text}” is none of these: {', '.join(labels.values())}.")


# Dates


@dataclass(frozen=True)
class AsWritten:
    """A date as somebody wrote it, and the first and last day it can mean."""

    text: str
    earliest: date | None
    latest: date | None


YEARS = range(1900, 2100)
DAY, MONTH, NAME = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<month>[a-z]{3,9})"
YEAR = r"(?P<year>\d{4})"
FINANCIAL = rf"{YEAR} ?[-/] ?(?P<second>\d{{4}}|\d\d)"
QUARTER = r"(?:q|qtr|quarter) ?(?P<quarter>\d)"
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{YEAR}[-/.]{MONTH}[-/.]{DAY}(?:[t ]\d\d:\d\d(?::\d\d)?)?",
        rf"{DAY} ?[-/.] ?{MONTH} ?[-/.] ?{YEAR}",
        rf"{DAY}(?:st|[nr]d|th)?[-/ ]?{NAME}[-/, ]*{YEAR}",
        rf"{MONTH} ?[-/.] ?{YEAR}",
        rf"{NAME}[-/, ]*{YEAR}",
        YEAR,
        FINANCIAL,
        rf"{FINANCIAL},? ?{QUARTER}",
        rf"{QUARTER},? ?{FINANCIAL}",
    )
)
ADVICE = (
    (r"\d{5}(\.\d+)?", "that is how Excel counts days, so format the cell as a date"),
    (rf".*{QUARTER}.*", "name quarter and financial year, as in 2016/17 Q1"),
    (r".*[-/. ]\d\d", "write the year in full, as in 31/12/2018"),
    ("", "write it as 18/11/2015, 01/2011, 2017, 2019/20 or 2019/20 Q2"),
)


def as_written(text: str) -> AsWritten:
    """Read a day, a month, a year, or a financial year or quarter (from 1 April).

    Numbers are day first, never month first. Blank has no dates. Raises ValueError
    with a sentence that says what to write.
    """
    written = text.strip()
    if not written:
        return AsWritten("", None, None)
    try:
        return AsWritten(written, *_span(written))
    except ValueError as error:
        raise ValueError(f"“{written}” is not a date we can read: {error}.") from None


def _span(written: str) -> tuple[date, date]:
    plain = " ".join(written.lower().replace("\u2013", "-").split())
    for form in FORMS:
        if found := form.fullmatch(plain):
            return _days(**found.groupdict())
    raise ValueError(next(words for form, words in ADVICE if re.match(form, plain)))


def _days(
    year: str,
    month: str | None = None,
    day: str | None = None,
    second: str | None = None,
    quarter: str | None = None,
) -> tuple[date, date]:
    """First and last day; `second` is the other year of a financial year."""
    if int(year) not in YEARS:
        raise ValueError(f"check the year {year}")
    if second:
        return _financial(int(year), second, quarter)
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = date(int(year), _month(month), 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    if not day:
        return first, last
    if not 1 <= int(day) <= last.day:
        name = MONTHS[first.month - 1]
        raise ValueError(f"{name} {year} has {last.day} days")
    return (first.replace(day=int(day)),) * 2


def _month(text: str) -> int:
    if not text.isdecimal():
        named = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(text)]
        if not named:
            raise ValueError(f"there is no month {text}")
        return named[0]
    if not 1 <= int(text) <= len(MONTHS):
        raise ValueError(f"there is no month {text}; the day comes first")
    return int(text)


def _financial(year: int, second: str, quarter: str | None) -> tuple[date, date]:
    if int(second) != (year + 1) % 10 ** len(second):
        after = f"{year}/{(year + 1) % 100:02}"
        raise ValueError(f"write a month as 01/{year} and a financial year as {after}")
    if not quarter:
        return date(year, 4, 1), date(year + 1, 3, 31)
    starts = {"1": (4, 6), "2": (7, 9), "3": (10, 12), "4": (1, 3)}
    if quarter not in starts:
        raise ValueError(f"there is no quarter {quarter}")
    first, last = starts[quarter]
    calendar_year = year + (quarter == "4")
    end = monthrange(calendar_year, last)[1]
    return date(calendar_year, first, 1), date(calendar_year, last, end)
