"""Its pages."""

from django.db.models import QuerySet
from django.http import HttpResponse

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import User
from goldthread.loop.activities.models import Contribution
from goldthread.sources.source_template.forms import Filters
from goldthread.sources.source_template.models import SourceTemplate
from goldthread.sources.source_template.rules import WAY

LABEL = SourceTemplate._meta.label_lower
RECORDS = Listing(
    title="Source template",
    lead="Say what it is for, in one sentence.",
    noun="in this list",
    empty="Nothing here yet. Ask for it from an activity of this way of learning.",
    columns=(
        Column("What", lambda r: r.contribution.what, "contribution__what"),
        Column("Organisation", lambda r: r.contribution.organisation),
        Column("State", lambda r: (r.state, r.get_state_display()), "state", "tag"),
        Column(
            "Due by", lambda r: r.contribution.due_on, "contribution__due_on", "day"
        ),
    ),
    filters=Filters,
    related=("contribution__organisation",),
)


@guard(LABEL)
def index(request: SignedInRequest, records: QuerySet[SourceTemplate]) -> HttpResponse:
    return pages.listing(request, records, RECORDS)


@guard(LABEL)
def show(request: SignedInRequest, record: SourceTemplate) -> HttpResponse:
    activity = record.contribution.activity
    raised = record.findings.all()
    return pages.record(
        request,
        record,
        "source_template/show.html",
        strands=[
            Strand(
                "What it is for", [Link(str(activity), activity.get_absolute_url())]
            ),
            Strand("Findings", [Link(str(f), f.get_absolute_url()) for f in raised]),
        ],
    )


@pages.thread("activities.contribution")
def of_contribution(contribution: Contribution, user: User) -> Strand:
    """Where the organisation answers, on the page of what it was asked."""
    mine = SourceTemplate.objects.visible_to(user).filter(contribution=contribution)
    if contribution.activity.way != WAY:
        mine = mine.none()
    return Strand("Source template", [Link(str(r), r.get_absolute_url()) for r in mine])
