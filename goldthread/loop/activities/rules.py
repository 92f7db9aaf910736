"""The ways a board learns, and the register in which each source announces itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Way(StrEnum):
    """How something was learned: one column of the matrix each."""

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


@dataclass(frozen=True)
class Source:
    """What a source tells the loop about itself when it starts.

    `summarise(board, since, until)` gives `{words: number}` for the meeting's paper,
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
