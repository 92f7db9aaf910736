"""Cycles, the return of each organisation, its answers and what stands behind them."""

from goldthread.sources.section11.models.answers import Answer, Delegation, OwnAction
from goldthread.sources.section11.models.challenge import (
    Challenge,
    ChallengeEvent,
    Commitment,
    Minutes,
    Question,
)
from goldthread.sources.section11.models.cycles import Assignment, Cycle
from goldthread.sources.section11.models.evidence import Evidence
from goldthread.sources.section11.models.local import LocalAnswer, LocalQuestion
from goldthread.sources.section11.models.returns import SelfAssessment
from goldthread.sources.section11.models.scrutiny import Exchange, Grade, Moderation
from goldthread.sources.section11.models.signing import Addendum, Signature, Snapshot
from goldthread.sources.section11.models.sites import SiteDifference
from goldthread.sources.section11.models.survey import StaffTally, Survey
from goldthread.sources.section11.models.tallies import Tally

__all__ = [
    "Addendum",
    "Answer",
    "Assignment",
    "Challenge",
    "ChallengeEvent",
    "Commitment",
    "Cycle",
    "Delegation",
    "Evidence",
    "Exchange",
    "Grade",
    "LocalAnswer",
    "LocalQuestion",
    "Minutes",
    "Moderation",
    "OwnAction",
    "Question",
    "SelfAssessment",
    "Signature",
    "SiteDifference",
    "Snapshot",
    "StaffTally",
    "Survey",
    "Tally",
]
