"""The pages of activities, of what was asked for them, and of a person's calendar."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.base.access.acting import acting
from goldthread.base.access.guards import SignedInRequest, guard, public, signed_in
from goldthread.base.access.table import can, may_ever, visible
from goldthread.base.govuk import pages
from goldthread.base.govuk.forms import posted
from goldthread.base.govuk.pages import Column, Listing
from goldthread.base.govuk.rules import Link, Strand, fraction
from goldthread.base.people.models import Board, User
from goldthread.loop.activities import exports, queries, rules, workflow
from goldthread.loop.activities.forms import (
    ActivityFilters,
    ContributionFilters,
    EntrustForm,
)
from goldthread.loop.activities.models import Activity, CalendarFeed, Contribution

# --- Activities -------------------------------------------------------------------------


def received_of(asked: list[Contribution]) -> str:
    """How many of those asked have sent what they were asked for, and how many are late."""
    if not asked:
        return "Nobody asked"
    on = timezone.localdate()
    received = fraction(
        sum(c.state == Contribution.State.RECEIVED for c in asked), len(asked)
    )
    late = sum(
        rules.late(due_on=c.due_on, received_on=c.received_on, on=on) for c in asked
    )
    return f"{received}, {late} late" if late else received


def state_of(activity: Activity) -> tuple[str, str]:
    words = activity.get_state_display()
    return activity.state, f"{words}, restricted" if activity.restricted else words


ACTIVITIES = Listing(
    title="Activities",
    lead="Everything the board does to learn, by any line of its framework.",
    noun="activity",
    nouns="activities",
    empty="No activities yet. Add the first one, or start one from the plan.",
    columns=(
        Column("Activity", lambda a: a.title, "title"),
        Column("Way of learning", lambda a: a.get_way_display(), "way"),
        Column("State", state_of, "state", "tag"),
        Column("Contributions received", lambda a: received_of(a.asked)),
        Column("Led by", lambda a: a.lead_group or a.lead),
        Column("First day", lambda a: a.starts_on, "starts_on", "day"),
        Column("Last day", lambda a: a.ends_on, "ends_on", "day"),
    ),
    filters=ActivityFilters,
    template="activities/index.html",
    related=("lead_group", "lead"),
)


@guard("activities.activity")
def index(request: SignedInRequest, activities: QuerySet[Activity]) -> HttpResponse:
    return pages.listing(
        request,
        queries.with_contributions(activities, request.user),
        ACTIVITIES,
        add_to=visible(Board, request.user, "add_activity"),
        sees_asked=may_ever(request.user, "view", "activities.contribution"),
    )


@guard("activities.activity")
def show(request: SignedInRequest, activity: Activity) -> HttpResponse:
    activity, asked = queries.whole(activity, request.user), activity.contributions
    contributions = visible(
        asked.select_related("organisation", "person"), request.user
    )
    return pages.record(
        request,
        activity,
        "activities/show.html",
        contributions=[(c, standing(c)) for c in contributions],
        received=received_of([c for c in contributions if c.state != "withdrawn"]),
        sources=homes(activity, request.user),
        **queries.who_sees(activity, request.user),
        strands=[Strand("Where it came from", came_from(activity))],
    )


def came_from(activity: Any) -> list[Link]:
    """The line and the intention of the plan that it answers."""
    line = ("a line of the framework", activity.line, activity.sees_line)
    intention = ("planned", activity.intention, activity.sees_intention)
    return [
        Link(str(record), record.get_absolute_url(), note=kind)
        for kind, record, seen in (line, intention)
        if seen
    ]


def homes(activity: Activity, user: User) -> list[Link]:
    """The first pages of the sources that look after its way, if they are for her."""
    pages_of = [(s.label, reverse(s.home)) for s in rules.sources_of(activity.way)]
    return [
        Link(label, url)
        for label, url in pages_of
        if may_open(user, resolve(url).func.guarded)  # type: ignore[attr-defined]
    ]


def may_open(user: User, door: tuple[str, str]) -> bool:
    label, action = door
    return not label or may_ever(user, action, label)


@guard("activities.activity", "see_unheld")
def unheld(request: SignedInRequest, found: QuerySet[Activity]) -> HttpResponse:
    """That it is there, and which group leads it: nothing of what is in it."""
    rows = queries.unheld(found, request.user)
    return render(request, "activities/unheld.html", {"rows": rows})


@guard("activities.activity", "entrust")
def entrust(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Not `pages.ask`, which would say its title."""
    form = EntrustForm(posted(request), record=activity, by=request.user)
    if form.is_valid():
        workflow.entrust(activity, by=request.user, **form.given())
        messages.success(request, "Entrusted. All who need to know have been told.")
        return redirect("activities:unheld")
    return render(
        request,
        "form.html",
        {"form": form, **ENTRUSTING, "caption": activity.reference},
        status=422 if form.errors else 200,
    )


ENTRUSTING = {
    "heading": "Entrust it to somebody",
    "button": "Entrust it",
    "lead": "Nobody of the board team is named on this restricted activity any more. "
    "Choose a colleague, who will see it and manage it. You will not see it.",
    "cancel": "/activities/unheld/",
}
MOST = 25  # things in a month of the year ahead; the lists have them all


@guard("people.board", key="slug")
def year_ahead(request: SignedInRequest, board: Board) -> HttpResponse:
    """Twelve months of what is due; a month with nothing in it looks like a hole."""
    *months, end = rules.months_from(timezone.localdate())
    until = end - timedelta(days=1)
    due = queries.year_ahead(request.user, board, months[0], until)
    by_month = [[d for d in due if d.on.replace(day=1) == month] for month in months]
    ahead = [
        (month, found[:MOST], len(found[MOST:]))
        for month, found in zip(months, by_month, strict=True)
    ]
    context = {"board": board, "ahead": ahead}
    return render(request, "activities/year_ahead.html", context)


# --- Contributions ----------------------------------------------------------------------


def standing(contribution: Contribution) -> tuple[str, str]:
    return rules.standing(
        contribution.state,
        due_on=contribution.due_on,
        received_on=contribution.received_on,
        on=timezone.localdate(),
    )


CONTRIBUTIONS = Listing(
    title="Contributions",
    lead="What organisations were asked to bring to an activity, and what they brought.",
    noun="contribution",
    empty="Nothing has been asked for yet. Ask organisations from an activity’s page.",
    columns=(
        Column("Organisation", lambda c: c.organisation, "organisation__name"),
        Column("How it stands", standing, look="tag"),
        Column("What is asked", lambda c: c.what),
        Column("For", lambda c: c.activity),
        Column("Asked on", lambda c: c.asked_on, "asked_on", "day"),
        Column("Due by", lambda c: c.due_on, "due_on", "day"),
        Column("Received on", lambda c: c.received_on, "received_on", "day"),
    ),
    filters=ContributionFilters,
    template="activities/contributions_index.html",
    related=("organisation", "activity"),
)


@guard("activities.contribution")
def contributions(request: SignedInRequest, asked: QuerySet[Any]) -> HttpResponse:
    return pages.listing(request, asked, CONTRIBUTIONS)


@guard(
    "activities.contribution",
    related=("activity__board", "activity__case_file__key", "organisation", "person"),
)
def contribution(request: SignedInRequest, asked: Contribution) -> HttpResponse:
    return pages.record(
        request,
        asked,
        "activities/contribution.html",
        standing=standing(asked),
        files=asked.files.select_related("key"),
        told=queries.told(asked) if asked.state == Contribution.State.ASKED else [],
        strands=[Strand("What it is for", purpose_of(asked, request.user))],
    )


def purpose_of(asked: Contribution, user: User) -> list[Link]:
    """The activity, unless it is closed to an organisation no longer asked."""
    activity, gone = asked.activity, asked.state == Contribution.State.WITHDRAWN
    if gone and not can(user, "view", activity):
        return []
    return [Link(str(activity), activity.get_absolute_url())]


# --- A person's calendar ----------------------------------------------------------------


def feed_of(request: SignedInRequest) -> CalendarFeed | None:
    return request.user.calendar_feeds.filter(revoked_at=None).first()


@signed_in
def calendar(request: SignedInRequest) -> HttpResponse:
    return render(request, "activities/calendar.html", {"feed": feed_of(request)})


@signed_in
@require_POST
def make_calendar(request: SignedInRequest) -> HttpResponse:
    """Show the new address this once: only its digest is kept."""
    secret = workflow.make_calendar(by=request.user)
    address = settings.SITE_ADDRESS + reverse("activities:feed", args=[secret])
    context = {"feed": feed_of(request), "address": address}
    return render(request, "activities/calendar.html", context)


@signed_in
@require_POST
def revoke_calendar(request: SignedInRequest) -> HttpResponse:
    if workflow.revoke_calendar(by=request.user):
        messages.success(request, "Revoked. The old address shows nothing any more.")
    return redirect("activities:calendar")


BEHIND, AHEAD = timedelta(days=92), timedelta(days=400)


@public
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Her dates for whoever holds the address; any other address answers alike."""
    owner = queries.owner_of(secret)
    if owner is None:
        raise Http404
    today = timezone.localdate()
    with acting(owner):
        dates = queries.dates_of(owner, today - BEHIND, today + AHEAD)
    return HttpResponse(exports.ics(dates), content_type="text/calendar")
