"""The ways in which a person sees records: one for each row of the table that admits her.

A record is seen if any of the rows holds. PostgreSQL answers “any of these” by looking at
every record there is, but it goes straight to the records of each row alone. So a count,
and a page far down a list, ask by each way and take a record that is seen in several once.
"""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Subquery
from django.db.models.sql.where import OR, WhereNode

FEW, SOON = 1000, 10  # above so many, the first tenth is not sought by each way
Q_ = TypeVar("Q_", bound=QuerySet[Any, Any])


class AnyWay(WhereNode):
    """The rows of the table in a statement, so that they are known again."""


def seen(records: Q_, condition: Q) -> Q_:
    """Those of the records for which one of the rows holds."""
    found = records.filter(condition)
    conditions: list[Any] = found.query.where.children
    last = conditions[-1]
    if isinstance(last, WhereNode) and last.connector == OR and not last.negated:
        conditions[-1] = AnyWay(last.children, OR)
    return found


def _place(records: QuerySet[Any]) -> int | None:
    """Which of the conditions is that of the table, if they can be asked one by one."""
    query = records.query
    conditions = enumerate(query.where.children)
    places = [place for place, each in conditions if isinstance(each, AnyWay)]
    whole = query.is_sliced or query.distinct or query.combinator
    plain = not whole and query.group_by is None
    return places[0] if plain and len(places) == 1 else None


def _keys(records: QuerySet[Any], place: int, *fields: str) -> QuerySet[Any]:
    """The keys of the records, each once, asked by each way; and what they sort by."""
    conditions: list[Any] = records.query.where.children
    ways = []
    for turn in range(len(conditions[place].children)):
        way = records.order_by().values("pk", *fields)
        its: list[Any] = way.query.where.children
        its[place] = its[place].children[turn]
        ways.append(way)
    return ways[0].union(*ways[1:])


def number(records: QuerySet[Any]) -> int | None:
    """How many there are; None of what cannot be asked by each way."""
    place = _place(records)
    return None if place is None else QuerySet.count(_keys(records, place))


# --- A page of a list -------------------------------------------------------------------


class _Chosen(Subquery):
    """The keys alone, of rows that hold what they were sorted by, too.

    As an array they are sought once, whatever PostgreSQL believes of its tables.
    """

    template = "(ARRAY(SELECT chosen.key FROM (%(subquery)s) AS chosen (key)))"


def part(records: Q_, bottom: int, top: int, *, of: int) -> Q_:
    """Those from `bottom` to `top`, of so many.

    The newest of many are found at once among everybody's. Others are sought by each
    way, keys first: only a page of the records themselves is then read.
    """
    query = records.query
    ordering = [str(each) for each in query.order_by or query.get_meta().ordering or ()]
    names = [name.removeprefix("-") for name in ordering]
    place = _place(records)
    soon = names == ["pk"] and of > FEW and bottom * SOON <= of
    if place is None or soon or any(name in query.annotations for name in names):
        return records[bottom:top]
    fields = [name for name in names if name != "pk"]
    keys = _keys(records, place, *fields).order_by(*ordering)[bottom:top]
    found = records.all()
    del found.query.where.children[place]
    return found.filter(pk__among=_Chosen(keys))
