"""A board with a cycle that is open, and an agency whose lead and senior answer it."""

from datetime import timedelta

import pytest

from goldthread.sources.section11 import workflow
from goldthread.sources.section11.models import SelfAssessment
from tests.conftest import TODAY
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
)

OPENS, CLOSES = TODAY - timedelta(days=30), TODAY + timedelta(days=30)


class Here:
    """What stands in every test, and the usual way through a return."""

    def __init__(self, *, kind="police", asks="section11_2015"):
        self.board = BoardFactory()
        self.group = GroupFactory(boards=[self.board], kind="qasg")
        self.team = board_team(self.board)
        self.agency = OrganisationFactory(boards=[self.board], kind=kind)
        self.lead, self.senior = agency_lead(self.agency), agency_lead(self.agency)
        self.asks = asks
        self.cycle = self.plan()

    def plan(
        self, *, asks=None, title="Section 11", opens=OPENS, closes=CLOSES, **more
    ):
        return workflow.plan_cycle(
            self.board,
            by=self.team,
            title=title,
            asks=asks or self.asks,
            opens_on=opens,
            closes_on=closes,
            **more,
        )

    def open(self, cycle=None):
        cycle = cycle or self.cycle
        workflow.assign(cycle, by=self.team, organisations=[self.agency], on=OPENS)
        workflow.open_cycle(cycle, by=self.team, on=OPENS)
        return SelfAssessment.objects.get(
            cycle=cycle, contribution__organisation=self.agency
        )

    def confirmed(self, cycle=None):
        assessment = self.open(cycle)
        workflow.confirm_lead(assessment, by=self.lead, senior=self.senior)
        return assessment

    def answers(self, assessment, said="2"):
        criteria = assessment.cycle.asked.criteria
        return {
            key: {"said": answer(criteria[key], said), "words": "As it is written."}
            for key in assessment.asks
        }

    def fill(self, assessment, answers=None, by=None):
        workflow.fill(
            assessment,
            by=by or self.lead,
            answers=answers or self.answers(assessment),
            on=TODAY,
        )

    def to_sign(self, cycle=None):
        assessment = self.confirmed(cycle)
        self.fill(assessment)
        workflow.ask_to_sign(assessment, by=self.lead, on=TODAY, checked=True)
        return assessment

    def submitted(self, cycle=None):
        assessment = self.to_sign(cycle)
        workflow.sign(assessment, by=self.senior, on=TODAY)
        return assessment

    def judged(self):
        assessment = self.submitted()
        key = graded(assessment)[0]
        workflow.moderate(
            assessment, by=self.team, key=key, said="1", because="Only a policy."
        )
        workflow.finish_moderation(assessment, by=self.team)
        return assessment


def graded(assessment):
    criteria = assessment.cycle.asked.criteria
    return [key for key in assessment.asks if criteria[key].kind == "graded"]


def answer(criterion, said):
    """An answer of its kind."""
    if criterion.kind == "graded":
        return dict.fromkeys(criterion.parts, said) if criterion.parts else said
    given = {"yes_no": "partly", "number": "3", "date": "2026-09-01", "text": "So."}
    return given.get(criterion.kind) or criterion.options[0]


@pytest.fixture
def here():
    return Here()
