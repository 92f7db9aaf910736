"""The survey that staff answer without signing in, and what stands beside it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard, public
from goldthread.base.access.table import can
from goldthread.base.drafts.rules import TOKEN
from goldthread.base.govuk import pages
from goldthread.base.govuk.forms import posted
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.forms import SheetForm
from goldthread.sources.section11.models import SelfAssessment, Survey

SENT = (
    "sheet"  # a cookie of this survey's address: which form was sent from this device
)
KEPT = 92 * 24 * 60 * 60  # seconds


@guard(
    "section11.selfassessment",
    related=("contribution__organisation", "cycle__question_set", "cycle__activity"),
)
def assurance(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    found = queries.assurance(assessment, request.user, on=timezone.localdate())
    if "format" in request.GET:
        headings, rows = cells(found)
        title = f"{assessment} and its staff"
        return pages.leave(request, title, headings, rows, of=len(rows))
    passes_on = found.survey and can(request.user, "close_survey", assessment)
    context = {
        "record": assessment,
        "found": found,
        "link": found.survey and passes_on and address(found.survey),
        "may_ask": can(request.user, "open_survey", assessment),
    }
    return render(request, "section11/assurance.html", context)


def address(survey: Survey) -> str:
    """What is passed on to staff."""
    return settings.SITE_ADDRESS + reverse("section11:survey", args=[survey.link])


def cells(found: queries.Assurance) -> tuple[list[str], list[list[str]]]:
    """One row for each standard; where nothing is shown, why."""
    headings = ["Standard", "Code", "Self %", "Staff %", "Staff from %", "Staff to %"]
    headings += ["Staff answers", "Staff in words", "Moderated %", "Gap"]
    rows = []
    for side in found.sides:
        staff: list[Any] = [None, None, None, None, side.why]
        if told := side.staff:
            staff = [told.percent, *told.interval, told.answers, told.words]
        row = [side.title, side.key, side.own, *staff, side.moderated, side.gap]
        rows.append(["" if each is None else str(each) for each in row])
    return headings, rows


# --- By the link, without signing in --------------------------------------------------------


@public
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """What staff are asked. Nothing is kept of whoever answers."""
    found = queries.survey_at(token)
    if found is None:
        raise Http404
    if found.over(on=timezone.localdate()):
        return _closed(request)
    if _sent(request):
        return render(request, "section11/survey_sent.html")
    form = SheetForm(posted(request), survey=found)
    if form.is_valid():
        return _take(request, found, form)
    context = {"form": form, "survey": found}
    status = 422 if form.errors else 200
    return render(request, "section11/survey.html", context, status=status)


def _sent(request: HttpRequest) -> bool:
    """From this device already; a colleague who uses it, too, says that she is another."""
    sent = request.COOKIES.get(SENT)
    if request.method == "POST":  # the same form twice
        return bool(sent) and sent == request.POST.get(TOKEN)
    return "another" not in request.GET and bool(sent or "sent" in request.GET)


def _take(request: HttpRequest, survey: Survey, form: SheetForm) -> HttpResponse:
    try:
        workflow.take_sheet(survey, form.said, on=timezone.localdate())
    except ValidationError:  # it was closed while she answered
        return _closed(request)
    response = redirect(f"{request.path}?sent=yes")
    response.set_cookie(
        SENT,
        form.carries()[TOKEN],
        max_age=KEPT,
        path=request.path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "section11/survey_closed.html", status=410)
