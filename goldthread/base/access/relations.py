"""How a person can stand to a record. Each relation is a condition that SQL decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Field, ForeignObject, Lookup, Q, QuerySet
from django.db.models.expressions import RawSQL

from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role

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


# What follows is asked in every statement that reads for somebody, and several times in
# most. So it is written in SQL: Django takes longer to build it than PostgreSQL to answer.
# As an array it is looked up once, and an index finds the records of the places in it.


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """`board__among=` an array: like `__in`, but an index serves it inside an OR."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, before = self.process_lhs(compiler, connection)
        right, after = self.process_rhs(compiler, connection)
        return f"{left} = ANY {right}", [*before, *after]


# By the database's own day, as in `AppointmentQuerySet.current`.
TODAY = f"(statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date"
HELD = f"""FROM people_appointment held
WHERE held.person_id = %s AND held.role = ANY(%s)
AND held.since <= {TODAY} AND (held.until IS NULL OR held.until >= {TODAY})"""
BOARDS = f"""ARRAY(SELECT held.board_id {HELD} AND held.board_id IS NOT NULL UNION
SELECT board_id FROM people_group_boards WHERE group_id IN (SELECT held.group_id {HELD}))
"""  # noqa: S608  nothing from outside is in these words
PARTNER_BOARDS = f"""ARRAY(SELECT board_id FROM people_board_partners
WHERE organisation_id IN (SELECT held.organisation_id {HELD}))"""  # noqa: S608
ORGANISATIONS = f"""ARRAY(SELECT held.organisation_id {HELD}
AND held.organisation_id IS NOT NULL)"""
GROUPS = f"ARRAY(SELECT held.group_id {HELD} AND held.group_id IS NOT NULL)"
ANYWHERE = f"EXISTS (SELECT {HELD})"


def _sql(words: str, user: User, roles: Roles, field: Field | None = None) -> RawSQL:
    given = [user.pk, sorted(roles)] * words.count(HELD)
    return RawSQL(words, given, field)  # noqa: S611  the words are those above


def _among(path: str, words: str, user: User, roles: Roles) -> Q:
    return Q(**{f"{path}__among": _sql(words, user, roles)})


def _holds(user: User, roles: Roles) -> Q:
    return Q(_sql(ANYWHERE, user, roles, BooleanField()))


def boards_of(user: User, roles: Roles) -> QuerySet[Board]:
    """The boards where she holds one of these roles, herself or through a group."""
    return Board.objects.filter(_among("pk", BOARDS, user, roles))


def at_board(path: str) -> Relation:
    """She holds the role there herself, or through a group of the board."""
    return Relation(
        "on her board",
        lambda user, roles: _among(path, BOARDS, user, roles),
        (path,),
    )


def at_partner_board(path: str) -> Relation:
    """The record's board is one that her organisation works with."""
    return Relation(
        "on a board her organisation works with",
        lambda user, roles: _among(path, PARTNER_BOARDS, user, roles),
        (path,),
    )


def own_agency(path: str) -> Relation:
    return Relation(
        "of her own organisation",
        lambda user, roles: _among(path, ORGANISATIONS, user, roles),
        (path,),
    )


def other_agency(path: str) -> Relation:
    """Nobody marks her own organisation's work, whatever role she holds there."""
    return Relation(
        "of another organisation than hers",
        lambda user, roles: ~_among(path, ORGANISATIONS, user, frozenset(Role)),
        (path,),
    )


def in_group(path: str) -> Relation:
    return Relation(
        "of her group",
        lambda user, roles: _among(path, GROUPS, user, roles),
        (path,),
    )


def named(path: str) -> Relation:
    """She herself stands on the record (for as long as she holds the role)."""
    return Relation(
        "that names her",
        lambda user, roles: Q(**{path: user.pk}) & _holds(user, roles),
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


anywhere = Relation("everywhere", _holds)
