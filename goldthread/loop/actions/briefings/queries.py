"""How far briefings have gone, and what of the learning nobody has been told."""

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from goldthread.base.govuk.rules import Link, Strand, fraction
from goldthread.base.people.models import Board, User
from goldthread.loop.actions.briefings.models import Briefing, Reach, Reading
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings.models import Finding

TOLD = Briefing.State.TOLD
OFFERED = 50  # released findings that a form offers


def with_reach(briefings: QuerySet[Briefing]) -> QuerySet[Any]:
    """Each with how many organisations were told and passed it on, and whom it reached."""
    asked = (
        Contribution.objects.filter(activity=OuterRef("pk"))
        .exclude(state=Contribution.State.WITHDRAWN)
        .order_by()
        .values("activity")
    )
    received = Q(state=Contribution.State.RECEIVED)
    reached = (
        Reach.objects.filter(contribution__activity=OuterRef("pk"))
        .order_by()
        .values("contribution__activity")
    )
    read = Reading.objects.filter(briefing=OuterRef("pk")).order_by().values("briefing")
    return briefings.annotate(
        organisations=_number(asked.annotate(n=Count("pk"))),
        passed_on=_number(asked.annotate(n=Count("pk", filter=received))),
        reached=_number(reached.annotate(n=Sum("reached"))),
        read_here=_number(read.annotate(n=Count("pk"))),
    )


def _number(grouped: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.values("n")), 0, output_field=IntegerField())


def told_between(board: Board, *, since: date, until: date) -> QuerySet[Any]:
    """What practitioners were told in a period."""
    briefings = Briefing.objects.filter(
        activity__board=board,
        activity__restricted=False,
        state=TOLD,
        told_on__range=(since, until),
    )
    return with_reach(briefings).select_related("activity").order_by("told_on", "pk")


def untold(board: Board) -> QuerySet[Finding]:
    """Released, and in no briefing that practitioners were told."""
    told = Briefing.objects.filter(state=TOLD, activity__board=board)
    released = Finding.objects.filter(board=board, state=Finding.State.RELEASED)
    return released.exclude(pk__in=told.values("findings"))


def offered(board: Board, briefing: Briefing | None) -> QuerySet[Finding]:
    """The newest of those that nobody was told, and what the briefing holds already."""
    newest = untold(board).order_by("-released_at", "-pk").values("pk")[:OFFERED]
    mine = briefing.findings.values("pk") if briefing else Finding.objects.none()
    released = Finding.objects.filter(board=board, state=Finding.State.RELEASED)
    return released.filter(
        Q(pk__in=list(newest.values_list("pk", flat=True)))
        | Q(pk__in=mine.values("pk"))
    )


def passed_on(briefing: Briefing, user: User) -> QuerySet[Contribution]:
    """What came of it, organisation by organisation, as far as she may see that."""
    asked = Contribution.objects.visible_to(user).filter(activity=briefing.pk)
    return asked.select_related(
        "organisation", "reach", "activity__case_file__key"
    ).order_by("organisation__name")


# --- Links from elsewhere ---------------------------------------------------------------


def link_to_briefings(board: Board) -> tuple[str, str]:
    return "Briefings", f"{reverse('briefings:index')}?board={board.pk}"


def briefings_of(finding: Finding, user: User) -> Strand:
    """Where practitioners are told of a finding."""
    found = Briefing.objects.visible_to(user).filter(findings=finding)
    links = [
        Link(str(each), each.get_absolute_url(), note=each.get_state_display())
        for each in found.select_related("activity")
    ]
    return Strand("What practitioners are told", links)


def briefing_of(activity: Activity, user: User) -> Strand:
    """From the activity by which it is passed on to the briefing itself."""
    found = Briefing.objects.visible_to(user).filter(pk=activity.pk)
    links = [Link("The briefing", each.get_absolute_url()) for each in found]
    return Strand("What practitioners are told", links)


def reach_words(briefing: Any) -> str:
    """'3 of 4 (75%)' organisations, for lists and papers."""
    return fraction(briefing.passed_on, briefing.organisations)


def reach_of(briefing: Briefing) -> Any:
    """The briefing once more, with how far it has gone."""
    return with_reach(Briefing.objects.filter(pk=briefing.pk)).get()
