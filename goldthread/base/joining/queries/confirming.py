"""Which memberships of groups wait to be confirmed, and who may confirm them."""

from datetime import date

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from goldthread.base.access.table import visible
from goldthread.base.joining.queries.giving import acting
from goldthread.base.people.models import (
    Appointment,
    AppointmentQuerySet,
    Board,
    Group,
    User,
)
from goldthread.base.people.rules import REMINDED_BEFORE, Role

NEVER = date(1, 1, 1)  # was never confirmed


def members_of(group: Group) -> AppointmentQuerySet:
    """Everybody who belongs to it, suspended or not."""
    held: AppointmentQuerySet = group.appointments.all()
    return held.standing().select_related("person").order_by("person__name", "pk")


def confirmable(group: Group, by: User) -> QuerySet[Appointment]:
    """Those of its memberships that this person may confirm."""
    return visible(members_of(group), by, "confirm_membership")


def _waiting(until: date) -> Q:
    return Q(confirmed_until=None) | Q(confirmed_until__lte=until)


def groups_to_confirm(until: date) -> list[tuple[Group, date | None]]:
    """Groups in which a membership lapses by this day, with the first such day."""
    waiting = Appointment.objects.standing().filter(
        _waiting(until), group__isnull=False, person__is_active=True
    )
    days = waiting.values("group").annotate(
        first=Min(Coalesce("confirmed_until", NEVER))
    )
    first = dict(days.values_list("group", "first"))
    return [
        (group, None if first[group.pk] == NEVER else first[group.pk])
        for group in Group.objects.filter(pk__in=first)
    ]


def confirming(group: Group) -> QuerySet[User]:
    """Who is asked: the board teams and chairs of its boards."""
    boards = Board.objects.filter(groups=group)
    asked = [acting(r, board__in=boards) for r in (Role.BOARD_TEAM, Role.CHAIR)]
    return User.objects.filter(Q(pk__in=asked[0]) | Q(pk__in=asked[1]))


def groups_for(user: User, *, on: date) -> QuerySet[Group]:
    """Groups with a membership that she may confirm and that lapses soon, or has.

    Each with `lapses_on`: the first day after which a member sees nothing of it.
    """
    soon = visible(Appointment.objects.standing(), user, "confirm_membership").filter(
        _waiting(on + REMINDED_BEFORE)
    )
    first = soon.filter(group=OuterRef("pk")).order_by("confirmed_until")
    return Group.objects.filter(pk__in=soon.order_by().values("group")).annotate(
        lapses_on=Subquery(first.values("confirmed_until")[:1])
    )
