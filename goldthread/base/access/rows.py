"""Row-level security: the table's rows for reading, written once more for the database.

Each model with rows lets the database return what `visible` returns, and nothing else:
to nobody when no person is set, and to a step that has been allowed (`acting.trusted`)
everything. Outside a step the database takes no writing at all.

A policy looks at the row's own columns, and asks functions for the rest: which boards
are hers, which activities she may see. They are generated here and run as the role
`reader`, so they never meet one another's policies. Each is asked once in a statement.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Q

from goldthread.base.access import found
from goldthread.base.access.compiled import STABLE, Her, Written, term_of, terms, where
from goldthread.base.access.confined import ANSWERS, CONFINED, functions, outside
from goldthread.base.access.relations import ANYWHERE, FUNCTIONS
from goldthread.base.access.table import CLOSED, PUBLISHED, TABLE, WITHIN, Rule, keys_of
from goldthread.base.access.table import rows as rows_of
from goldthread.base.people.models import User

# ruff: noqa: S608  # what is put into these words is our own
READING = ("view", "reach")  # the actions that let the database return a row
NAMING = "name"  # of what everybody knows by name: then these rows alone
TRUSTED = "(SELECT goldthread_trusted())"
US = "TO app, CURRENT_USER"  # the owner too, to whom nothing is seen either
POLICIES = ("asked", "seen", "kept", "added", "changed", "removed")

CONTEXT = f"""
CREATE OR REPLACE FUNCTION goldthread_trusted() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('goldthread.trusted', true), '') = 'on' $$;
CREATE OR REPLACE FUNCTION goldthread_person() RETURNS bigint
{STABLE} AS
$$ SELECT id FROM people_user WHERE is_active AND id =
   nullif(current_setting('goldthread.person', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION goldthread_about(kind text, key bigint, most integer)
RETURNS SETOF ledger_entry
{STABLE} AS
$$ SELECT * FROM ledger_entry WHERE label = kind AND record = key
   ORDER BY id DESC LIMIT most $$;
"""


def reading(label: str) -> list[Rule]:
    """The rows by which the database returns a record of this model."""
    named = rows_of(label, NAMING)
    return named or [rule for rule in TABLE[label] if rule.action in READING]


def _reading(label: str) -> Iterator[Q]:
    her = cast("User", Her())
    for rule in reading(label):
        yield rule.relation.condition(her, rule.roles)


def _by_rows(written: Written, label: str) -> str:
    model = apps.get_model(label)
    asked = [
        term_of(written, model, term)
        for condition in _reading(label)
        for term in terms(condition)
    ]
    return " OR ".join(f"({term})" for term in dict.fromkeys(asked)) or "false"


def _by_parent(label: str, path: str) -> str:
    """A part is seen with the whole it belongs to."""
    model = apps.get_model(label)
    relation: Any = model._meta.get_field(path)
    parent = relation.related_model._meta
    if rows_of(parent.label_lower, NAMING):
        return _by_rows(Written(), parent.label_lower)
    return (
        f'EXISTS (SELECT FROM "{parent.db_table}" whole WHERE '
        f'whole."{parent.pk.column}" = "{model._meta.db_table}"."{relation.column}")'
    )


def _through(model: type[models.Model]) -> str:
    """The two ends of a relation to many are seen with the record that has the field."""
    owner: Any = next(f for f in model._meta.fields if f.is_relation)
    return str(owner.name)


def _by_table(written: Written, model: type[models.Model]) -> str | None:
    label = model._meta.label_lower
    if label in TABLE and not model._meta.auto_created:
        return _by_rows(written, label)
    if label in WITHIN:
        return _by_parent(label, WITHIN[label])
    if model._meta.auto_created and ours(model):
        whole = _by_parent(label, _through(model))
        return f"{whole} OR {_by_rows(written, label)}" if label in TABLE else whole
    return "false" if label in CLOSED else None


def ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("goldthread.")


def written() -> Written:
    """All that the table says, in the words of the database."""
    whole = Written()
    for label, table in TABLE.items():
        for rule in table:
            whole.functions.update(keys_of(cast("Any", apps.get_model(label)), rule))
    for model in apps.get_models(include_auto_created=True):
        condition = _by_table(whole, model)
        if condition is not None:
            whole.conditions[model._meta.db_table] = condition
    whole.functions |= functions()
    for label in CONFINED:
        model = apps.get_model(label)
        kept = where(model, outside(model, cast("User", Her())))
        whole.confined[model._meta.db_table] = kept
    for label, published in PUBLISHED.items():
        model = apps.get_model(label)
        whole.published[model._meta.db_table] = where(model, published)
    return whole


def fingerprint(whole: Written) -> str:
    parts = [
        CONTEXT,
        *FUNCTIONS.values(),
        *ANSWERS.values(),
        *whole.functions.values(),
        *found.functions(),
        *whole.conditions.items(),
        *whole.confined.items(),
        *whole.published.items(),
    ]
    return sha256(repr(sorted(map(str, parts))).encode()).hexdigest()


def statements(whole: Written) -> Iterator[str]:
    """What brings a database to this; doing it twice changes nothing."""
    yield "SET ROLE reader"
    yield CONTEXT
    for name, body in (FUNCTIONS | ANSWERS).items():
        type_ = "boolean" if name == ANYWHERE else "bigint[]"
        yield (
            f"CREATE OR REPLACE FUNCTION {name}(her bigint, roles text[])\n"
            f"RETURNS {type_} {STABLE} AS $body$ {body} $body$"
        )
    yield from whole.functions.values()
    yield from found.functions()
    yield "RESET ROLE"
    for table, condition in whole.conditions.items():
        yield f"""
ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
{"".join(f'DROP POLICY IF EXISTS {name} ON "{table}";' for name in POLICIES)}
CREATE POLICY asked ON "{table}" FOR SELECT TO reader USING (current_user = 'reader');
CREATE POLICY seen ON "{table}" FOR SELECT {US} USING ({TRUSTED} OR {condition});
CREATE POLICY added ON "{table}" FOR INSERT {US} WITH CHECK ({TRUSTED});
CREATE POLICY changed ON "{table}" FOR UPDATE {US} USING ({TRUSTED});
CREATE POLICY removed ON "{table}" FOR DELETE {US} USING ({TRUSTED});"""
    for table, condition in whole.confined.items():
        yield f"""
CREATE POLICY kept ON "{table}" AS RESTRICTIVE FOR SELECT {US}
USING ({TRUSTED} OR {condition});"""
    for table, condition in whole.published.items():
        yield f"""
DROP POLICY IF EXISTS published ON "{table}";
CREATE POLICY published ON "{table}" FOR SELECT USING ({condition});"""
