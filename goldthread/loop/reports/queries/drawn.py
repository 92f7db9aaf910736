"""What of the loop belongs into the paper of a period. Nothing restricted."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from goldthread.base.people.models import Board, Organisation
from goldthread.loop.actions.models import Action, Decision
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme

State = Action.State


def learned(board: Board, *, since: date, until: date) -> QuerySet[Finding]:
    """What the board learned: found in the period, first recorded, or opened in it.

    A finding counts as found in the period if any day its date can mean lies in it.
    What is restricted and not released is left out, whoever draws the paper; it is
    told in the period in which it is released, or its activity opened to the board.
    """
    days = (since, until)
    found = Q(earliest__lte=until, latest__gte=since)
    recorded = Q(recorded_at__date__range=days)
    released = Q(of_restricted=True, released_at__date__range=days)
    opened = Q(activity__opened_at__date__range=days) & (
        Q(released_at=None) | Q(released_at__gte=F("activity__opened_at"))
    )
    readable = Q(of_restricted=False) | Q(state=Finding.State.RELEASED)
    shared = Q(activity__among=ArraySubquery(board.shared_activities.values("pk")))
    return (
        Finding.objects.standing()
        .filter(Q(board=board) | shared)
        .filter(found | recorded | released | opened)
        .filter(readable)
        .select_related("activity")
        .only(*TOLD, "state", "recorded_at", *(f"activity__{part}" for part in TOLD_OF))
        .annotate(agencies=_names(Organisation.objects.all()))
        .annotate(in_themes=_names(Theme.objects.filter(board=board)))
        .order_by("way", "pk")
    )


# What a paper says of a finding in its own words, and of the activity it came from.
TOLD = (
    "id",
    "reference",
    "kind",
    "text",
    "meaning",
    "method",
    "number",
    "written",
    "about_everyone",
    "earliest",
    "latest",
    "help_stage",
    "characteristics",
)
TOLD_OF = ("way", "title", "area", "restricted")
TOLD_OF_ACTION = (
    "title",
    "raised_on",
    "due_on",
    "success_measure",
    "state",
    "verified_on",
    "escalated_at",
    "organisation__name",
    "person__name",
    "recommendation__theme__name",
    "recommendation__finding__text",
    "recommendation__finding__state",
    "recommendation__finding__of_restricted",
)


def _names(records: QuerySet[Any]) -> ArraySubquery:
    """The names of those that a finding is about or in: a paper has hundreds."""
    of_finding = records.filter(findings=OuterRef("pk"))
    return ArraySubquery(of_finding.order_by("name").values("name"))


def looked(board: Board, *, since: date, until: date) -> QuerySet[Activity]:
    """What was reported in the period or is under way, line by line; nothing restricted."""
    shared = Q(pk__in=board.shared_activities.values("pk"))
    going_on = Q(state=Activity.State.UNDER_WAY) & (
        Q(starts_on=None) | Q(starts_on__lte=until)
    )
    return (
        Activity.objects.filter(Q(board=board) | shared, restricted=False)
        .filter(Q(reported_on__range=(since, until)) | going_on)
        .select_related("line", "lead_group", "lead")
        .order_by("line__position", "way", "pk")
    )


def arising(board: Board, *, since: date, until: date) -> QuerySet[Action]:
    """Actions raised in the period, and all of before that were unfinished as it began.

    Each knows the day on which it was withdrawn (`withdrawn_on`), if it was.
    """
    raised = Q(raised_on__gte=since)
    unfinished = ~Q(state__in=(State.VERIFIED, State.WITHDRAWN))
    finished = Q(state=State.VERIFIED, verified_on__gte=since) | Q(
        state=State.WITHDRAWN, withdrawn_on__gte=since
    )
    withdrawn = Decision.objects.filter(
        action=OuterRef("pk"), kind=Decision.Kind.WITHDRAWN
    ).order_by("-pk")
    return (
        Action.objects.annotate(
            withdrawn_on=Subquery(withdrawn.values("decided_on")[:1])
        )
        .filter(raised | unfinished | finished, board=board, raised_on__lte=until)
        .select_related("organisation", "person", "recommendation__theme")
        .select_related("recommendation__finding")
        .only(*TOLD_OF_ACTION)
        .order_by("due_on", "pk")
    )
