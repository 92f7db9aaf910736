"""Search by words, from which row-level security would otherwise keep its index.

PostgreSQL asks a policy before any operator that might tell of a row, and the one that
compares words is such. So a function that runs as `reader` asks the index, and returns
keys alone: the policy is then asked of few.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Lookup
from django.db.models.expressions import Col

from goldthread.base.access.compiled import STABLE


def _name(model: type[models.Model]) -> str:
    return f"goldthread_found_{model._meta.db_table}"


@SearchVectorField.register_lookup
class Holding(Lookup):
    """`search__holds=SearchQuery(…)`: the records that hold the words."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        field = self.lhs.target
        key, _ = compiler.compile(Col(self.lhs.alias, field.model._meta.pk))
        words, given = self.process_rhs(compiler, connection)
        return f"{key} = ANY (ARRAY(SELECT {_name(field.model)}({words})))", [*given]


def functions() -> Iterator[str]:
    """One for each model that can be searched by words."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            output = getattr(field, "output_field", field)  # of a generated one
            if isinstance(output, SearchVectorField):
                yield _function(model, field)


def _function(model: type[models.Model], field: Any) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    body = f'SELECT "{key}" FROM "{table}" WHERE "{field.column}" @@ words'  # noqa: S608  # our names
    return (
        f"CREATE OR REPLACE FUNCTION {_name(model)}(words tsquery)\n"
        f"RETURNS SETOF bigint {STABLE} AS $body$ {body} $body$"
    )
