"""A row's condition as the database asks it: its own columns, and functions for the rest."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, product
from typing import Any

from django.db import connections, models
from django.db.models import Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import RawSQL
from psycopg.sql import Literal

# what is put into these words is our own
HER = 4_242_424_242_424_242  # stands for the person while Django writes the SQL
PERSON = "(SELECT goldthread_person())"
STABLE = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"

# Whether it is denied, and what: a path with a value, or an expression.
Leaf = tuple[bool, Any]


@dataclass
class Written:
    """What the database is to hold: functions by name, and a condition by table."""

    functions: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    confined: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)

    def keys(self, chosen: QuerySet[Any]) -> str:
        """The name of the function that looks these keys up for whoever asks."""
        name, words = looked_up(chosen)
        self.functions[name] = words
        return name


class Her:
    """The person of a condition that is written for whoever asks: only her key is known."""

    pk = HER


def looked_up(chosen: QuerySet[Any]) -> tuple[str, str]:
    """The function of one person, `her`, that returns these keys; the same has one name."""
    body = _mogrified(*chosen.query.get_compiler("default").as_sql(), her="her")
    name = f"goldthread_keys_{sha256(body.encode()).hexdigest()[:16]}"
    return name, (
        f"CREATE OR REPLACE FUNCTION {name}(her bigint) RETURNS SETOF bigint\n"
        f"{STABLE} AS $body$ {body} $body$"
    )


def _mogrified(words: str, given: Any, *, her: str = PERSON) -> str:
    """With the values in it, and the question who asks where the person stood."""
    left = iter(given)
    text = re.sub("%s", lambda _: Literal(next(left)).as_string(), words)
    text = text.replace("%%", "%")
    return text.replace(f"'{HER}'", her).replace(str(HER), her)


def terms(condition: Q) -> list[list[Leaf]]:
    """The condition as alternatives, each a list of what must hold together."""
    found = [
        terms(child) if isinstance(child, Q) else [[(False, child)]]
        for child in condition.children
    ]
    if condition.connector == Q.OR:
        met = list(chain(*found))
    else:
        met = [list(chain(*each)) for each in product(*found)]
    if not condition.negated:
        return met
    denied = [[[(not no, child)] for no, child in term] for term in met]
    return [list(chain(*each)) for each in product(*denied)]


def _hop(model: type[models.Model], leaf: Leaf) -> tuple[str, bool] | None:
    """The relation that a leaf's path leaves the table by, and whether it is to many.

    One that the other table holds the key of is asked as if it were.
    """
    if not isinstance(leaf[1], tuple):  # an EXISTS looks at other tables
        return None if isinstance(leaf[1], RawSQL) else ("pk", True)
    first, *rest = leaf[1][0].split(LOOKUP_SEP)
    if first == "pk":
        return None
    found: Any = model._meta.get_field(first)
    if found.many_to_many or found.one_to_many:
        return first, True
    if not (rest and found.is_relation):
        return None
    names = {each.name for each in found.related_model._meta.get_fields()}
    beyond = not found.concrete  # the key stands in the other table
    return (first, beyond) if rest[0] in names else None


def _q(leaf: Leaf, *, within: str = "") -> Q:
    no, child = leaf
    if isinstance(child, tuple) and within:
        child = (child[0].removeprefix(f"{within}{LOOKUP_SEP}"), child[1])
    return ~Q(child) if no else Q(child)


def _all(leaves: list[Leaf], *, within: str = "") -> Q:
    whole = Q()
    for leaf in leaves:
        whole &= _q(leaf, within=within)
    return whole


def where(model: type[models.Model], condition: Q) -> str:
    """What is asked of the row alone."""
    query = model._base_manager.filter(condition).query
    compiler = query.get_compiler("default")
    compiler.pre_sql_setup()
    return _mogrified(*query.where.as_sql(compiler, connections["default"]))


def _keys(model: type[models.Model], condition: Q) -> QuerySet[Any]:
    return model._base_manager.filter(condition).order_by().values("pk")


def term_of(written: Written, model: type[models.Model], term: list[Leaf]) -> str:
    """All of these at once: a line about the row, then one for each relation it has."""
    meta: Any = model._meta
    away: dict[tuple[str, bool], list[Leaf]] = {}
    parts = []

    def among(relation: Any, chosen: QuerySet[Any]) -> str:
        keys = f"SELECT {written.keys(chosen)}({PERSON})"
        return f'"{meta.db_table}"."{relation.column}" IN ({keys})'

    for leaf in term:
        hop = _hop(model, leaf)
        if hop is None:
            parts.append(where(model, _q(leaf)))
        else:
            away.setdefault(hop, []).append(leaf)
    for (name, many), leaves in away.items():
        if many:
            parts.append(among(meta.pk, _keys(model, _all(leaves))))
        else:
            relation: Any = meta.get_field(name)
            there = _all(leaves, within=name)
            parts.append(among(relation, _keys(relation.related_model, there)))
    return " AND ".join(parts)
