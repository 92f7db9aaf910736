"""A cycle with its tracker, the picture of its standards, a return, a piece of evidence."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

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


@guard("section11.cycle", related=("activity__board", "question_set"))
def cycle(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    tracked = queries.tracker(cycle, request.user, on=timezone.localdate())
    context = {
        "tracked": tracked,
        "turnaround": queries.turnaround(cycle, request.user),
        "assigned": cycle.assignments.count(),
        "strands": [Strand("What it is for", activity_of(cycle, request.user))],
    }
    return pages.record(request, cycle, "section11/cycle.html", **context)


def activity_of(cycle: Cycle, user: User) -> list[Link]:
    seen = visible(Activity, user).filter(pk=cycle.activity_id)
    return [Link(str(each), each.get_absolute_url(), note="activity") for each in seen]


@guard("section11.cycle", related=("activity__board", "question_set"))
def grid(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    found = queries.grid(cycle, request.user)
    if form := request.GET.get("format"):
        return pages.download(form, f"{cycle} by standard", *cells(found))
    context = {
        "cycle": cycle,
        "grid": found,
        "spread": queries.distribution(cycle, found),
        "bands": cycle.asked.bands,
    }
    return render(request, "section11/grid.html", context)


def cells(found: Any) -> tuple[list[str], list[list[str]]]:
    """The picture as rows: the organisation's own, the board's, and the gap."""
    headings = [
        "Organisation",
        "Standard",
        "Code",
        "Self %",
        "Moderated %",
        "Gap",
        "Band",
    ]
    rows = [
        [
            str(row.assessment.contribution.organisation),
            standard.title,
            standard.key,
            *(
                "" if n is None else str(n)
                for n in (cell.own, cell.moderated, cell.gap)
            ),
            cell.band or cell.why,
        ]
        for row in found.rows
        for standard, cell in zip(found.standards, row.cells, strict=True)
    ]
    return headings, rows


@guard(
    "section11.selfassessment",
    related=("contribution__organisation", "cycle__question_set", "cycle__activity"),
)
def show(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {
        "parts": queries.whole(assessment, user),
        "signatures": assessment.signatures.select_related("person"),
    }
    if assessment.sent:
        context |= {
            "exchanges": assessment.exchanges.all(),
            "addenda": assessment.addenda.select_related("added_by"),
            "strands": [Strand("Findings raised from it", raised(assessment, user))],
        }
    return pages.record(request, assessment, "section11/show.html", **context)


@guard(
    "section11.selfassessment",
    related=("contribution__organisation", "cycle__question_set", "cycle__activity"),
)
def change(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    returns, lines = queries.through_cycles(assessment, request.user)
    if form := request.GET.get("format"):
        headings = ["Standard", "Code", "Question", *(str(r.cycle) for r in returns)]
        rows = [[x.standard, x.key, x.asks, *map(_then, x.values)] for x in lines]
        return pages.download(form, f"{assessment} over cycles", headings, rows)
    others = queries.beside_others(assessment) if assessment.sent else []
    context = {"returns": returns, "lines": lines, "others": others}
    return render(request, "section11/change.html", {"record": assessment, **context})


def _then(then: Any) -> str:
    return then.why if then.percent is None else str(then.percent)


@guard("section11.selfassessment", "fill")
def fill(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """Go to the first of her standards that is still to do, or to the first of them."""
    hers = queries.standards_of(assessment, request.user)
    parts = queries.whole(assessment, request.user)
    parts = [p for p in parts if p.standard in hers] or parts
    to_do = next((p for p in parts if p.to_do), parts[0])
    return redirect("section11:fill", assessment.pk, to_do.standard.key)


@guard("section11.selfassessment", "moderate")
def moderate(request: SignedInRequest, assessment: SelfAssessment) -> HttpResponse:
    """Go to the first question without a grade of the board, or to the first of all."""
    parts = queries.whole(assessment, request.user)
    graded = [q for p in parts for q in p.questions if q.criterion.scored]
    to_do = next((q for q in graded if not q.moderation), graded[0])
    return redirect("section11:moderate", assessment.pk, to_do.criterion.key)


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
