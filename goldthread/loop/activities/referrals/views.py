"""The pages of referred cases."""

from django.db.models import QuerySet
from django.http import HttpResponse

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.loop.activities.referrals.forms import ReferralFilters
from goldthread.loop.activities.referrals.models import Referral

REFERRALS = Listing(
    title="Cases referred for review",
    lead="Cases that cause concern, and whether they go forward. Only those named on a "
    "case see it.",
    noun="case",
    empty="No cases that you may see. An agency refers one from its own page.",
    columns=(
        Column("Case", str),
        Column("Referred by", lambda r: r.organisation),
        Column("On", lambda r: r.referred_on, "referred_on", "day"),
        Column("Decision", lambda r: r.standing),
    ),
    filters=ReferralFilters,
    related=("activity", "organisation"),
)


@guard("referrals.referral")
def index(request: SignedInRequest, referrals: QuerySet[Referral]) -> HttpResponse:
    return pages.listing(request, referrals, REFERRALS)


@guard(
    "referrals.referral",
    related=("activity__board", "organisation", "decided_by", "key"),
)
def show(request: SignedInRequest, referral: Referral) -> HttpResponse:
    activity = referral.activity
    review = Link(str(activity), activity.get_absolute_url())
    return pages.record(
        request,
        referral,
        "referrals/show.html",
        rows=[
            ("Referred by", referral.organisation),
            ("What causes concern", referral.concern),
            ("Why working together has not been enough", referral.working),
            ("Decision", referral.standing),
            ("Why", referral.reason or "Not decided yet"),
        ],
        strands=[Strand("The review", [review])],
    )
