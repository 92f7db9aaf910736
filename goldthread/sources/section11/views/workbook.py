"""A return as a workbook, to be answered without a connection."""

from django.http import HttpResponse
from django.utils import timezone

from goldthread.base.access import fresh
from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.states import WrongState
from goldthread.sources.section11 import exports, queries, workflow
from goldthread.sources.section11.models import SelfAssessment


@guard(
    "section11.selfassessment",
    "fill",
    related=("contribution__organisation", "cycle__question_set", "cycle__activity"),
)
def workbook(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """The standards that she writes, while the return is with her organisation."""
    if not workflow.bring_back.step.fits(assessment):  # type: ignore[attr-defined]  # a step
        raise WrongState
    if fresh.asks_first(request, "section11.selfassessment", "export"):
        return fresh.ask_again(request)
    if page := pages.asked_first(request, str(assessment), of=1):
        return page
    hers = queries.standards_of(assessment, request.user)
    today = timezone.localdate()
    content = exports.workbook(assessment, hers, by=request.user, on=today)
    return pages.file(content, pages.XLSX, str(assessment), "xlsx")
