"""The pages of recommendations, actions, programmes, and of what organisations owe."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify

from goldthread.base.access.guards import SignedInRequest, guard
from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Organisation, User
from goldthread.loop.actions import exports, queries
from goldthread.loop.actions.forms import ActionFilters, ObligationFilters
from goldthread.loop.actions.models import Action, Programme, Recommendation
from goldthread.loop.activities.rules import by_when
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme

# --- Lists ------------------------------------------------------------------------------


def _when(action: Action) -> str:
    if action.finished:
        return ""
    return by_when(action.due_on, on=timezone.localdate())


def _standing(action: Action) -> str:
    """How late it is, and whether it has been escalated."""
    when = capfirst(_when(action))
    if action.finished or not action.escalation:
        return when
    return f"{when}. {action.get_escalation_display()}"


ACTIONS = Listing(
    title="Actions",
    lead="Who will do what by when, and how we shall know it is done.",
    noun="action",
    empty="No actions here. They are raised from a recommendation: open a theme or a "
    "finding and recommend a change.",
    columns=(
        Column("What will be done", lambda a: a.title, "title"),
        Column("Organisation", lambda a: a.organisation, "organisation__name"),
        Column("Due", lambda a: a.due_on, "due_on", "day"),
        Column("Standing", _standing, "escalation"),
        Column("State", lambda a: (a.state, a.get_state_display()), "state", "tag"),
        Column("Person", lambda a: a.person or "Not chosen yet"),
    ),
    filters=ActionFilters,
    template="actions/index.html",
    related=("organisation", "person"),
)

PROGRAMMES = Listing(
    title="Programmes of work",
    lead="Actions that add up to one sustained change.",
    noun="programme of work",
    nouns="programmes of work",
    empty="No programmes of work here. The board team adds one from the board’s page.",
    columns=(
        Column("Programme", lambda p: p.name, "name"),
        Column("Board", lambda p: p.board),
        Column("Verified complete", lambda p: f"{p.verified} of {p.standing}"),
    ),
    template="actions/index.html",
    related=("board",),
)


@guard("actions.action")
def index(request: SignedInRequest, actions: QuerySet[Action]) -> HttpResponse:
    return pages.listing(request, actions, ACTIONS, sections=_sections("index"))


@guard("actions.programme")
def programmes(request: SignedInRequest, found: QuerySet[Programme]) -> HttpResponse:
    found = queries.with_progress(found, request.user)
    return pages.listing(request, found, PROGRAMMES, sections=_sections("programmes"))


def _sections(here: str) -> list[Link]:
    return [
        Link(words, reverse(f"actions:{name}"), current=name == here)
        for name, words in (("index", "Actions"), ("programmes", "Programmes of work"))
    ]


# --- Records ----------------------------------------------------------------------------


@guard("actions.action")
def show(request: SignedInRequest, action: Action) -> HttpResponse:
    action = queries.whole(action, request.user)
    return pages.record(
        request,
        action,
        "actions/show.html",
        late=action.late(on=timezone.localdate()),
        when=_when(action),
        evidence=action.evidence.select_related(
            "given_by", "answered_by"
        ).prefetch_related("files__key"),
        decisions=action.decisions.select_related("decided_by"),
        strands=[_came_from(action.recommendation, action, itself=True)],
    )


def _came_from(recommendation: Recommendation, read: Any, *, itself: bool) -> Strand:
    """The finding and the theme, as links if `read` says so, and what was recommended."""
    origins = queries.origins(
        recommendation, reads_finding=read.reads_finding, reads_theme=read.reads_theme
    )
    links = [Link(str(o), o.get_absolute_url(), note=kind) for kind, o in origins]
    if itself:
        url = recommendation.get_absolute_url()
        links.append(Link(str(recommendation), url, note="Recommendation"))
    return Strand("Where it came from", links)


@guard("actions.recommendation")
def recommendation(request: SignedInRequest, record: Recommendation) -> HttpResponse:
    record = queries.whole_recommendation(record, request.user)
    actions = Action.objects.visible_to(request.user).filter(recommendation=record)
    return pages.record(
        request,
        record,
        "actions/recommendation.html",
        actions=actions.select_related("organisation"),
        strands=[_came_from(record, record, itself=False)],
    )


@guard("actions.programme")
def programme(request: SignedInRequest, record: Programme) -> HttpResponse:
    actions = Action.objects.visible_to(request.user).filter(programme=record)
    actions = actions.select_related("organisation", "person")
    standing = [a for a in actions if a.state != Action.State.WITHDRAWN]
    return pages.record(
        request,
        record,
        "actions/programme.html",
        actions=actions,
        verified=sum(a.state == Action.State.VERIFIED for a in standing),
        standing=len(standing),
    )


# --- What an organisation owes ----------------------------------------------------------


OWED: dict[str, Any] = {"noun": "obligation", "exports": True}


@guard("people.organisation", "obligations")
def obligations(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    on = timezone.localdate()
    form = ObligationFilters(request.GET, by=request.user)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    if request.GET.get("format"):
        every = queries.obligations(organisation, request.user, on, **wanted)
        return _export(request.GET["format"], organisation, every)
    rows = queries.owed_rows(organisation, request.user, on, **wanted)
    page = Paginator(rows, pages.PER_PAGE).get_page(request.GET.get("page"))
    owed = [queries.obligation(row, on=on) for row in page]
    context = OWED | {"organisation": organisation, "filter_form": form, "page": page}
    return render(request, "actions/obligations.html", context | {"owed": owed})


def _export(
    form: str, organisation: Organisation, every: list[queries.Obligation]
) -> HttpResponse:
    if form not in exports.TYPES:
        raise Http404
    name = f"{slugify(organisation.name)}-obligations-{timezone.localdate()}.{form}"
    return HttpResponse(
        exports.obligations(every, form),
        content_type=exports.TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# --- What became of a theme or a finding ------------------------------------------------


@pages.thread("themes.theme")
def after_theme(theme: Theme, user: User) -> Strand:
    return _became(Q(recommendation__theme=theme), Q(theme=theme), user)


@pages.thread("findings.finding")
def after_finding(finding: Finding, user: User) -> Strand:
    return _became(Q(recommendation__finding=finding), Q(finding=finding), user)


def _became(of_action: Q, of_recommendation: Q, user: User) -> Strand:
    """Its actions; and the recommendations that nobody has acted on yet."""
    actions, idle = queries.became(of_action, of_recommendation, user)
    links = [
        Link(str(a), a.get_absolute_url(), note=f"Action: {a.get_state_display()}")
        for a in actions
    ]
    links += [
        Link(str(r), r.get_absolute_url(), note="Recommendation: no action yet")
        for r in idle
    ]
    return Strand("What is being done", links)
