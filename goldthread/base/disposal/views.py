"""The pages of case files and of their disposal."""

from django.db.models import QuerySet
from django.http import HttpResponse

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.disposal import queries
from goldthread.base.disposal.models import Disposal
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.retention.queries import called
from goldthread.base.vault.models import CaseKey

DISPOSALS = Listing(
    title="Disposal of case files",
    lead="One person proposes to destroy a case file, and another approves it. What it "
    "sealed cannot be read again.",
    noun="disposal",
    empty="Nothing has been proposed. The page of a referred case leads to its case "
    "file, and there you can propose to destroy it.",
    columns=(
        Column("Disposal", str),
        Column("Class of record", lambda d: called(d.kind)),
        Column("Proposed", lambda d: d.proposed_on, "proposed_on", "day"),
        Column("By", lambda d: d.proposed_by),
        Column("State", lambda d: (d.state, d.get_state_display()), "state", "tag"),
    ),
    related=("proposed_by",),
)


@guard("disposal.disposal")
def index(request: SignedInRequest, found: QuerySet[Disposal]) -> HttpResponse:
    return pages.listing(request, found, DISPOSALS)


@guard("disposal.disposal", related=("board", "proposed_by", "decided_by"))
def show(request: SignedInRequest, disposal: Disposal) -> HttpResponse:
    return pages.record(
        request,
        disposal,
        "disposal/show.html",
        files=disposal.keys.order_by("pk"),
        kind=called(disposal.kind),
        certificate=queries.in_words(disposal),
        verified=bool(disposal.certificate) and queries.verified(disposal),
    )


@guard("vault.casekey", key="reference", related=("board", "held_by"))
def case_file(request: SignedInRequest, key: CaseKey) -> HttpResponse:
    return pages.record(
        request,
        key,
        "disposal/case_file.html",
        kind=called(key.kind),
        waits=key.disposals.filter(state=Disposal.State.PROPOSED).exists(),
    )
