"""The pages of findings."""

import re

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import may_ever
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import User
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import queries, workflow
from goldthread.loop.findings.forms import FindingFilters
from goldthread.loop.findings.models import Finding

KEY = re.compile(r"[0-9]{1,18}")  # of a record, as a form sends it

FINDINGS = Listing(
    title="Findings",
    lead="What the board has learned, one thing at a time.",
    noun="finding",
    empty="No findings here. Import your register, or add a finding from an activity.",
    columns=(
        Column("What was found", lambda f: f.text),
        Column("Kind", lambda f: f.get_kind_display()),
        Column("State", lambda f: (f.state, f.get_state_display()), "state", "tag"),
        Column("From", lambda f: f"{f.get_way_display()}: {f.learned_from}"),
        Column("When", lambda f: f.written, "latest"),
    ),
    filters=FindingFilters,
    template="findings/index.html",
)


@guard("findings.finding")
def index(request: SignedInRequest, findings: QuerySet[Finding]) -> HttpResponse:
    may_agree = may_ever(request.user, "agree", "findings.finding")
    told = findings.annotate(learned_from=queries.learned_from(request.user))
    return pages.listing(request, told, FINDINGS, may_agree=may_agree)


@guard("findings.finding", related=("agreed_by", "released_by"))
def show(request: SignedInRequest, finding: Finding) -> HttpResponse:
    source = queries.source_of(finding, request.user)
    return pages.record(
        request,
        finding,
        "findings/show.html",
        about=finding.about.all(),
        learned_from=source or "",
        strands=[Strand("Where it came from", _links(source))],
    )


def _links(source: Activity | None) -> list[Link]:
    opens = source and source.opens  # type: ignore[attr-defined]  # annotated
    return [Link(str(source), source.get_absolute_url())] if source and opens else []


@pages.thread("activities.activity")
def found(activity: Activity, user: User) -> Strand:
    """How much an activity has found, with a link to all of it."""
    number = Finding.objects.visible_to(user).filter(activity=activity).count()
    words = "1 finding" if number == 1 else f"{number} findings"
    address = f"{reverse('findings:index')}?activity={activity.pk}"
    return Strand("What was found", [Link(words, address)] if number else [])


@guard("findings.finding", "agree")
@require_POST
def agree_all(request: SignedInRequest, findings: QuerySet[Finding]) -> HttpResponse:
    """Agree the drafts that were ticked, or all that the list's filters show."""
    filters = FindingFilters(request.GET, by=request.user)
    if "all" not in request.POST:
        ticked = request.POST.getlist("finding")
        findings = findings.filter(pk__in=[key for key in ticked if KEY.fullmatch(key)])
    elif filters.is_valid():
        findings = filters.narrow(findings)
    agreed = workflow.agree_all(findings, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{agreed} agreed. Each can now be released.")
    return redirect("findings:index")
