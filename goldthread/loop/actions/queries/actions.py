"""Whose an action is, where it comes from, when it is late, and what the paper says."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from goldthread.base.access.table import visible
from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role
from goldthread.loop.actions import rules
from goldthread.loop.actions.models import (
    Action,
    ActionQuerySet,
    Programme,
    Recommendation,
)
from goldthread.loop.activities.queries import OF_AGENCY, people_for
from goldthread.loop.activities.rules import Dated, remindable, reminder
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Theme

# --- People -----------------------------------------------------------------------------


def owners(action: Action) -> list[User]:
    """Who hears about an action: its person, or the organisation's leads if none."""
    people = people_for(action.organisation_id)
    if action.person and people.filter(pk=action.person.pk).exists():
        return [action.person]
    return list(people_for(action.organisation_id, Role.AGENCY_LEAD))


def may_do(person: User, roles: QuerySet[Appointment]) -> Q:
    """The actions that somebody with these roles may have: of her organisations."""
    acting = roles.filter(role__in=OF_AGENCY)
    return Q(organisation__in=acting.values("organisation"))


# --- What she may choose from, in one statement -----------------------------------------

CHOSEN = ("board", "programme", "theme")


def choices(user: User) -> dict[str, list[tuple[str, str]]]:
    """The boards, programmes and themes of her filters, by name."""
    every: tuple[QuerySet[Any], ...] = (
        visible(Board, user),
        Programme.objects.visible_to(user),
        Theme.objects.visible_to(user),
    )
    first, *others = (
        records.order_by().values_list(Value(kind), Cast("name", TextField()), "pk")
        for kind, records in zip(CHOSEN, every, strict=True)
    )
    found = {kind: [("", "All")] for kind in CHOSEN}
    for kind, name, pk in sorted(first.union(*others, all=True)):
        found[kind].append((str(pk), name))
    return found


def board_choices(user: User) -> list[tuple[str, str]]:
    boards = visible(Board, user).values_list("pk", "name")
    return [("", "All"), *((str(pk), name) for pk, name in boards)]


def people_of_partners(board: Board) -> QuerySet[User]:
    """The leads and contributors of the board's partners, each with hers as `where`."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), role__in=OF_AGENCY, organisation__boards=board
    )
    return (
        User.objects.filter(Exists(held), is_active=True)
        .annotate(where=Subquery(held.values("organisation__name")[:1]))
        .order_by("where", "name")
    )


# --- A record with all that its page says -----------------------------------------------


def whole(action: Action, user: User) -> Action:
    """The action with everything its page names, in one statement."""
    related = (
        "board",
        "organisation",
        "person",
        "programme",
        "raised_by",
        "verified_by",
    )
    return (
        Action.objects.select_related(*related)
        .select_related("recommendation__theme", "recommendation__finding")
        .annotate(**_readable(user, "recommendation__"))
        .get(pk=action.pk)
    )


def whole_recommendation(recommendation: Recommendation, user: User) -> Recommendation:
    return (
        Recommendation.objects.select_related("board", "theme", "finding", "made_by")
        .annotate(**_readable(user))
        .get(pk=recommendation.pk)
    )


def _readable(user: User, path: str = "") -> dict[str, Exists]:
    """Whether she may read the theme and the finding behind a record."""
    themes, findings = Theme.objects.visible_to(user), Finding.objects.visible_to(user)
    return {
        "reads_theme": Exists(themes.filter(pk=OuterRef(f"{path}theme"))),
        "reads_finding": Exists(findings.filter(pk=OuterRef(f"{path}finding"))),
    }


def origins(
    recommendation: Recommendation, *, reads_finding: bool, reads_theme: bool
) -> list[tuple[str, Theme | Finding]]:
    """The finding and the theme it comes from, as far as she may read them."""
    found: list[tuple[str, Theme | Finding]] = []
    if reads_finding and recommendation.finding:
        found.append(("Finding", recommendation.finding))
    if reads_theme and recommendation.theme:
        found.append(("Theme", recommendation.theme))
    return found


def became(
    of_action: Q, of_recommendation: Q, user: User
) -> tuple[list[Action], list[Recommendation]]:
    """The actions, and the recommendations without any, that she may read.

    In one statement: as much of each as its link says.
    """
    done = Action.objects.visible_to(user).filter(of_action).order_by()
    said = Recommendation.objects.visible_to(user).filter(
        of_recommendation, actions=None
    )
    title, state = Cast("title", TextField()), Cast("state", TextField())
    rows = done.values_list(Value(1), "pk", title, state, "due_on").union(
        said.order_by().values_list(Value(0), "pk", "text", Value(""), "made_on"),
        all=True,
    )
    actions, idle = [], []
    for is_action, pk, words, stands, on in sorted(rows, key=itemgetter(4, 1)):
        if is_action:
            actions.append(Action(pk=pk, title=words, state=stands, due_on=on))
        else:
            idle.append(Recommendation(pk=pk, text=words, made_on=on))
    return actions, idle[::-1]


# --- What falls due ---------------------------------------------------------------------


def reminders_on(on: date) -> Iterator[tuple[Action, int]]:
    """The actions whose owner is reminded today, and which reminder each is due."""
    owed = Action.objects.owed().filter(due_on__in=remindable(on))
    for action in owed.select_related("organisation", "board"):
        offset = reminder(asked_on=action.raised_on, due_on=action.due_on, on=on)
        if offset is not None:
            yield action, offset


def to_escalate(on: date) -> ActionQuerySet:
    """Unfinished, and further overdue than anybody has yet been told."""
    first = on - timedelta(days=rules.ESCALATE_AFTER_DAYS)
    second = on - timedelta(days=rules.NAME_AFTER_DAYS)
    return Action.objects.unfinished().filter(
        Q(due_on__lt=first, escalation__lt=rules.TO_CHAIR)
        | Q(due_on__lt=second, escalation__lt=rules.IN_PAPER)
    )


def action_dates(user: User, since: date, until: date) -> Iterator[Dated]:
    """The days by which she, or the organisations that she leads, finish actions."""
    leads = Appointment.objects.current().filter(person=user, role=Role.AGENCY_LEAD)
    hers = Q(person=user) | Q(organisation__in=leads.values("organisation"))
    owed = Action.objects.visible_to(user).owed().filter(hers)
    for action in owed.filter(due_on__range=(since, until)):
        yield Dated(
            uid=f"action-{action.pk}",
            on=action.due_on,
            words=f"{action.reference}: due",
            url=action.get_absolute_url(),
        )


# --- Lists ------------------------------------------------------------------------------


def standing(
    actions: Any, *, overdue_on: date | None = None, escalated: str = ""
) -> ActionQuerySet:
    """Of these, those overdue on a day, and those escalated or named in the paper."""
    found: ActionQuerySet = actions
    if overdue_on:
        found = found.overdue(on=overdue_on)
    if escalated:
        found = found.escalated()
    if escalated == "paper":
        found = found.filter(escalation=rules.IN_PAPER)
    return found


def with_progress(programmes: QuerySet[Programme], user: User) -> QuerySet[Programme]:
    """Of each programme's standing actions that she may see, how many are verified."""
    seen = Q(actions__in=Action.objects.visible_to(user))
    verified = Q(actions__state=Action.State.VERIFIED)
    standing = ~Q(actions__state=Action.State.WITHDRAWN)
    return programmes.annotate(
        standing=Count("actions", filter=seen & standing),
        verified=Count("actions", filter=seen & verified),
    ).order_by("name", "pk")
