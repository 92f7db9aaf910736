"""Every statement that writes leaves a trace, whoever runs it and however.

After each migrate every table gets three triggers that call `ledger_watch`. So a new model
is watched without anybody's doing; what is not watched is named here, with the reason.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.db.backends.utils import CursorWrapper

LEFT_OUT = {
    "ledger.entry": "it is the ledger",
    "ledger.trace": "it is the ledger",
    "ledger.link": "it is the ledger",
    "drafts.draft": "what somebody is typing; what she saves is noted",
    "drafts.sending": "that a form was sent; what it did is noted",
    "errands.errand": "how far a piece of work is; what the work writes is noted",
    "django_tasks_database.dbtaskresult": "the queue of that work",
    "sessions.session": "written in each minute that somebody is there",
    "usersessions.usersession": "the same, with the browser",
    "auth.permission": "not in use: the policy says who may do what",
    "auth.group_permissions": "not in use",
    "auth.group": "not in use",
    "contenttypes.contenttype": "names of models",
}
QUIET = {  # columns whose change alone is not told: when somebody, or a program, was there
    "tokens.token": ("used_on", "counted", "counted_from"),
    "people.user": ("last_login", "seen_at"),
    "mfa.authenticator": ("last_used_at",),
}
EVENTS = {
    "insert": "REFERENCING NEW TABLE AS rows_now",
    "update": "REFERENCING OLD TABLE AS rows_was NEW TABLE AS rows_now",
    "delete": "REFERENCING OLD TABLE AS rows_was",
    "truncate": "",
}
THERE = """SELECT relname, tgname, encode(tgargs, 'escape')
FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
WHERE relnamespace = 'public'::regnamespace AND tgenabled = 'O'
    AND tgfoid = 'ledger_watch'::regproc"""

Trigger = tuple[str, str, str]  # of which table, its name, and what it is told


def watched() -> list[type[models.Model]]:
    """The models whose tables are watched: all that are not left out."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in LEFT_OUT
    ]


def triggers(model: type[models.Model]) -> dict[Trigger, str]:
    """What a table is to have, and the statement that makes each."""
    meta: Any = model._meta
    told = (meta.label_lower, meta.pk.column, ",".join(QUIET.get(meta.label_lower, ())))
    wanted = {}
    for event, rows in EVENTS.items():
        name = f"ledger_watch_{event}"
        wanted[meta.db_table, name, "".join(f"{each}\\000" for each in told)] = (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event.upper()} "
            f'ON "{meta.db_table}" {rows} FOR EACH STATEMENT '
            f"EXECUTE FUNCTION ledger_watch({', '.join(map(repr, told))}); "
            f'ALTER TABLE "{meta.db_table}" ENABLE TRIGGER {name}'
        )
    return wanted


def missing(cursor: CursorWrapper) -> Iterator[tuple[str, str]]:
    """What should be watched and is not: the model, and what would mend it."""
    cursor.execute(THERE)
    there = set(cursor.fetchall())
    for model in watched():
        for trigger, statement in triggers(model).items():
            if trigger not in there:
                yield model._meta.label_lower, statement


def watch(cursor: CursorWrapper) -> None:
    """Bring the triggers to what the models are now; of those that stand, none is touched."""
    for _, statement in list(missing(cursor)):
        cursor.execute(statement)


@register
def every_table_has_a_key_to_tell(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{model._meta.label} has no whole number as its key, so the ledger cannot "
            f"tell which of its rows are written. Give it one, or leave it out in "
            f"ledger/watching.py and say why.",
            id="ledger.E001",
        )
        for model in watched()
        if not isinstance(_key(model), models.IntegerField)
    ]


def _key(model: type[models.Model]) -> Any:
    key: Any = model._meta.pk
    while key.is_relation:
        key = key.target_field
    return key
