"""How a person can stand to a record. Each relation is a condition that SQL decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q, QuerySet

from goldthread.base.people.models import Appointment, Board, Group, User

Roles = frozenset[str]
Condition = Callable[[User, Roles], Q]


@dataclass(frozen=True)
class Relation:
    """Words for `docs/permissions.md`, and the condition they stand for."""

    words: str
    condition: Condition
    paths: tuple[str, ...] = ()

    def __and__(self, other: "Relation") -> "Relation":
        return Relation(
            f"{self.words}, {other.words}",
            lambda user, roles: (
                self.condition(user, roles) & other.condition(user, roles)
            ),
            self.paths + other.paths,
        )

    def __or__(self, other: "Relation") -> "Relation":
        """One row for what would be two: the condition is asked in one go."""
        return Relation(
            f"{self.words} or {other.words}",
            lambda user, roles: (
                self.condition(user, roles) | other.condition(user, roles)
            ),
            self.paths + other.paths,
        )


def held(user: User, roles: Roles) -> QuerySet[Appointment]:
    """The appointments in force that give this person one of these roles."""
    return Appointment.objects.current().filter(person=user.pk, role__in=roles)


def boards_of(user: User, roles: Roles) -> QuerySet[Board]:
    """The boards where she holds one of these roles, herself or through a group."""
    mine = held(user, roles)
    by_group = Group.boards.through.objects.filter(group__in=mine.values("group"))
    return Board.objects.filter(
        Q(pk__in=mine.values("board")) | Q(pk__in=by_group.values("board"))
    )


def at_board(path: str) -> Relation:
    return Relation(
        "on her board",
        lambda user, roles: Q(**{f"{path}__in": boards_of(user, roles).values("pk")}),
        (path,),
    )


def at_partner_board(path: str) -> Relation:
    """The record's board is one that her organisation works with."""
    return Relation(
        "on a board her organisation works with",
        lambda user, roles: Q(
            **{
                f"{path}__in": Board.partners.through.objects.filter(
                    organisation__in=held(user, roles).values("organisation")
                ).values("board")
            }
        ),
        (path,),
    )


def own_agency(path: str) -> Relation:
    return Relation(
        "of her own organisation",
        lambda user, roles: Q(
            **{f"{path}__in": held(user, roles).values("organisation")}
        ),
        (path,),
    )


def other_agency(path: str) -> Relation:
    """Nobody marks her own organisation's work, whatever role she holds there."""
    return Relation(
        "of another organisation than hers",
        lambda user, roles: (
            ~Q(
                **{
                    f"{path}__in": Appointment.objects.current()
                    .filter(person=user.pk, organisation__isnull=False)
                    .values("organisation")
                }
            )
        ),
        (path,),
    )


def in_group(path: str) -> Relation:
    return Relation(
        "of her group",
        lambda user, roles: Q(**{f"{path}__in": held(user, roles).values("group")}),
        (path,),
    )


def named(path: str) -> Relation:
    """She herself stands on the record (for as long as she holds the role)."""
    return Relation(
        "that names her",
        lambda user, roles: Q(**{path: user.pk}) & Q(Exists(held(user, roles))),
        (path,),
    )


def not_named(path: str) -> Relation:
    return Relation(
        "that somebody else stands on",
        lambda user, roles: ~Q(**{path: user.pk}) | Q(**{f"{path}__isnull": True}),
        (path,),
    )


def when(words: str, **lookups: Any) -> Relation:
    """Only while the record is so: `when("not restricted", restricted=False)`."""
    return Relation(words, lambda user, roles: Q(**lookups), tuple(lookups))


anywhere = Relation("everywhere", lambda user, roles: Q(Exists(held(user, roles))))
