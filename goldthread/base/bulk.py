"""Rows by the thousand, from columns of values, without a record made of each."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert(
    model: type[models.Model], many: dict[str, Sequence[Any]], **same: Any
) -> None:
    """One statement: `many` says a value for each row, `same` one for all of them.

    insert(Membership, {"finding": [7, 8], "theme": [1, 1]}, joined_by=amy.pk)
    """
    fields: dict[str, Any] = {
        field.name: field for field in model._meta.concrete_fields
    }
    named = [fields[name] for name in (*many, *same)]
    columns = ", ".join(f'"{field.column}"' for field in named)
    kinds = {name: fields[name].db_type(connection) for name in (*many, *same)}
    arrays = ", ".join(f"%s::{kinds[name]}[]" for name in many)
    values = ", ".join(["each.*", *(f"%s::{kinds[name]}" for name in same)])
    # Names and types are the models' own; what is written is given apart.
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) '  # noqa: S608
        f"SELECT {values} FROM unnest({arrays}) AS each"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*same.values(), *(list(each) for each in many.values())]
        )
