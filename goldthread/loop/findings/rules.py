"""What a finding is made of, the day it may mean, and words that identify a child."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    STRENGTH = "strength"
    CONCERN = "concern"


class HelpStage(StrEnum):
    """Where in the system of help the finding bites."""

    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    LOOKED_AFTER = "looked_after"
    LEAVING_CARE = "leaving_care"
    ALL = "all"


class Characteristic(StrEnum):
    """The nine characteristics that the Equality Act 2010 protects (section 4)."""

    AGE = "age"
    DISABILITY = "disability"
    GENDER_REASSIGNMENT = "gender_reassignment"
    MARRIAGE = "marriage_and_civil_partnership"
    PREGNANCY = "pregnancy_and_maternity"
    RACE = "race"
    RELIGION = "religion_or_belief"
    SEX = "sex"
    SEXUAL_ORIENTATION = "sexual_orientation"


KINDS: Mapping[Kind, str] = {}
HELP_STAGES: Mapping[HelpStage, str] = {}
CHARACTERISTICS: Mapping[Characteristic, str] = {}


def kind(text: str) -> Kind:
    """The kind that a spreadsheet's words mean; ValueError says what to write."""
    raise NotImplementedError


def help_stage(text: str) -> HelpStage:
    """The stage that a spreadsheet's words mean; ValueError says what to write."""
    raise NotImplementedError


def characteristic(text: str) -> Characteristic:
    """The characteristic that words mean; ValueError says what to write."""
    raise NotImplementedError


@dataclass(frozen=True)
class AsWritten:
    """A date as somebody wrote it, and the first and last day it can mean."""

    text: str
    earliest: date | None
    latest: date | None


def as_written(text: str) -> AsWritten:
    """Read a day, month, year, financial year or quarter; blank has no dates.

    Numbers are always day first. Raises ValueError with a sentence.
    """
    raise NotImplementedError


@dataclass(frozen=True)
class Suspect:
    """Words at text[start:end] that may identify somebody, and why."""

    words: str
    start: int
    end: int
    why: str


def identifying(text: str) -> tuple[Suspect, ...]:
    """Words to look at before release, in order. It warns; a person decides."""
    raise NotImplementedError
