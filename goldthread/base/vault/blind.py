"""Found by an identifier, without saying it: the same words have the same index."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from goldthread.base.vault import keyring


class Digest(str):
    """Already a blind index, not the text that it stands for."""

    __slots__ = ()


class BlindIndex(models.CharField):
    """Finds a record by exactly what `of` seals; it tells that two are the same.

    `Child.objects.filter(nhs_index="943 476 5919")`: spaces and capitals don't matter.
    """

    def __init__(self, *args: Any, of: str = "", **more: Any) -> None:
        self.of = of
        more |= {"max_length": 64, "editable": False, "blank": True, "db_index": True}
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's
        value = self.get_prep_value(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        if not value or isinstance(value, Digest):
            return value or ""
        said = "".join(str(value).split()).casefold()
        where = f"{self.model._meta.db_table} {self.column}"
        return Digest(keyring.digest(said, where))

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return value and Digest(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in {"exact", "in", "isnull"}:
            raise FieldError(
                f"{self} finds what is exactly the same, and nothing else."
            )
        return super().get_lookup(lookup_name)
