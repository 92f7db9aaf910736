"""Start-up is refused while something sealed could not be opened."""

import logging
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections, transaction

from goldthread.base.vault import keyring

logger = logging.getLogger(__name__)
TRUSTED = "SELECT set_config('goldthread.trusted', 'on', true)"
USED = "SELECT DISTINCT version FROM vault_casekey WHERE wrapped IS NOT NULL"
THERE = "SELECT to_regclass('vault_casekey') IS NOT NULL"


def missing(alias: str = "default") -> str:
    """What is missing to open what is sealed, in a sentence; nothing if all is there."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(TRUSTED)
        cursor.execute(THERE)
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute(USED)
        used = {version for (version,) in cursor.fetchall()}
    lost = sorted(used - set(keyring.versions()))
    if not lost:
        return ""
    names = ", ".join(f"master-{version}.key" for version in lost)
    return (
        f"Sealed records need {names}, and {keyring.folder()} does not hold "
        f"{'it' if len(lost) == 1 else 'them'}. Set GOLDTHREAD_KEYS to the folder of the "
        "master keys, or put them back from their copy."
    )


@register(Tags.database)
def the_master_keys_are_there(
    databases: Any = None, **kwargs: Any
) -> list[CheckMessage]:
    for alias in set(databases or ()) & {"default", "owner"}:
        if told := missing(alias):
            return [Error(told, id="vault.E002")]
    return []


def refuse_to_serve() -> None:
    """What the web process asks before it serves anything."""
    try:
        told = missing()
    except OperationalError:
        logger.warning(
            "The database is away, so nobody asked whether its master keys are there"
        )
        return
    finally:
        connections.close_all()  # a worker opens its own
    if told:
        logger.critical("%s", told)  # of an exception the log tells no words
        raise ImproperlyConfigured(told)
