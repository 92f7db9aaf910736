"""What is asked of the server: whose page, how often, and what each may take.

The figures of the closest open-source peer, in CPU milliseconds at board size: a list of
20 returns 52, a return of 80 questions 45, a whole return with its tree 237, saving one
answer 239, comparing two cycles 84. At most half of each, and a tenth for saving.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse

from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.sources.section11.bench.filling import KEYS
from goldthread.sources.section11.models import Cycle, SelfAssessment

HALF_LIST, HALF_OPEN, HALF_WHOLE, HALF_COMPARE, TENTH_SAVE = 26, 22.5, 118.5, 42, 23.9
SOON = (("p95", 300.0),)
WRITERS = 8


class Operation(NamedTuple):
    """Who asks for what, in turn; what is typed into each page's form, if it is sent."""

    name: str
    asks: Sequence[tuple[User, str]]
    targets: Sequence[tuple[str, float]] = ()
    types: dict[str, str] = {}


def operations(size: str) -> list[Operation]:
    """Of a region that `prepare` has filled."""
    cycle = Cycle.objects.order_by("-opens_on", "-pk")[0]
    team = User.objects.filter(
        appointments__board=cycle.activity.board_id,
        appointments__role=Role.BOARD_TEAM,
    ).order_by("pk")[0]
    pages = _pictures(cycle, team)
    return [*_returns(cycle, team), *pages] if size == "board" else pages


def _pictures(cycle: Cycle, team: User) -> list[Operation]:
    def of_cycle(name: str) -> list[tuple[User, str]]:
        return [(team, reverse(f"section11:{name}", args=[cycle.pk]))]

    behind = reverse("section11:behind", args=[cycle.pk, KEYS[0]])
    return [
        Operation("tracker of a cycle", of_cycle("cycle"), SOON),
        Operation("heat map of one board", of_cycle("grid"), SOON),
        Operation("standards everywhere", of_cycle("everywhere"), SOON),
        Operation("what comes up", of_cycle("emerging"), SOON),
        Operation("answers behind a question", [(team, behind)], SOON),
    ]


def _returns(cycle: Cycle, team: User) -> list[Operation]:
    held = SelfAssessment.objects.filter(cycle=cycle.pk).order_by("pk")
    sent, writing = held.filter(sent=True)[0], list(held.filter(sent=False)[:WRITERS])
    listed = f"{reverse('section11:index')}?cycle={cycle.pk}"
    compared = reverse("section11:change", args=[sent.pk])
    opened: list[tuple[User, str]] = [(_lead(r), r.get_absolute_url()) for r in writing]
    saved = [
        (_lead(r), reverse("section11:answer", args=[r.pk, key.split(".")[0], key]))
        for key in KEYS
        for r in writing
    ]
    typed = {"words_0": "Looked at again on Monday."}
    return [
        Operation("list of returns", [(team, listed)], (("cpu", HALF_LIST),)),
        Operation("open a return", opened, (("cpu", HALF_OPEN),)),
        Operation(
            "a whole return", [(team, sent.get_absolute_url())], (("cpu", HALF_WHOLE),)
        ),
        Operation(
            "save one answer",
            saved,
            (("statements", 10), ("cpu", TENTH_SAVE)),
            typed,
        ),
        Operation("compare four cycles", [(team, compared)], (("cpu", HALF_COMPARE),)),
    ]


def _lead(assessment: Any) -> User:
    lead: User = assessment.lead
    return lead
