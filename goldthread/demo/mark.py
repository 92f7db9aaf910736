"""The mark on a database that says: everything in here is made up."""

from django.conf import settings
from django.db import connection, connections

MARK = "Goldthread demo: everything in here is made up"
READ = """
SELECT shobj_description(oid, 'pg_database') FROM pg_database
WHERE datname = current_database()
"""


def put_mark() -> None:
    """Mark this database, as its owner. Only the demo's loader does so."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        name = owner.ops.quote_name(owner.get_connection_params()["dbname"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{MARK}'")


def is_demo() -> bool:
    """Whether this really is the embedded database of the demo: all four must hold."""
    if not (settings.DEMO and settings.EMBEDDED):
        return False
    connection.ensure_connection()
    if not connection.settings_dict["HOST"].startswith("/"):
        return False  # not a socket of our own
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return bool(cursor.fetchone() == (MARK,))
