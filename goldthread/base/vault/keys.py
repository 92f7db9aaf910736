"""The keys of rows and of cases, made by themselves when a record is first saved."""

from typing import Any
from uuid import uuid4

from django.db import connections, models, router

from goldthread.base.vault import keyring, sealing

NEXT = "SELECT nextval(pg_get_serial_sequence(%s, %s))"


class Key(models.BigAutoField):
    """A primary key that is fetched before the row is written, one or in bulk."""

    def get_pk_value_on_save(self, instance: models.Model) -> int:
        using = router.db_for_write(type(instance), instance=instance)
        table = f'"{instance._meta.db_table}"'
        with connections[using].cursor() as cursor:
            cursor.execute(NEXT, [table, self.column])
            return int(cursor.fetchone()[0])


# --- The case's key --------------------------------------------------------------------


class OwnKey(models.ForeignKey):
    """The key of a record's case, made when the first of its records is saved.

    `board` leads to the board whose people may be asked about it: "activity.board".
    """

    def __init__(
        self,
        to: Any = "vault.CaseKey",
        on_delete: Any = models.PROTECT,
        *,
        board: str = "",
        **more: Any,
    ) -> None:
        self.board = board
        more |= {"blank": True, "editable": False}
        super().__init__(to, on_delete, **more)

    def deconstruct(self) -> Any:
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "board": self.board}

    def pre_save(self, instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's
        self.of(instance)
        return super().pre_save(instance, add)

    def of(self, instance: models.Model) -> Any:
        """The record's key; a new one if it has none yet."""
        if getattr(instance, self.attname) is None and not self.null:
            made = _made(self.remote_field.model, instance, self.board)
            setattr(instance, self.name, made)
        return getattr(instance, self.name)


def _made(model: Any, instance: models.Model, path: str) -> Any:
    board: Any = instance if path else None
    for name in filter(None, path.split(".")):
        board = getattr(board, name)
    return make_key(
        model, kind=str(instance._meta.verbose_name), board_id=board and board.pk
    )


def make_key(model: Any, *, kind: str, board_id: Any, using: str | None = None) -> Any:
    """A new key of this class (also as a migration knows it), wrapped at once."""
    reference, version = uuid4(), keyring.current()
    return model._base_manager.using(using).create(
        reference=reference,
        version=version,
        wrapped=keyring.wrap(sealing.new_key(), reference, version),
        kind=kind[:100],
        board_id=board_id,
    )


def opened(key: Any) -> bytes:
    return keyring.unwrap(bytes(key.wrapped), key.reference, key.version)
