"""The review list: what is due for destruction, and the schedule by which it is."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.retention import queries
from goldthread.base.retention.rules import TRIGGERS
from goldthread.base.vault.models import CaseKey

DUE = Listing(
    title="What is due for destruction",
    lead="These case files need not be kept any more. Open one, and propose to destroy "
    "it; somebody else approves. Nothing is destroyed by itself.",
    noun="case file",
    empty="Nothing is due of the case files that you see.",
    template="retention/due.html",
    columns=(
        Column("Case file", str),
        Column("Class of record", lambda key: queries.class_of(key).name),  # type: ignore[union-attr]
        Column("Its time began", lambda key: key.began, "began", "day"),
        Column("Due since", queries.due_on, look="day"),
    ),
)


@guard("vault.casekey", "review")
def due(request: SignedInRequest, keys: QuerySet[CaseKey]) -> HttpResponse:
    lines = [(line, TRIGGERS[line.trigger].words) for line in queries.schedule()]
    found = queries.due(keys, on=timezone.localdate())
    return pages.listing(request, found, DUE, schedule=lines)
