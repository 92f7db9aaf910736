"""What a page shows of activities, what is owed, and the year ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from goldthread.base.access.table import visible
from goldthread.base.govuk.rules import Link, Strand, fraction
from goldthread.base.people.models import (
    Board,
    Organisation,
    User,
)
from goldthread.loop.activities import rules
from goldthread.loop.activities.models import (
    Activity,
    Contribution,
)
from goldthread.loop.plan.models import Adoption, Intention, Line
from goldthread.loop.plan.queries import edition_of, framework_now


def whole(activity: Activity, user: User) -> Activity:
    """The activity with all that its own page says to this person, in one statement."""
    related = ("board", "line", "intention__year", "lead_group", "lead")
    return (
        Activity.objects.select_related(*related)
        .annotate(
            boards_too=_names(Board.objects.filter(shared_activities=OuterRef("pk"))),
            sees_line=_among(Line.objects.visible_to(user), "line"),
            sees_intention=_among(Intention.objects.visible_to(user), "intention"),
        )
        .get(pk=activity.pk)
    )


def _names(records: QuerySet[Any]) -> ArraySubquery:
    return ArraySubquery(records.values("name"))


def _among(records: QuerySet[Any], field: str) -> Exists:
    return Exists(records.filter(pk=OuterRef(field)))


def with_contributions(
    activities: QuerySet[Activity], user: User
) -> QuerySet[Activity]:
    """Each with what was asked for it, as far as she may see that, in `asked`."""
    asked = Contribution.objects.visible_to(user).exclude(
        state=Contribution.State.WITHDRAWN
    )
    return activities.prefetch_related(
        Prefetch("contributions", asked, to_attr="asked")
    )


def link_to_activities(board: Board) -> tuple[str, str]:
    return "Activities", f"{reverse('activities:index')}?board={board.pk}"


def link_to_year_ahead(board: Board) -> tuple[str, str]:
    return "What is due in the year ahead", reverse(
        "activities:year_ahead", args=[board.slug]
    )


def unheld(found: QuerySet[Activity], user: User) -> QuerySet[Activity]:
    """What nobody holds, and of each whether she may entrust it to a colleague."""
    hers = visible(Activity, user, "entrust").filter(pk=OuterRef("pk"))
    told = found.select_related("board", "lead_group").order_by("pk")
    return told.annotate(entrusts=Exists(hers))


def link_to_unheld(board: Board) -> tuple[str, str]:
    return "Restricted work that nobody holds", reverse("activities:unheld")


def link_to_contributions(organisation: Organisation) -> tuple[str, str]:
    here = f"{reverse('activities:contributions')}?organisation={organisation.pk}"
    return "Contributions asked of it", here


def line_for(board: Board, way: str, *, on: date) -> Line | None:
    """The line by which the board learns in this way on a day, the plainest first."""
    by = Adoption.objects.during(board, starts_on=on, ends_on=on).values("framework")
    lines = Line.objects.filter(framework=by[:1]).kept(on=on)
    ours = lines.filter(Q(way=way) | Q(also__contains=[way]))
    return min(ours, key=lambda line: (line.way != way, len(line.also)), default=None)


def asked_of_a_review(activity: Activity, *, on: date) -> list[str]:
    """How the board's framework wants reviews to be conducted, statement by statement.

    What a review has said already it goes on saying, whatever framework came since.
    """
    if activity.conduct:
        return [each["asked"] for each in activity.conduct]
    line = activity.line
    framework = line.framework if line else framework_now(activity.board, on=on)
    edition = edition_of(framework) if framework else None
    return [statement.text for statement in edition.reviews] if edition else []


FEW = 10  # activities named in a thread; the list has them all


def activities_of_intention(intention: Intention, user: User) -> Strand:
    return _strand(Activity.objects.visible_to(user).filter(intention=intention))


def activities_of_line(line: Line, user: User) -> Strand:
    return _strand(Activity.objects.visible_to(user).filter(line=line))


def _strand(activities: QuerySet[Activity]) -> Strand:
    found = [
        Link(str(each), each.get_absolute_url(), note=each.get_state_display())
        for each in activities[:FEW]
    ]
    return Strand("What was done", found)


def reminders_on(on: date) -> Iterator[tuple[Contribution, int]]:
    """The contributions to remind somebody of today, and which reminder each is due."""
    owed = Contribution.objects.outstanding().filter(due_on__in=rules.remindable(on))
    for contribution in owed.select_related("activity", "organisation"):
        offset = rules.reminder(
            asked_on=contribution.asked_on,
            due_on=contribution.due_on,
            on=on,
            way=contribution.activity.way,
        )
        if offset is not None:
            yield contribution, offset


@dataclass(frozen=True)
class Due:
    """One thing on the board's year: the day, what, who has it, and where to read it."""

    on: date
    words: str
    who: str
    url: str


def year_ahead(user: User, board: Board, since: date, until: date) -> list[Due]:
    """What of the board's activities falls in these days, as far as she may see it.

    What several organisations are asked for by the same day is one thing due.
    """
    mine = Activity.objects.visible_to(user).filter(
        Q(board=board)
        | Q(
            pk__in=Activity.shared_with.through.objects.filter(board=board).values(
                "activity"
            )
        )
    )
    ends = mine.filter(ends_on__range=(since, until)).order_by("ends_on")
    ends = ends.exclude(state=Activity.State.CALLED_OFF)
    asked = (
        Contribution.objects.visible_to(user)
        .filter(activity__in=mine.values("pk"), due_on__range=(since, until))
        .exclude(state=Contribution.State.WITHDRAWN)
        .values("activity", "activity__title", "what", "due_on")
        .annotate(
            asked=Count("pk"),
            received=Count("pk", filter=Q(state=Contribution.State.RECEIVED)),
            first=Min("organisation__name"),
        )
        .order_by("due_on")
    )
    led = ends.select_related("lead_group", "lead")
    found = [*map(_end, led), *map(_due, asked)]
    return sorted(found, key=lambda due: due.on)


def _end(activity: Activity) -> Due:
    return Due(
        on=activity.ends_on,  # type: ignore[arg-type]  # filtered by it
        words=f"{activity}: ends",
        who=str(activity.lead_group or activity.lead or "Nobody leads it yet"),
        url=activity.get_absolute_url(),
    )


def _due(row: dict[str, Any]) -> Due:
    return Due(
        on=row["due_on"],
        words=f"{row['activity__title']}: {row['what']}",
        who=_whom(row),
        url=reverse("activities:show", args=[row["activity"]]),
    )


def _whom(row: dict[str, Any]) -> str:
    asked, received = row["asked"], row["received"]
    if asked == 1:
        return f"{row['first']}: {'received' if received else 'not yet received'}"
    return f"{asked} organisations: {fraction(received, asked)} received"
