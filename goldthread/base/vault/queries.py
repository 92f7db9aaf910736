"""Looking into what is sealed, for somebody, among what she may see."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db import models
from django.db.models import Field, QuerySet
from django.db.models.constants import LOOKUP_SEP

from goldthread.base.access.table import visible
from goldthread.base.people.models import User
from goldthread.base.vault.fields import Ciphertext, Sealed, SealedText

M = TypeVar("M", bound=models.Model)
AT_ONCE = 500


def sealed_of(model: type[models.Model]) -> list[Sealed]:
    """The fields of a model that seal."""
    return [field for field in model._meta.concrete_fields if isinstance(field, Sealed)]


def search(records: QuerySet[M], words: str, *, by: User) -> list[Any]:
    """The keys of those she may see whose sealed text holds every one of the words.

    The policy is asked first: what she may not see is never opened. A text whose key is
    destroyed holds nothing.
    """
    wanted = [word.lower() for word in words.split()]
    fields = [f for f in sealed_of(records.model) if isinstance(f, SealedText)]
    keys = sorted({field.key.replace(".", LOOKUP_SEP) for field in fields})
    needed: list[str] = [field.name for field in fields]
    for key in keys:
        needed += [f"{key}{LOOKUP_SEP}{each}" for each in KEY_FIELDS]
    found = visible(records, by).order_by().select_related(*keys).only("pk", *needed)
    return [each.pk for each in _read(found) if _holds(each, fields, wanted)]


KEY_FIELDS = ("reference", "version", "wrapped")


def _read(records: QuerySet[M]) -> Iterator[M]:
    yield from records.iterator(chunk_size=AT_ONCE)


def _holds(record: models.Model, fields: list[SealedText], wanted: list[str]) -> bool:
    left = wanted
    for field in fields:
        if isinstance(record.__dict__[field.attname], Ciphertext):
            said = _said(record, field)
            left = [word for word in left if word not in said]
    return not left


def _said(record: models.Model, field: Field) -> str:
    return str(getattr(record, field.attname)).lower()
