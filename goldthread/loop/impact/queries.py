"""Reads that span tables: who may check, what has been shown, and what falls due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from goldthread.base.access.table import can
from goldthread.base.people.models import Appointment, Board, Group, User
from goldthread.base.people.rules import Role
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.rules import Dated, remindable, reminder
from goldthread.loop.impact import rules
from goldthread.loop.impact.models import Check, CheckQuerySet, Conclusion
from goldthread.loop.impact.rules import EMBEDDED
from goldthread.loop.plan.models import Intention, Year
from goldthread.loop.themes.models import Theme

CHECKING = (Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER)
Subject = Action | Theme


# --- What came after a theme -------------------------------------------------------------


@dataclass(frozen=True)
class After:
    """Its checks, what was concluded of it, and the plans it went into."""

    checks: Sequence[Check]
    conclusions: Sequence[Conclusion]
    intentions: Sequence[Intention]


def after(theme: Theme, user: User) -> After:
    """What of it she may read, in one statement: as much of each as its link says."""
    checks = Check.objects.visible_to(user).filter(theme=theme)
    concluded = Conclusion.objects.filter(theme=theme)
    intended = Intention.objects.visible_to(user).filter(carried_from__theme=theme)
    none, no_day = Value(""), Value(None, DateField())
    parts: tuple[tuple[Any, ...], ...] = (
        (checks, "judgement", "state", "method", "checked_on", "due_on"),
        (concluded, "kind", none, "text", no_day, "concluded_on"),
        (intended, none, none, "title", no_day, "due_on"),
    )
    first, *others = (
        records.order_by().values_list(
            Value(turn), "pk", *(Cast(text, TextField()) for text in (a, b, c)), *days
        )
        for turn, (records, a, b, c, *days) in enumerate(parts)
    )
    found: tuple[list[Any], ...] = ([], [], [])
    rows = first.union(*others, all=True)
    for turn, pk, said, state, words, on, by in sorted(rows, key=_latest_first):
        made = (
            Check(
                pk=pk,
                judgement=said,
                state=state,
                method=words,
                checked_on=on,
                due_on=by,
            ),
            Conclusion(pk=pk, kind=said, text=words, concluded_on=by),
            Intention(pk=pk, title=words, due_on=by),
        )
        found[turn].append(made[turn])
    return After(*found)


def _latest_first(row: Sequence[Any]) -> tuple[int, int]:
    *_, by = row
    return -(by or date.max).toordinal(), -row[1]


# --- Who may check ----------------------------------------------------------------------


def actions_of(subject: Subject) -> QuerySet[Action]:
    """The actions that whoever checks this must not own."""
    if isinstance(subject, Action):
        return Action.objects.filter(pk=subject.pk)
    return Action.objects.filter(recommendation__theme=subject.pk)


def checkers(subject: Subject) -> QuerySet[User]:
    """The board's people who own none of it, nor belong to an organisation that does."""
    held = Appointment.objects.current().filter(person=OuterRef("pk"))
    groups = Group.boards.through.objects.filter(board=subject.board_id).values("group")
    here = held.filter(role__in=CHECKING).filter(
        Q(board=subject.board_id) | Q(group__in=groups)
    )
    owned = actions_of(subject)
    owners = held.filter(organisation__in=owned.values("organisation"))
    return User.objects.filter(
        Exists(here),
        ~Exists(owners),
        ~Exists(owned.filter(person=OuterRef("pk"))),
        is_active=True,
    )


def may_check(person: User, roles: QuerySet[Appointment]) -> Q:
    """The checks that somebody with these roles may make: nothing of her own."""
    checking = roles.filter(role__in=CHECKING)
    boards = Board.objects.filter(
        Q(appointments__in=checking) | Q(groups__appointments__in=checking)
    )
    employed = roles.filter(organisation__isnull=False).values("organisation")
    owned = Action.objects.filter(Q(organisation__in=employed) | Q(person=person.pk))
    of_her_theme = owned.filter(recommendation__theme=OuterRef("theme"))
    return (
        Q(board__in=boards.order_by().values("pk"))
        & (Q(action=None) | ~Q(action__in=owned.order_by().values("pk")))
        & ~Q(Exists(of_her_theme))
    )


# --- What has been shown ----------------------------------------------------------------


def _latest_of_action(made: CheckQuerySet) -> Subquery:
    """The judgement of the latest of these checks, inside a query of verified actions.

    One made before the action was last verified judged what has been reopened since.
    """
    made = made.filter(action=OuterRef("pk"), checked_on__gte=OuterRef("verified_on"))
    return Subquery(made.order_by("-checked_on", "-pk").values("judgement")[:1])


def reopened_on(theme: Theme) -> date | None:
    """The day it was last opened again: what was seen before that did not last."""
    kind = Conclusion.Kind.REOPENED
    days = theme.conclusions.filter(kind=kind).values_list("concluded_on", flat=True)
    return days.order_by("-pk").first()


def shown(theme: Theme, *, since: date | None = None) -> tuple[str, list[str]]:
    """The latest judgement of the theme, and of each of its verified actions."""
    made = Check.objects.done()
    if since:
        made = made.filter(checked_on__gte=since)
    own = made.filter(theme=theme).order_by("-checked_on", "-pk")
    verified = Action.objects.filter(
        recommendation__theme=theme, state=Action.State.VERIFIED
    )
    judged = verified.annotate(judged=_latest_of_action(made))
    return (
        own.values_list("judgement", flat=True).first() or "",
        [judgement or "" for judgement in judged.values_list("judged", flat=True)],
    )


def missing(theme: Theme) -> str:
    """Why a theme may not close yet, and what to do; empty if it may."""
    since = reopened_on(theme)
    return rules.missing(*shown(theme, since=since), since=since)


def progress(actions: QuerySet[Action]) -> dict[str, int]:
    """Of these, how many are verified complete, of those checked, of those embedded."""
    verified = actions.filter(state=Action.State.VERIFIED).order_by()
    return verified.annotate(judged=_latest_of_action(Check.objects.done())).aggregate(
        verified=Count("pk"),
        checked=Count("pk", filter=Q(judged__isnull=False)),
        embedded=Count("pk", filter=Q(judged=EMBEDDED)),
    )


# --- A record with all that its page says -----------------------------------------------


def whole(check: Check) -> Check:
    """The check with everything its page names, in one statement."""
    related = ("board", "checker", "action__organisation", "theme", "follows")
    return Check.objects.select_related(*related, "followed_by").get(pk=check.pk)


def readable_subject(check: Check, user: User) -> Subject | None:
    """What it is a check of, if she may read that."""
    subject = check.subject
    return subject if subject and can(user, "view", subject) else None


# --- For the board's paper --------------------------------------------------------------


def impact_between(board: Board, since: date, until: date) -> CheckQuerySet:
    """The checks made in these days."""
    made = Check.objects.done().filter(board=board, checked_on__range=(since, until))
    return made.select_related("action", "theme", "checker").order_by(
        "checked_on", "pk"
    )


# --- What falls due ---------------------------------------------------------------------


def later_years(board: Board, *, on: date) -> QuerySet[Year]:
    """The plan years that have not begun."""
    return Year.objects.filter(board=board, starts_on__gt=on).order_by("starts_on")


def reminders_on(on: date) -> Iterator[tuple[Check, int]]:
    """The checks whose checker is reminded today, and which reminder each is due."""
    due = Check.objects.planned().filter(due_on__in=remindable(on))
    due = due.exclude(checker=None)
    for check in due.select_related("checker", "board"):
        offset = reminder(asked_on=check.planned_on, due_on=check.due_on, on=on)
        if offset is not None:
            yield check, offset


def check_dates(user: User, since: date, until: date) -> Iterator[Dated]:
    """The days by which she looks whether something made a difference."""
    mine = Check.objects.visible_to(user).planned().filter(checker=user)
    for check in mine.filter(due_on__range=(since, until)):
        yield Dated(
            uid=f"check-{check.pk}",
            on=check.due_on,
            words=f"{check.reference}: impact check due",
            url=check.get_absolute_url(),
        )
