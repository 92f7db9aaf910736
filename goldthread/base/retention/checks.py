"""Start-up is refused while nobody could say how long something is kept."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from goldthread.base.retention import queries
from goldthread.base.retention.rules import BadSchedule
from goldthread.base.vault.keys import OwnKey

HINT = "docs/retention.md says what a line of the schedule holds."


@register
def every_class_has_its_time(**kwargs: Any) -> list[CheckMessage]:
    try:
        lines = queries.schedule()
    except (BadSchedule, OSError) as wrong:
        return [Error(str(wrong), hint=HINT, id="retention.E001")]
    known = [line.kind for line in lines if line.kind]
    return [
        Error(
            f"The schedule has {known.count(kind)} lines for case files of {kind!r}, and "
            "must have one.",
            hint=HINT,
            id="retention.E002",
        )
        for kind in sorted({*kinds(), *known})
        if known.count(kind) != 1 or kind not in kinds()
    ]


def kinds() -> set[str]:
    """The classes of case files that are made."""
    return {
        str(model._meta.verbose_name)
        for model in apps.get_models()
        if _makes_keys(model)
    }


def _makes_keys(model: type[models.Model]) -> bool:
    return any(isinstance(field, OwnKey) for field in model._meta.concrete_fields)
