"""Rows by the thousand, from what each says, without a record made of each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def insert(like: models.Model, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Rows like this record, but for what each says, by column; their keys, in order.

    insert(Membership(joined_by=amy), [{"finding_id": 7, "theme_id": 1}])

    One statement, to which the rows are given as JSON: it is written and read quicker
    than a parameter for each value. Every row says the same columns.
    """
    if not rows:
        return []
    fields: list[Any] = [
        field for field in like._meta.concrete_fields if not field.generated
    ]
    said = [field for field in fields if field.column in rows[0]]
    same = [f for f in fields if not (f in said or f.primary_key or f.has_db_default())]
    columns = ", ".join(f'"{field.column}"' for field in (*same, *said))
    kinds = ", ".join(f'"{f.column}" {f.db_type(connection)}' for f in said)
    values = ["%s::" + str(field.db_type(connection)) for field in same]
    values += [f'each."{field.column}"' for field in said]
    # Names and types are the model's own; what is written is given apart.
    statement = (
        f'INSERT INTO "{like._meta.db_table}" ({columns}) SELECT {", ".join(values)} '  # noqa: S608  # our names
        f"FROM ROWS FROM (json_to_recordset(%s) AS ({kinds})) WITH ORDINALITY AS each "
        f'ORDER BY ordinality RETURNING "{like._meta.pk.column}"'
    )
    given = [f.get_db_prep_save(f.pre_save(like, add=True), connection) for f in same]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, json.dumps(rows, default=str)])
        return [key for (key,) in cursor.fetchall()]
