"""Fields that seal what they are given and open what they hold; nobody calls anything.

A sealed value is bound to its table, row and column, so a row's key must be known
before it is saved: the model's primary key is `Key`, a UUID, or that of another record.
"""

from datetime import date
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.db.models.lookups import GreaterThan
from django.db.models.query_utils import DeferredAttribute
from django.forms import CharField, Textarea

from goldthread.base.vault import sealing
from goldthread.base.vault.keys import Key, OwnKey, opened

# --- What is sealed with it --------------------------------------------------------------


class Ciphertext(bytes):
    """As it lies in the database. It never shows on a page."""

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__


class OpenedText(str):
    """What was read, and what it was read from: given back, it is not sealed anew."""

    __slots__ = ("bound", "sealed")
    sealed: Ciphertext
    bound: bytes


class OpenedBytes(bytes):
    sealed: Ciphertext
    bound: bytes


class Opening(DeferredAttribute):
    """Opens on reading. The record itself keeps what the database holds."""

    field: "Sealed"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        held = super().__get__(instance, cls)
        if instance is None:
            return held
        if held is None:
            return self.field.nothing
        return self.field.open(instance, held) if isinstance(held, Ciphertext) else held

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, OpenedText | OpenedBytes):
            same = value.bound == self.field.bound(instance)
            value = value.sealed if same else value[:]
        instance.__dict__[self.field.attname] = value


def said_day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def words_for(destroyed_on: date) -> str:
    return f"This was destroyed on {said_day(destroyed_on)}. It cannot be read again."


PLAIN = (
    b"\x00"  # the first byte of what belongs to no case; a sealed one starts otherwise
)


NO_KEY = (
    "This text cannot be shown: it is sealed, and what it belongs to is no case any more. "
    "Nothing was changed by your looking at it. Tell whoever runs Goldthread."
)


class Sealed(models.Field):
    """What both kinds share. `key` names the OwnKey, of this record or on the way to it.

    Where that way may end before a key, because only some of the records belong to a
    case, `of_case` has those sealed and the others kept as they are.
    """

    descriptor_class = Opening
    nothing: Any
    read: type[OpenedText | OpenedBytes]

    def __init__(
        self, *args: Any, key: str = "key", of_case: bool = False, **more: Any
    ) -> None:
        self.key, self.of_case = key, of_case
        if more.get("blank"):
            more["null"] = True
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        name, path, args, more = super().deconstruct()
        of_case = {"of_case": True} if self.of_case else {}
        return name, path, args, {**more, "key": self.key, **of_case}

    def get_internal_type(self) -> str:
        return "BinaryField"

    # --- Between the record and the database ---

    def bound(self, instance: models.Model) -> bytes:
        return b"" if instance.pk is None else self.place(instance.pk)

    def place(self, row: Any) -> bytes:
        return f"goldthread {self.model._meta.db_table} {row} {self.column}".encode()

    def key_of(self, instance: models.Model) -> Any:
        """Its key; None for what is sealed only with a case, and belongs to none."""
        *path, last = self.key.split(".")
        for name in path:
            instance = getattr(instance, name)
            if instance is None and self.of_case:
                return None
        field = instance._meta.get_field(last)
        key = (
            field.of(instance)
            if isinstance(field, OwnKey)
            else getattr(instance, last, None)
        )
        if key is None:
            raise ValueError(f"{instance!r} has no key to seal {self.name} with.")
        return key

    def pre_save(self, instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's
        held = instance.__dict__.get(self.attname)
        if held is None or (held == self.nothing and self.null):
            return None
        if isinstance(held, Ciphertext):
            self._stands(instance, copied=add)
            return held
        key = self.key_of(instance)
        if key is None:
            return Ciphertext(PLAIN + self.plain(held))
        bound = self._stands(instance)
        if key.wrapped is None:
            raise sealing.Unreadable(
                "This was not saved: its case file was destroyed on "
                f"{said_day(key.destroyed_on)}, and nothing can be added to it."
            )
        return Ciphertext(sealing.seal(opened(key), self.plain(held), bound))

    def _stands(self, instance: models.Model, *, copied: bool = False) -> bytes:
        """Where it stands, which must be known before it is sealed."""
        bound = self.bound(instance)
        if not bound or copied:
            raise ValueError(
                f"{self} is bound to its row: give it a key that is known before it is "
                "saved (`id = Key(primary_key=True)`), and copy words, not ciphertext."
            )
        return bound

    def open(self, instance: models.Model, sealed: Ciphertext) -> Any:
        key = self.key_of(instance)
        bound = self.bound(instance)
        if key is None and sealed[:1] == PLAIN:
            found = self.read(self.told(sealed[1:]))
        elif key is None:
            raise sealing.Unreadable(NO_KEY)
        elif key.wrapped is None:
            found = self.read(self.destroyed(key.destroyed_on))
        else:
            found = self.read(self.told(sealing.unseal(opened(key), sealed, bound)))
        found.sealed, found.bound = sealed, bound
        return found

    def seal_now(self, instance: models.Model) -> bool:
        """Its record has come to belong to a case: what stood open is sealed when saved."""
        held = instance.__dict__.get(self.attname)
        if not (isinstance(held, Ciphertext) and held[:1] == PLAIN):
            return False
        instance.__dict__[self.attname] = self.told(held[1:])
        return True

    def plain(self, value: Any) -> bytes:
        raise NotImplementedError

    def told(self, plain: bytes) -> Any:
        raise NotImplementedError

    def destroyed(self, on: date) -> Any:
        raise NotImplementedError

    def from_db_value(self, value: Any, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def get_db_prep_value(
        self,
        value: Any,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002  Django's
    ) -> Any:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise TypeError(
                f"{self} is sealed when its record is saved; it cannot be written by "
                "update() or bulk_update()."
            )
        return connection.Database.Binary(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self} is sealed, so no statement can look into it. Use "
                "vault.queries.search, or a BlindIndex to find it by an identifier."
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self} is not written to fixtures.")

    # --- What would never work ---

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        pk: Any = self.model._meta.pk
        known = isinstance(pk, Key) or pk.remote_field or pk.default is not NOT_PROVIDED
        known = known or (
            self.of_case and self.null
        )  # written into a row that is there
        found = super().check(**kwargs)
        if not known:
            told = f"{self} is bound to a row whose key is not known when it is sealed."
            hint = "Give the model `id = Key(primary_key=True)`."
            found.append(checks.Error(told, hint=hint, obj=self, id="vault.E001"))
        return found


class SealedText(Sealed):
    """Prose that only somebody with the case's key can read. Empty is NULL if blank."""

    nothing = ""
    read = OpenedText

    def plain(self, value: Any) -> bytes:
        return str(value).encode()

    def told(self, plain: bytes) -> str:
        return plain.decode()

    def destroyed(self, on: date) -> str:
        return words_for(on)

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str | bytes) else str(value)

    def formfield(self, **more: Any) -> Any:  # type: ignore[override]  # passes all on
        return super().formfield(
            **{"form_class": CharField, "widget": Textarea, **more}
        )


def says_something(name: str, field: str) -> models.CheckConstraint:
    """What the database can tell of sealed text: that it is longer than nothing, sealed."""
    length = models.Func(
        models.F(field), function="octet_length", output_field=models.IntegerField()
    )
    condition: Any = GreaterThan(length, len(sealing.seal(sealing.new_key(), b"", b"")))
    return models.CheckConstraint(name=name, condition=condition)


class SealedBytes(Sealed):
    """A file that only somebody with the case's key can read."""

    nothing = b""
    read = OpenedBytes

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"editable": False, **more})

    def plain(self, value: Any) -> bytes:
        return bytes(value)

    def told(self, plain: bytes) -> bytes:
        return plain

    def destroyed(self, on: date) -> bytes:
        return b""
