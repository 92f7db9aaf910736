"""The pages on which the help of a year is looked at and judged."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldthread.base import states
from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.loop.impact.assessments import queries
from goldthread.loop.impact.assessments.models import Assessment
from goldthread.loop.plan.models import Year


@guard("plan.year")
def help_in_year(request: SignedInRequest, year: Year) -> HttpResponse:
    """Stage by stage: what was found, and what the board judged."""
    offered = states.open_to(request.user, year)
    context = {
        "year": year,
        "stages": queries.help_in(year, request.user),
        "open_steps": [step for step in offered if step.name == "assess_help"],
        "breadcrumbs": ((f"Year {year.name}", year.get_absolute_url()),),
    }
    return render(request, "assessments/help.html", context)


@guard("assessments.assessment", related=("year__board", "assessed_by"))
def show(request: SignedInRequest, assessment: Assessment) -> HttpResponse:
    year = assessment.year
    here = reverse("assessments:help", args=[year.pk])
    return pages.record(
        request,
        assessment,
        "assessments/show.html",
        rows=[
            ("What shows it", assessment.evidence),
            ("What follows from it", assessment.follows or "Nothing was said"),
        ],
        breadcrumbs=((f"How effective help is in {year.name}", here),),
    )
