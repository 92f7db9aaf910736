"""The pages of single-agency audits."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.access.table import visible
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Organisation, User
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Way
from goldthread.loop.findings.models import Finding
from goldthread.sources.agency_audits import queries, rules, workflow
from goldthread.sources.agency_audits.forms import AuditFilters, section_form
from goldthread.sources.agency_audits.models import OWED, AgencyAudit

# --- Lists ------------------------------------------------------------------------------


def standing(audit: AgencyAudit) -> tuple[str, str]:
    """Its state, or that it is overdue: a value for its colour, and words."""
    late = audit.contribution.due_on < timezone.localdate()
    if late and audit.state in OWED:
        return "overdue", f"Overdue ({audit.get_state_display().lower()})"
    return audit.state, audit.get_state_display()


def period(audit: AgencyAudit) -> str:
    """The period looked at, and that it is stale once it may no longer hold."""
    said = rules.period(audit.period_from, audit.period_to)
    return f"{said} (stale)" if is_stale(audit) else said


def is_stale(audit: AgencyAudit) -> bool:
    return rules.stale(audit.period_to, on=timezone.localdate())


def of_sent(audit: AgencyAudit, said: object) -> object:
    """What the board may not read before it is sent."""
    return said if audit.sent else ""


WHAT = (
    Column("Audit", lambda a: a.title, "title"),
    Column(
        "Organisation",
        lambda a: a.contribution.organisation,
        "contribution__organisation__name",
    ),
    Column("Method", lambda a: a.get_method_display(), "method"),
    Column("Period", period, "period_to"),
)
AUDITS = Listing(
    title="Single-agency audits",
    lead="What organisations plan to audit themselves, and what they returned.",
    noun="audit",
    empty="No audits yet. An agency’s lead announces one from their organisation’s page; "
    "the board team asks for returns from an activity of single-agency audits.",
    columns=(
        *WHAT,
        Column("How it stands", standing, "state", "tag"),
        Column(
            "Due by", lambda a: a.contribution.due_on, "contribution__due_on", "day"
        ),
        Column("Looked at", lambda a: of_sent(a, a.sample)),
        Column("Met the standard", lambda a: of_sent(a, a.compliance)),
        Column("Board", lambda a: a.contribution.activity.board),
    ),
    filters=AuditFilters,
    template="agency_audits/index.html",
    related=("contribution__organisation", "contribution__activity__board"),
)
AUDITED = Listing(
    title="What has been audited",
    lead="Audits whose returns were accepted. Look here before you plan an audit or "
    "training: somebody may have done the work.",
    noun="audit",
    empty="No return has been accepted yet.",
    columns=(
        *WHAT,
        Column("Accepted on", lambda a: a.accepted_on, "accepted_on", "day"),
    ),
    filters=AuditFilters,
    related=("contribution__organisation",),
)


@guard("agency_audits.agencyaudit")
def index(request: SignedInRequest, audits: QuerySet[AgencyAudit]) -> HttpResponse:
    user = request.user
    activities = visible(Activity, user, "ask_for_audits").filter(
        state__in=queries.UNDER_WAY
    )
    return pages.listing(
        request,
        audits,
        AUDITS,
        announce_for=visible(Organisation, user, "announce_audit"),
        ask_from=activities,
    )


@guard("agency_audits.agencyaudit")
def audited(request: SignedInRequest, audits: Any) -> HttpResponse:
    return pages.listing(request, audits.accepted(), AUDITED)


# --- One audit --------------------------------------------------------------------------


@guard("agency_audits.agencyaudit")
def show(request: SignedInRequest, audit: AgencyAudit) -> HttpResponse:
    audit = queries.whole(audit, request.user)
    strands = [
        Strand("What it is for", came_from(audit)),
        Strand("Findings raised from it", raised(audit)),
    ]
    context = {
        "standing": standing(audit),
        "stale": is_stale(audit),
        "sections": queries.answered(audit),
        "open_book": audit.sent or audit.hers,  # type: ignore[attr-defined]
        "doubts": in_doubt(audit),
        "strands": strands,
    }
    return pages.record(request, audit, "agency_audits/show.html", **context)


def in_doubt(audit: AgencyAudit) -> tuple[rules.Doubt, ...]:
    """What to look at, while somebody is deciding whether to accept it."""
    if audit.state not in {AgencyAudit.State.RETURNED, AgencyAudit.State.TRIAGED}:
        return ()
    return queries.doubts(audit, on=timezone.localdate())


def came_from(audit: Any) -> list[Link]:
    """As far as they are hers: a board that shares the return has not the rest."""
    contribution = audit.contribution
    activity = contribution.activity
    links = [
        (audit.sees_activity, str(activity), activity, "activity"),
        (audit.sees_contribution, contribution.reference, contribution, "asked"),
    ]
    return [
        Link(words, record.get_absolute_url(), note=note)
        for seen, words, record, note in links
        if seen
    ]


def raised(audit: Any) -> list[Link]:
    return [
        Link(found["text"][:80], reverse("findings:show", args=[found["pk"]]))
        for found in audit.raised
    ]


# --- Filling it in ----------------------------------------------------------------------


@guard("agency_audits.agencyaudit", "fill")
def fill(request: SignedInRequest, audit: AgencyAudit) -> HttpResponse:
    """Go to the first section that is still to do, or to the first of all."""
    sections = queries.answered(audit)
    to_do = next((s for s in sections if s.done != "completed"), sections[0])
    return redirect("agency_audits:fill", audit.pk, to_do.section.slug)


SECTION_PAGES = {
    section.slug: pages.ask(
        workflow.fill,
        section_form(section),
        done=f"Saved: {section.title.lower()}.",
        lead=section.lead,
        template="agency_audits/section.html",
    )
    for section in rules.SECTIONS
}


@guard("agency_audits.agencyaudit", "fill")
def fill_section(
    request: SignedInRequest, audit: AgencyAudit, section: str
) -> HttpResponse:
    if section not in SECTION_PAGES:
        raise Http404
    return SECTION_PAGES[section](request, pk=audit.pk)


# --- On the pages of earlier stages ------------------------------------------------------


@pages.thread("activities.contribution")
def return_of(contribution: Contribution, user: User) -> Strand:
    """The return that this contribution is, if it is one."""
    found = _audits(contribution.activity.way, user, contribution=contribution)
    return Strand("Its audit return", found)


@pages.thread("findings.finding")
def raised_from(finding: Finding, user: User) -> Strand:
    """The audit that a finding was raised from."""
    found = _audits(finding.way, user, findings=finding)
    return Strand("The audit it was raised from", found)


def _audits(way: str, user: User, **where: Any) -> list[Link]:
    """Her audits, if the activity has any: many rows are read to say which are hers."""
    if way != Way.SINGLE_AGENCY_AUDIT:
        return []
    return links(AgencyAudit.objects.visible_to(user).filter(**where))


def links(audits: QuerySet[AgencyAudit]) -> list[Link]:
    return [
        Link(str(audit), audit.get_absolute_url(), note=audit.get_state_display())
        for audit in audits
    ]
