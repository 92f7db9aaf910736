"""How a person can stand to a record. Each relation is a condition that SQL decides."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.db.models import BooleanField, Field, ForeignObject, Lookup, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import RawSQL

from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role

Roles = frozenset[str]
Condition = Callable[[User, Roles], Q]
Meets = Callable[[str], bool]  # whether following a path could meet many records


@dataclass(frozen=True)
class Relation:
    """Words for `docs/rules.md`, and the condition they stand for."""

    words: str
    condition: Condition
    paths: tuple[str, ...] = ()

    def __and__(self, other: "Relation") -> "Relation":
        return _both(self, other)

    def __or__(self, other: "Relation") -> "Relation":
        """One row for what would be two: the condition is asked in one go."""
        return _either(self, other)


# Each relation is made once, so that rows which ask the same are known to ask the same.


@cache
def _both(one: Relation, other: Relation) -> Relation:
    return Relation(
        f"{one.words}, {other.words}",
        lambda user, roles: one.condition(user, roles) & other.condition(user, roles),
        one.paths + other.paths,
    )


@cache
def _either(one: Relation, other: Relation) -> Relation:
    return Relation(
        f"{one.words} or {other.words}",
        lambda user, roles: one.condition(user, roles) | other.condition(user, roles),
        one.paths + other.paths,
    )


def held(user: User, roles: Roles) -> QuerySet[Appointment]:
    """The appointments in force that give this person one of these roles."""
    return Appointment.objects.current().filter(person=user.pk, role__in=roles)


# What follows is asked in every statement that reads for somebody, and several times in
# most. So functions of the database answer it: Django takes longer to build it than
# PostgreSQL to answer, and row-level security asks the same (`rows`). As an array it is
# looked up once, and an index finds the records of the places in it.


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
HOLDS = f"""held.person_id = her AND held.role = ANY(roles)
AND held.since <= {TODAY} AND (held.until IS NULL OR held.until >= {TODAY})
AND (held.group_id IS NULL OR held.confirmed_until >= {TODAY})"""
HELD = "FROM people_appointment held"
HERS = f"{HELD} LEFT JOIN people_group_boards of_group USING (group_id)"
PARTNERS = "JOIN people_board_partners partner USING (organisation_id)"


def _each(places: str, *columns: str) -> str:
    """An array of what stands in these columns; one look at what she holds."""
    values = ", ".join(f"({column})" for column in columns)
    among = f"CROSS JOIN LATERAL (VALUES {values}) AS its(place)"
    return (
        f"SELECT ARRAY(SELECT its.place {places} {among} "
        f"WHERE {HOLDS} AND its.place IS NOT NULL)"
    )


BOARDS, PARTNER_BOARDS, EITHER_BOARDS, ORGANISATIONS, GROUPS, ANYWHERE = (
    f"goldthread_{name}"
    for name in ("boards", "partners", "either_boards", "agencies", "groups", "holds")
)
FUNCTIONS = {  # what each answers, of a person and some roles
    BOARDS: _each(HERS, "held.board_id", "of_group.board_id"),
    PARTNER_BOARDS: _each(f"{HELD} {PARTNERS}", "partner.board_id"),
    EITHER_BOARDS: _each(
        f"{HERS} LEFT {PARTNERS}",
        "held.board_id",
        "of_group.board_id",
        "partner.board_id",
    ),
    ORGANISATIONS: _each(HELD, "held.organisation_id"),
    GROUPS: _each(HELD, "held.group_id"),
    ANYWHERE: f"SELECT EXISTS (SELECT {HELD} WHERE {HOLDS})",
}


class Said(RawSQL):
    """Words about the person alone: they stay the same wherever they are put."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Self:
        return self

    def relabeled_clone(self, relabels: Any) -> Self:
        return self


def _sql(name: str, user: User, roles: Roles, field: Field | None = None) -> Said:
    type_ = "boolean" if field else "bigint[]"
    asked = f"{{{','.join(sorted(roles))}}}"  # an array, told as PostgreSQL writes it
    return Said(f"(SELECT {name}(%s, %s::text[]))::{type_}", (user.pk, asked), field)


def _among(path: str, name: str, user: User, roles: Roles) -> Q:
    return Q(**{f"{path}__among": _sql(name, user, roles)})


def _holds(user: User, roles: Roles) -> Q:
    return Q(_sql(ANYWHERE, user, roles, BooleanField()))


def boards_of(user: User, roles: Roles) -> QuerySet[Board]:
    """The boards where she holds one of these roles, herself or through a group."""
    return Board.objects.filter(_among("pk", BOARDS, user, roles))


@cache
def at_board(path: str) -> Relation:
    """She holds the role there herself, or through a group of the board."""
    return Relation(
        "on her board",
        lambda user, roles: _among(path, BOARDS, user, roles),
        (path,),
    )


@cache
def at_partner_board(path: str) -> Relation:
    """The record's board is one that her organisation works with."""
    return Relation(
        "on a board her organisation works with",
        lambda user, roles: _among(path, PARTNER_BOARDS, user, roles),
        (path,),
    )


@cache
def at_either_board(*paths: str) -> Relation:
    """She works for one of these boards of the record, or with it."""

    def condition(user: User, roles: Roles) -> Q:
        places = [_among(path, EITHER_BOARDS, user, roles) for path in paths]
        return reduce(or_, places)

    return Relation("on or with a board that it belongs to", condition, paths)


@cache
def own_agency(path: str) -> Relation:
    return Relation(
        "of her own organisation",
        lambda user, roles: _among(path, ORGANISATIONS, user, roles),
        (path,),
    )


@cache
def other_agency(path: str) -> Relation:
    """Nobody marks her own organisation's work, whatever role she holds there."""
    return Relation(
        "of another organisation than hers",
        lambda user, roles: ~_among(path, ORGANISATIONS, user, frozenset(Role)),
        (path,),
    )


@cache
def in_group(path: str) -> Relation:
    return Relation(
        "of her group",
        lambda user, roles: _among(path, GROUPS, user, roles),
        (path,),
    )


@cache
def named(path: str) -> Relation:
    """She herself stands on the record (for as long as she holds the role)."""
    return Relation(
        "that names her",
        lambda user, roles: Q(**{path: user.pk}) & _holds(user, roles),
        (path,),
    )


@cache
def not_named(path: str) -> Relation:
    return Relation(
        "that somebody else stands on",
        lambda user, roles: ~Q(**{path: user.pk}) | Q(**{f"{path}__isnull": True}),
        (path,),
    )


@cache
def when(words: str, **lookups: Any) -> Relation:
    """Only while the record is so: `when("not restricted", restricted=False)`."""
    return Relation(words, lambda user, roles: Q(**lookups), tuple(lookups))


anywhere = Relation("everywhere", _holds)


# --- What is asked of a record, and what of the one behind it -----------------------------


def _parts(asked: Q) -> list[Any]:
    """What must hold together, one by one."""
    alone = asked.connector == Q.AND and not asked.negated
    return asked.children if alone else [asked]


def behind(asked: Q, key: str, meets_many: Meets) -> tuple[Q, Q]:
    """What the condition says of the record that the key leads to, said from there.

    And the rest, said from here. If what meets many records cannot be said from there,
    all is said from here.
    """
    there, here = Q(), Q()
    for part in _parts(asked):
        moved = None if isinstance(part, Said) else _from_there(part, key)
        if moved is not None:
            there &= Q(moved)
        elif any(meets_many(name) for name in _lookups(part)):
            return Q(), asked
        else:
            here &= Q(part)
    return there, here


def parted(asked: Q, meets_many: Meets) -> tuple[Q, Q]:
    """What meets many records, which must be asked of the same one; and the rest."""
    many, one = Q(), Q()
    for part in _parts(asked):
        if any(meets_many(name) for name in _lookups(part)):
            many &= Q(part)
        else:
            one &= Q(part)
    return many, one


def _lookups(part: Any) -> Iterator[str]:
    if isinstance(part, Q):
        for each in part.children:
            yield from _lookups(each)
    elif isinstance(part, tuple):
        yield part[0]


def _from_there(part: Any, key: str) -> Any:
    """The same, said from the record that the key leads to; None if that cannot be."""
    if isinstance(part, Said):
        return part  # of the person alone
    if isinstance(part, Q):
        moved = [_from_there(each, key) for each in part.children]
        if any(each is None for each in moved):
            return None
        return Q(*moved, _connector=part.connector, _negated=part.negated)
    if not isinstance(part, tuple) or not part[0].startswith(key + LOOKUP_SEP):
        return None
    plain = not hasattr(part[1], "resolve_expression") or isinstance(part[1], Said)
    return (part[0].removeprefix(key + LOOKUP_SEP), part[1]) if plain else None
