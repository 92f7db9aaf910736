"""A cycle with its tracker, a return, a piece of evidence."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from goldthread.base import printing
from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import visible
from goldthread.base.govuk import pages
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import User
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Cycle, Evidence, SelfAssessment
from goldthread.sources.section11.views.lists import standing

RETURN = ("contribution__organisation", "cycle__question_set", "cycle__activity")
EVERYTHING = (
    *("Standard", "Code", "Question", "Answer", "How they know"),
    *("What difference it makes", "Where a site differs", "Evidence", "Actions"),
    *("The board’s grade", "Why the board gave it"),
)


@guard("section11.cycle", related=("activity__board", "question_set"))
def cycle(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    today = timezone.localdate()
    tracked = queries.tracker(cycle, request.user, on=today)
    context = {
        "tracked": tracked,
        "owed": queries.owed(cycle, request.user),
        "covered": queries.covered(cycle, request.user),
        "local": queries.local_of(cycle, request.user),
        "unnamed": queries.unnamed(cycle, request.user, on=today),
        "turnaround": queries.turnaround(cycle, request.user),
        "assigned": cycle.assignments.count(),
        "strands": [Strand("What it is for", activity_of(cycle, request.user))],
    }
    return pages.record(request, cycle, "section11/cycle.html", **context)


def activity_of(cycle: Cycle, user: User) -> list[Link]:
    seen = visible(Activity, user).filter(pk=cycle.activity_id)
    return [Link(str(each), each.get_absolute_url(), note="activity") for each in seen]


@guard("section11.selfassessment", related=RETURN)
def show(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    user = request.user
    context = {"parts": queries.whole(assessment, user), **_told(assessment)}
    context |= {"local": queries.local_parts(assessment, user)}
    if assessment.sent:
        strand = Strand("Findings raised from it", raised(assessment, user))
        context |= {"strands": [strand]}
    return pages.record(request, assessment, "section11/show.html", **context)


def _told(assessment: SelfAssessment) -> dict[str, Any]:
    """What was said of it beside its answers."""
    told: dict[str, Any] = {
        "signatures": assessment.signatures.select_related("person"),
        "sites": queries.sites_of(assessment),
    }
    if assessment.sent:
        addenda = assessment.addenda.select_related("added_by")
        told |= {"exchanges": assessment.exchanges.all(), "addenda": addenda}
    return told


@guard("section11.selfassessment", "fill")
def fill(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """Go to the first standard of hers that is still to do, or to the first of all."""
    parts = queries.whole(assessment, request.user)
    hers = queries.hers(assessment, request.user)
    mine = [p for p in parts if hers is None or p.standard.criteria[0].key in hers]
    to_do = next((p for p in mine if p.to_do), (mine or parts)[0])
    return redirect("section11:fill", assessment.pk, to_do.standard.key)


@guard("section11.selfassessment", "moderate")
def moderate(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """Go to the first question without a grade of the board, or to the first of all."""
    parts = queries.whole(assessment, request.user)
    graded = [q for p in parts for q in p.questions if q.criterion.scored]
    to_do = next((q for q in graded if not q.moderation), graded[0])
    return redirect("section11:moderate", assessment.pk, to_do.criterion.key)


@guard("section11.selfassessment", "export", related=RETURN)
def everything(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """All of it as a file, always: in a cycle that is closed, too."""
    form = request.GET.get("format")
    if not form:
        return render(request, "section11/everything.html", {"record": assessment})
    parts = queries.whole(assessment, request.user)
    if form == "pdf":
        return _printed(request, assessment, parts)
    rows = [_row(part, question) for part in parts for question in part.questions]
    rows += _local_rows(assessment, request.user)
    return pages.leave(request, str(assessment), EVERYTHING, rows, of=1)


def _row(part: Any, question: Any) -> list[str]:
    answer, judged = question.answer, question.moderation
    return [
        part.standard.title,
        question.criterion.key,
        question.asks,
        question.said,
        answer.words if answer else "",
        answer.impact if answer else "",
        "; ".join(map(str, question.differences)),
        "; ".join(map(str, question.evidence)),
        "; ".join(f"{each}, by {each.due_on}" for each in question.actions),
        question.moderated,
        judged.because if judged else "",
    ]


def _local_rows(assessment: SelfAssessment, user: User) -> list[list[str]]:
    """What one board asks by itself has no code, no grade and nothing that shows it."""
    left = [""] * (len(EVERYTHING) - 4)
    return [
        [f"Asked by {part.board} alone", "", question.text, question.said, *left]
        for part in queries.local_parts(assessment, user)
        for question in part.questions
    ]


def _printed(
    request: SignedInRequest, assessment: SelfAssessment, parts: Any
) -> HttpResponse:
    if page := pages.asked_first(request, str(assessment), of=1):
        return page
    context = {"record": assessment, "css": printing.style(), "parts": parts}
    context |= _told(assessment)
    context |= {"local": queries.local_parts(assessment, request.user)}
    try:
        made = printing.as_pdf(render_to_string("section11/print.html", context))
    except printing.CannotDraw:
        context = {"record": assessment, "trouble": printing.NO_PDF}
        return render(request, "section11/everything.html", context, status=503)
    return pages.file(made, "application/pdf", str(assessment), "pdf")


def raised(assessment: SelfAssessment, user: User) -> list[Link]:
    found = Finding.objects.visible_to(user).filter(self_assessments=assessment)
    return [Link(str(each), each.get_absolute_url()) for each in found]


@guard("section11.evidence", related=("organisation", "upload"))
def evidence(request: SignedInRequest, evidence: Evidence) -> HttpResponse:
    used = SelfAssessment.objects.visible_to(request.user).filter(
        answers__evidence=evidence
    )
    links = [Link(str(each), each.get_absolute_url()) for each in used.distinct()]
    return pages.record(
        request,
        evidence,
        "section11/evidence.html",
        standing=standing(evidence),
        strands=[Strand("Returns that show it", links)],
    )


# --- On the pages of earlier stages ---------------------------------------------------------


@pages.thread("activities.activity")
def cycle_of(activity: Activity, user: User) -> Strand:
    """The cycle that an activity is, if it is one."""
    found = Cycle.objects.visible_to(user).filter(activity=activity.pk)
    if activity.way != "section_11":
        found = found.none()
    return Strand("Its cycle", [Link(str(c), c.get_absolute_url()) for c in found])


@pages.thread("activities.contribution")
def return_of(contribution: Contribution, user: User) -> Strand:
    """The return that a contribution is, if it is one."""
    found = SelfAssessment.objects.visible_to(user).filter(contribution=contribution)
    if contribution.activity.way != "section_11":
        found = found.none()
    links = [Link(str(r), r.get_absolute_url()) for r in found]
    return Strand("Its section 11 return", links)
