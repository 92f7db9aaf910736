"""Bringing the database's row-level security to what the table says, and comparing them.

The comment on one function keeps two fingerprints: of the table of rules as it was
when the database was last migrated, and of what the database's catalogue held then.
If either is another now, the rules changed without a migrate, or somebody changed the
database by hand; start-up is refused in both cases.
"""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.utils import CursorWrapper

from goldthread.base.access import rows

CATALOGUE = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, qual,
                     with_check) AS line
    FROM pg_policies WHERE schemaname = 'public'
    UNION ALL
    SELECT concat_ws(' ', 'table', relname, relrowsecurity, relforcerowsecurity)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL
    SELECT concat_ws(' ', 'function', proname, proowner::regrole, prosecdef, prosrc)
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'goldthread_')
) AS lines
"""
KEPT = "SELECT obj_description(to_regprocedure('goldthread_person()'), 'pg_proc')"
OURS = """
SELECT proname FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'goldthread_seen_')
"""


def secure(cursor: CursorWrapper) -> None:
    """Make it so, take away what no rule asks for any more, and note what was made."""
    whole = rows.written()
    for statement in rows.statements(whole):
        cursor.execute(statement)
    cursor.execute(OURS)
    made = {name for (name,) in cursor.fetchall()}
    cursor.execute("SET ROLE reader")
    for name in made - whole.functions.keys():
        cursor.execute(f"DROP FUNCTION {name}()")
    kept = f"{rows.fingerprint(whole)} {_catalogue(cursor)}"
    cursor.execute(f"COMMENT ON FUNCTION goldthread_person() IS '{kept}'")
    cursor.execute("RESET ROLE")


def _catalogue(cursor: CursorWrapper) -> str:
    cursor.execute(CATALOGUE)
    return str(cursor.fetchone()[0])


def disagreement(cursor: CursorWrapper) -> str:
    """How the table of rules and the database differ, in words; nothing if they agree."""
    cursor.execute(KEPT)
    rules, _, catalogue = (cursor.fetchone()[0] or "").partition(" ")
    if not rules:
        return "The database has no row-level security yet."
    if rules != rows.fingerprint(rows.written()):
        return "The table of rules has changed since the database was last migrated."
    if catalogue != _catalogue(cursor):
        return "Somebody has changed row-level security in the database by hand."
    return ""


@register(Tags.database)
def the_database_agrees_with_the_table(
    databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in set(databases or ()) & {"default"}:
        with connections[alias].cursor() as cursor:
            if why := disagreement(cursor):
                hint = "Run `goldthread migrate`."
                found.append(Error(why, hint=hint, id="access.E002"))
    return found
