"""Rows by the thousand: INSERT … SELECT, with Django's own defaults for the rest."""

from typing import Any

from django.db import connection, models


def pick(seed: str, salt: int, many: int | str) -> str:
    """SQL for a number below `many` that looks like chance and is always the same."""
    return f"((hashint8({seed}::bigint * 64 + {salt}) & 2147483647) %% ({many}))"


def one_of(seed: str, salt: int, words: list[str]) -> str:
    """SQL for one of these words. They are ours: nothing from outside comes here."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"(ARRAY[{listed}])[1 + {pick(seed, salt, len(words))}]"


def fill(model: type[models.Model], source: str, *given: Any, **columns: str) -> None:
    """Insert a row for each of the source's; columns are SQL over what it selects.

    `given` are the parameters of the source, in their order.
    """
    values: list[Any] = []
    for field in model._meta.concrete_fields:
        given_otherwise = field.primary_key or field.generated or field.db_returning  # type: ignore[attr-defined]
        if field.column in columns or given_otherwise:
            continue
        value = field.get_db_prep_save(field.get_default(), connection)
        if value is not None:
            columns[field.column] = "%s"
            values.append(value)
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    # No outside word is in these statements: names are the models', the rest is ours.
    statement = f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM {source} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *given])


# The partners, themes and staff of each body in a row, so that a number finds one.
PARTNER = """
(SELECT board_id AS of_board, organisation_id AS partner,
        row_number() OVER (PARTITION BY board_id ORDER BY organisation_id) - 1 AS i,
        count(*) OVER (PARTITION BY board_id) AS many
 FROM people_board_partners) partner
"""
MEMBER_OF_TEAM = """
(SELECT board_id AS of_board, person_id AS member,
        row_number() OVER (PARTITION BY board_id ORDER BY id) - 1 AS i,
        count(*) OVER (PARTITION BY board_id) AS many
 FROM people_appointment WHERE role = 'board_team') team
"""
CONTRIBUTOR = """
(SELECT organisation_id AS of_body, person_id AS contributor,
        row_number() OVER (PARTITION BY organisation_id ORDER BY id) - 1 AS i,
        count(*) OVER (PARTITION BY organisation_id) AS many
 FROM people_appointment WHERE role = 'agency_contributor') staff
"""
THEME = """
(SELECT board_id AS of_board, id AS theme,
        row_number() OVER (PARTITION BY board_id ORDER BY id) - 1 AS i,
        count(*) OVER (PARTITION BY board_id) AS many
 FROM themes_theme) theme
"""
