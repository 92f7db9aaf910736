"""Asked of a real database by `goldthread check --deploy --database default`."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

# What PostgreSQL does so that nothing it has acknowledged is lost when power is.
KEEPS = ("fsync", "full_page_writes", "synchronous_commit")
WELL = {"on", "remote_apply", "remote_write", "local"}


@register(Tags.database, deploy=True)
def what_is_acknowledged_is_kept(
    databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in set(databases or ()) & {"default"}:
        with connections[alias].cursor() as cursor:
            for name in KEEPS:
                cursor.execute("SELECT current_setting(%s)", [name])
                if cursor.fetchone()[0] not in WELL:
                    said = f"PostgreSQL has {name} off: what was saved can be lost."
                    hint = f"ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf();"
                    found.append(Error(said, hint=hint, id="backups.E001"))
    return found
