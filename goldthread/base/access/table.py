"""The table of rules, and the three questions that are asked of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial, reduce
from operator import or_
from typing import Any, TypeVar, cast

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import JSONObject

from goldthread.base.access import ways
from goldthread.base.access.compiled import Her, looked_up
from goldthread.base.access.confined import outside
from goldthread.base.access.relations import (
    Relation,
    Roles,
    Said,
    behind,
    held,
    parted,
)
from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import Role

M = TypeVar("M", bound=models.Model)
NOBODY = Q(pk__in=())


@dataclass(frozen=True)
class Rule:
    """One row: people in these roles may do this where the relation holds."""

    action: str
    roles: Roles
    relation: Relation

    def __init__(
        self, action: str, roles: str | Iterable[str], relation: Relation
    ) -> None:
        given = (roles,) if isinstance(roles, str) else roles
        object.__setattr__(self, "action", action)
        object.__setattr__(self, "roles", frozenset(given))
        object.__setattr__(self, "relation", relation)


TABLE: dict[str, list[Rule]] = {}
WITHIN: dict[str, str] = {}  # parts, by the path to the whole that they are seen with
CLOSED: set[str] = set()  # what only a step reads
PUBLISHED: dict[str, Q] = {}  # what anybody may read, signed in or not


def policy(label: str, *rules: Rule) -> None:
    """Add rows for one model. Later stages add rows to earlier models."""
    TABLE.setdefault(label, []).extend(rules)


def part_of(path: str, *labels: str) -> None:
    """Models without rows of their own: seen by whoever sees the whole they belong to."""
    WITHIN.update(dict.fromkeys(labels, path))


def closed(*labels: str) -> None:
    """Models that only steps and jobs read."""
    CLOSED.update(labels)


def open_to_all(label: str, **lookups: Any) -> None:
    """Records of this model that are so may be read by anybody."""
    PUBLISHED[label] = Q(**lookups)


def narrow(label: str, actions: Iterable[str], relation: Relation) -> None:
    """Close rows of an earlier stage where a source has a step of its own instead.

    Called in a policy.py, once it has imported that of the earlier stage.
    """
    asked = frozenset(actions)
    TABLE[label] = [
        Rule(rule.action, rule.roles, rule.relation & relation)
        if rule.action in asked
        else rule
        for rule in TABLE[label]
    ]


def rows(label: str, action: str) -> list[Rule]:
    return [rule for rule in TABLE.get(label, ()) if rule.action == action]


def _fields(model: type[models.Model], path: str) -> Iterator[Any]:
    """The fields that a path goes through, as far as they lead to records."""
    for name in path.split(LOOKUP_SEP):
        if name == "pk" or name not in {f.name for f in model._meta.get_fields()}:
            return
        field = model._meta.get_field(name)
        yield field
        if not field.is_relation or field.related_model is None:
            return
        model = field.related_model  # type: ignore[assignment]  # never "self" here


@cache
def _before_many(model: type[models.Model], path: str) -> str | None:
    """What leads to where one record could meet several; None where none does."""
    names: list[str] = []
    for field in _fields(model, path):
        if field.many_to_many or field.one_to_many:
            return LOOKUP_SEP.join(names)
        names.append(field.name)
    return None


def _meets_many(model: type[models.Model], path: str) -> bool:
    return _before_many(model, path) is not None


def _condition(model: type[models.Model], user: User, rule: Rule) -> Q:
    """What one row asks. A join to many would repeat the record, so none is made.

    A function of the database looks the keys up instead (ADR 15).
    """
    parts = _parted(model, user, rule)
    if parts is None:
        return rule.relation.condition(user, rule.roles)
    key, *_, here = parts
    name = next(iter(keys_of(model, rule)))
    return Q(**{f"{key}__among": Said(f"(ARRAY(SELECT {name}(%s)))", [user.pk])}) & here


@cache
def keys_of(model: type[models.Model], rule: Rule) -> dict[str, str]:
    """The function that looks up the keys which one row asks for, by its name."""
    parts = _parted(model, cast("User", Her()), rule)
    if parts is None:
        return {}
    _, at, there, _ = parts
    keys = at._base_manager.filter(there).order_by().values("pk")
    return dict([looked_up(keys)])


def _parted(
    model: type[models.Model], user: User, rule: Rule
) -> tuple[str, type[models.Model], Q, Q] | None:
    """Which field leads to which records, what is asked of those, and what beside them."""
    asked = rule.relation.condition(user, rule.roles)
    met = (_before_many(model, path) for path in rule.relation.paths)
    keys = {key for key in met if key is not None}
    if not keys:
        return None
    key = max(keys)
    fields = list(_fields(model, key)) if key else []
    many = partial(_meets_many, model)
    there, here = behind(asked, key, many) if fields else (Q(), asked)
    if there and len(keys) == 1 and not any(field.null for field in fields):
        model = fields[-1].related_model
    else:
        key, (there, here) = "pk", parted(asked, many)
    return key, model, there, here


def condition(model: type[models.Model], user: User | AnonymousUser, action: str) -> Q:
    """What must hold of a record of this model for the person to do the action."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    found = [
        _condition(model, user, rule)
        for rule in rows(model._meta.label_lower, action)
        if may_hold(user, rule.roles)
    ]
    # What excludes her comes first, so that `ways` finds the rows where it looks for them.
    return outside(model, user) & reduce(or_, found) if found else NOBODY


def visible(
    records: type[M] | QuerySet[M], user: User | AnonymousUser, action: str = "view"
) -> QuerySet[M]:
    """Of these records, the ones on which this person may do the action."""
    if not isinstance(records, QuerySet):
        records = records._default_manager.all()
    found = ways.seen(records, condition(records.model, user, action))
    read_by = getattr(found, "for_", None)  # of `Records`, which tell the ledger
    return read_by(user, action) if read_by else found


def opening(records: QuerySet[M], reader: User) -> QuerySet[M]:
    """Each says in `opens` whether its own page opens for this reader."""
    hers = When(condition(records.model, reader, "view"), then=Value(True))
    told: QuerySet[M] = records.annotate(
        opens=Case(hers, default=Value(False), output_field=BooleanField())
    )
    return told


def can(user: User | AnonymousUser, action: str, record: models.Model) -> bool:
    """Whether she may do it to this one. Costs a query: lists never call it."""
    return visible(type(record), user, action).filter(pk=record.pk).exists()


def with_appointments(people: QuerySet[User]) -> QuerySet[User]:
    """Fetch what each holds now in the same statement; `appointments_of` knows it then."""
    now = Appointment.objects.current().filter(person=OuterRef("pk")).order_by()
    one = JSONObject(pk="pk", role="role")
    return people.annotate(holds=ArraySubquery(now.values(one=one)))


def appointments_of(user: User) -> dict[int, str]:
    """The role of each appointment she holds now, asked once for each request."""
    known: dict[int, str] | None = user.__dict__.get("_held")
    fetched = getattr(user, "holds", None)  # by `with_appointments`
    if known is None and fetched is not None:
        known = user.__dict__["_held"] = {one["pk"]: one["role"] for one in fetched}
    if known is None:
        mine = held(user, frozenset(Role)).values_list("pk", "role")
        known = user.__dict__["_held"] = dict(mine)
    return known


def may_hold(user: User, roles: Roles) -> bool:
    """False if her request has asked what she holds, and it is none of these.

    A row that cannot admit her is then left out of the statement, which is as true as
    before and much shorter. Whoever has not asked gets every row.
    """
    return bool(of_hers(user, roles))


def of_hers(user: User, roles: Roles) -> Roles:
    """Those of the roles that she holds; all of them, if that has not been asked."""
    known: dict[int, str] | None = user.__dict__.get("_held")
    return roles if known is None else roles.intersection(known.values())


def may_ever(user: User | AnonymousUser, action: str, label: str) -> bool:
    """Whether any role she holds appears in a row: is this route for her at all?"""
    if not isinstance(user, User) or not user.is_active:
        return False
    mine = set(appointments_of(user).values())
    return any(mine & rule.roles for rule in rows(label, action))


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)
