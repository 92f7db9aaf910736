"""The pages of briefings."""

from django.db.models import QuerySet
from django.http import HttpResponse

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.loop.actions.briefings import queries
from goldthread.loop.actions.briefings.forms import BriefingFilters
from goldthread.loop.actions.briefings.models import Briefing
from goldthread.loop.findings.models import Finding

BRIEFINGS = Listing(
    title="Briefings",
    lead="What practitioners are told of what was learned, and whether it reached them.",
    noun="briefing",
    empty="No briefings yet. Write one from your board’s page, of released findings.",
    columns=(
        Column("Briefing", str),
        Column("Means", lambda b: b.get_means_display()),
        Column("State", lambda b: (b.state, b.get_state_display()), "state", "tag"),
        Column("Told on", lambda b: b.told_on, "told_on", "day"),
        Column("Passed on by", queries.reach_words),
        Column("Practitioners reached", lambda b: b.reached),
    ),
    filters=BriefingFilters,
    related=("activity__board",),
)


@guard("briefings.briefing")
def index(request: SignedInRequest, briefings: QuerySet[Briefing]) -> HttpResponse:
    return pages.listing(request, queries.with_reach(briefings), BRIEFINGS)


@guard("briefings.briefing", related=("activity__board",))
def show(request: SignedInRequest, briefing: Briefing) -> HttpResponse:
    told_of = Finding.objects.visible_to(request.user).filter(briefings=briefing)
    return pages.record(
        request,
        briefing,
        "briefings/show.html",
        reach=queries.reach_of(briefing),
        passed_on=queries.passed_on(briefing, request.user),
        told_of=told_of,
    )
