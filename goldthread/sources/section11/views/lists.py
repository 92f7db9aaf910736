"""The lists: cycles, returns, and what an organisation can show."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import visible
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.people.models import Board, Organisation
from goldthread.sources.section11.forms import (
    CycleFilters,
    EvidenceFilters,
    ReturnFilters,
)
from goldthread.sources.section11.models import Cycle, Evidence, SelfAssessment
from goldthread.sources.section11.models.returns import WITH_AGENCY


def lateness(assessment: SelfAssessment) -> str:
    """In days, of what is still owed."""
    late = (timezone.localdate() - assessment.contribution.due_on).days
    owed = assessment.state in WITH_AGENCY and not assessment.sent
    return f"{late} day{'' if late == 1 else 's'}" if owed and late > 0 else ""


def percentage(assessment: SelfAssessment, percent: Any) -> str:
    return f"{percent:.0f}%" if assessment.sent and percent is not None else ""


def standing(evidence: Evidence) -> tuple[str, str]:
    if evidence.withdrawn:
        return "withdrawn", "Used no longer"
    if evidence.expired(on=timezone.localdate()):
        return "late", "Out of date"
    return "agreed", "Current"


RETURNS = Listing(
    title="Section 11 returns",
    lead="Who was asked, how far they are, and what came.",
    noun="return",
    empty="No returns yet. The board team plans a cycle, chooses whom it asks and opens "
    "it; an organisation’s lead then finds its return here.",
    columns=(
        Column(
            "Organisation",
            lambda r: r.contribution.organisation,
            "contribution__organisation__name",
        ),
        Column("Cycle", lambda r: r.cycle, "cycle"),
        Column("State", lambda r: (r.state, r.get_state_display()), "state", "tag"),
        Column(
            "Due by", lambda r: r.contribution.due_on, "contribution__due_on", "day"
        ),
        Column("Late", lateness),
        Column("Submitted on", lambda r: r.submitted_on, "submitted_on", "day"),
        Column("Self-assessed", lambda r: percentage(r, r.percent)),
        Column("Moderated", lambda r: percentage(r, r.moderated_percent)),
        Column("Feedback on", lambda r: r.contribution.feedback_on, look="day"),
    ),
    filters=ReturnFilters,
    template="section11/returns.html",
    related=("contribution__organisation", "cycle__activity"),
)
CYCLES = Listing(
    title="Section 11 cycles",
    lead="Each cycle asks one question set of many organisations.",
    noun="cycle",
    empty="No cycles yet. The board team plans one from the board’s page.",
    columns=(
        Column("Cycle", lambda c: c.activity.title, "activity__title"),
        Column("State", lambda c: (c.state, c.get_state_display()), "state", "tag"),
        Column("Question set", lambda c: c.question_set.title),
        Column("Opens", lambda c: c.opens_on, "opens_on", "day"),
        Column("Closes", lambda c: c.closes_on, "closes_on", "day"),
        Column("Board", lambda c: c.activity.board),
    ),
    filters=CycleFilters,
    related=("activity__board", "question_set"),
)
EVIDENCE = Listing(
    title="Evidence",
    lead="What your organisation can show. One piece serves many answers, in every "
    "cycle: renew it once, and all of them are current.",
    noun="piece",
    empty="Nothing kept yet. Keep a file, a link or a statement from your organisation’s "
    "page.",
    columns=(
        Column("What", lambda e: e.title, "title"),
        Column("Kind", lambda e: e.get_kind_display(), "kind"),
        Column("Kept up to date by", lambda e: e.owner),
        Column("Holds until", lambda e: e.valid_until, "valid_until", "day"),
        Column("Stands", standing, look="tag"),
        Column("Organisation", lambda e: e.organisation),
    ),
    filters=EvidenceFilters,
    template="section11/vault.html",
    related=("organisation",),
)


@guard("section11.selfassessment")
def index(request: SignedInRequest, returns: QuerySet[SelfAssessment]) -> HttpResponse:
    plans = visible(Board, request.user, "plan_cycle")
    return pages.listing(request, returns, RETURNS, plan_for=plans)


@guard("section11.cycle")
def cycles(request: SignedInRequest, cycles: QuerySet[Cycle]) -> HttpResponse:
    return pages.listing(request, cycles, CYCLES)


@guard("section11.evidence")
def vault(request: SignedInRequest, evidence: QuerySet[Evidence]) -> HttpResponse:
    holds = visible(Organisation, request.user, "keep_evidence")
    return pages.listing(request, evidence, EVIDENCE, keep_for=holds)
