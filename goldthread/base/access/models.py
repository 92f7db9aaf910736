"""The queryset of every record that is read through the table."""

from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from goldthread.base.access import ways
from goldthread.base.access.table import condition
from goldthread.base.ledger import reading
from goldthread.base.people.models import User

M = TypeVar("M", bound=models.Model)


class Records(models.QuerySet[M]):
    """Records are fetched for somebody: `Finding.objects.visible_to(user)`.

    And it is known for whom, so that the ledger can say who read what is restricted.
    """

    read_by: User | None = None

    def visible_to(self, user: User | AnonymousUser, action: str = "view") -> Self:
        found = ways.seen(self, condition(self.model, user, action))
        return found.for_(user, action)

    def for_(self, user: User | AnonymousUser, action: str) -> Self:
        """What comes of this is read by her, unless the action shows nothing of it."""
        if isinstance(user, User) and action not in getattr(self.model, "blind", ()):
            self.read_by = user
        return self

    def count(self) -> int:
        found = ways.number(self) if self._result_cache is None else None
        return super().count() if found is None else found

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        for row in super().iterator(chunk_size):
            self._tell([row])
            yield row

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own hook
        clone.read_by = self.read_by
        return clone

    def _fetch_all(self) -> None:
        new = self._result_cache is None
        super()._fetch_all()
        if new:
            self._tell(self._result_cache or [])

    def _tell(self, rows: list[Any]) -> None:
        """Tell the ledger which records these rows are of, as far as they say so."""
        if self.read_by is None or not rows:
            return
        for model, keys in _of(self, rows):
            reading.fetched(self.read_by, model, keys)


Told = tuple[type[models.Model], Iterable[Any]]


def _of(found: Records[Any], rows: list[Any]) -> Iterator[Told]:
    if found.query.combinator:
        yield from _of_several(found, rows)
    elif isinstance(rows[0], models.Model):
        yield found.model, (row.pk for row in rows)
    else:
        named = list(found.query.selected or found.query.values_select)
        for name, model in _keys(found.model, named):
            place: Any = name if isinstance(rows[0], dict) else named.index(name)
            flat = not isinstance(rows[0], dict | tuple)
            yield model, (row if flat else row[place] for row in rows)


def _of_several(found: Records[Any], rows: list[Any]) -> Iterator[Told]:
    """Like rows of several models say of which they are: `kind` and `record`."""
    if not isinstance(rows[0], dict) or not {"kind", "record"} <= rows[0].keys():
        return
    for query in found.query.combined_queries:
        kind = query.model._meta.model_name
        yield query.model, (row["record"] for row in rows if row["kind"] == kind)


def _keys(
    model: type[models.Model], names: Iterable[str]
) -> Iterator[tuple[str, type[models.Model]]]:
    """Those of the fields that say which record it is, or which other it belongs to."""
    known = {f.name: f for f in model._meta.fields}
    known |= {f.attname: f for f in model._meta.fields} | {"pk": model._meta.pk}
    for name in names:
        field: Any = known.get(name)
        if field and field.primary_key:
            yield name, model
        if field and field.is_relation:
            yield name, field.related_model
