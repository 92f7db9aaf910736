"""Cycles, returns and grades, as programs read them."""

from datetime import date
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from goldthread.base.tokens.api import (
    PROBLEMS,
    Page,
    Reads,
    TokenRequest,
    Window,
    page,
)
from goldthread.base.tokens.workflow import note
from goldthread.sources.section11.models import Answer, Cycle, Grade, SelfAssessment
from goldthread.sources.section11.queries import programs

router = Router(tags=["Section 11"])
Slug = Annotated[str, Path(..., pattern=r"^[-a-zA-Z0-9_]+$", max_length=50)]


# --- What is told -------------------------------------------------------------------------


class CycleTold(Schema):
    """One round of self-assessment."""

    slug: str
    title: str
    board: str
    state: str
    opens_on: date
    closes_on: date
    question_set: str
    digest: str


class CriterionTold(Schema):
    key: str
    kind: str
    asks: str


class StandardTold(Schema):
    key: str
    title: str
    criteria: list[CriterionTold]


class CycleWhole(CycleTold):
    """With the questions, whose keys its returns and grades name."""

    standards: list[StandardTold]


class AnswerTold(Schema):
    """What was answered, by its code, and in words."""

    said: Any
    words: str
    impact: str


class ReturnTold(Schema):
    """What one organisation was asked; its answers once they are submitted."""

    key: str
    organisation: str
    answers_for: list[str]
    type: str
    form: str
    state: str
    submitted_on: date | None
    answers: dict[str, AnswerTold]


class GradeTold(Schema):
    """What the answers to one standard came to, of 100; the board's beside it."""

    key: str
    organisation: str
    standard: str
    percent: float | None
    band: str
    moderated_percent: float | None
    moderated_band: str
    answered: int
    missing: int
    not_applicable: int


def _cycle(cycle: Cycle) -> dict[str, Any]:
    return {
        "slug": cycle.slug,
        "title": str(cycle),
        "board": cycle.activity.board.slug,
        "state": cycle.state,
        "opens_on": cycle.opens_on,
        "closes_on": cycle.closes_on,
        "question_set": cycle.question_set.key,
        "digest": cycle.question_set.digest,
    }


def _standards(cycle: Cycle) -> list[dict[str, Any]]:
    return [
        {
            "key": standard.key,
            "title": standard.title,
            "criteria": [
                {"key": each.key, "kind": each.kind, "asks": each.asks}
                for each in standard.criteria
            ],
        }
        for standard in cycle.asked.standards
    ]


def _return(each: SelfAssessment) -> dict[str, Any]:
    told: list[Answer] = each.told  # type: ignore[attr-defined]  # by `returns_at`
    return {
        "key": each.reference,
        "organisation": str(each.contribution.organisation),
        "answers_for": [str(site) for site in each.sites.all()],
        "type": each.kind,
        "form": each.form,
        "state": each.state,
        "submitted_on": each.submitted_on,
        "answers": {
            answer.key: {
                "said": answer.said,
                "words": answer.words,
                "impact": answer.impact,
            }
            for answer in told
        },
    }


def _grade(each: Grade) -> dict[str, Any]:
    same = ("standard", "percent", "band", "moderated_percent", "moderated_band")
    counts = ("answered", "missing", "not_applicable")
    return {
        "key": each.assessment.reference,
        "organisation": str(each.assessment.contribution.organisation),
        **{name: getattr(each, name) for name in (*same, *counts)},
    }


# --- What is asked ------------------------------------------------------------------------


def _found(request: TokenRequest, slug: str) -> Cycle:
    cycles = programs.cycles_at(request.token.board, request.user)
    return get_object_or_404(cycles, slug=slug)


@router.get(
    "cycles",
    auth=Reads("cycles"),
    response={200: Page[CycleTold], **PROBLEMS},
    summary="The board’s cycles",
)
def cycles(request: TokenRequest, window: Query[Window]) -> dict[str, Any]:
    """Those that it leads, and those that other boards share with it."""
    found = programs.cycles_at(request.token.board, request.user)
    return page(request, window, found, _cycle, what="section 11 cycles")


@router.get(
    "cycles/{slug}",
    auth=Reads("cycles"),
    response={200: CycleWhole, **PROBLEMS},
    summary="One cycle, with what it asks",
)
def cycle(request: TokenRequest, slug: Slug) -> dict[str, Any]:
    """The keys of its questions are those that returns and grades name."""
    found = _found(request, slug)
    note(request.token, f"Read {found.reference}")
    return {**_cycle(found), "standards": _standards(found)}


@router.get(
    "cycles/{slug}/returns",
    auth=Reads("returns"),
    response={200: Page[ReturnTold], **PROBLEMS},
    summary="The returns of one cycle",
)
def returns(request: TokenRequest, slug: Slug, window: Query[Window]) -> dict[str, Any]:
    """Whoever was asked. Answers are there once they are submitted to the board."""
    cycle = _found(request, slug)
    found = programs.returns_at(request.token.board, cycle, request.user)
    return page(request, window, found, _return, what=f"returns of {cycle.reference}")


@router.get(
    "cycles/{slug}/grades",
    auth=Reads("grades"),
    response={200: Page[GradeTold], **PROBLEMS},
    summary="The grades of one cycle, by standard",
)
def grades(request: TokenRequest, slug: Slug, window: Query[Window]) -> dict[str, Any]:
    """Of what was submitted: the organisation’s own, and the board’s beside them."""
    cycle = _found(request, slug)
    found = programs.grades_at(request.token.board, cycle, request.user)
    return page(request, window, found, _grade, what=f"grades of {cycle.reference}")
