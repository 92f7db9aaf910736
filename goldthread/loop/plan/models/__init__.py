"""The framework a board adopted, its lines, and the year's calendar and priorities."""

from goldthread.loop.plan.models.framework import (
    Adoption,
    AdoptionQuerySet,
    Framework,
    Line,
    LineChange,
)
from goldthread.loop.plan.models.year import (
    Intention,
    IntentionQuerySet,
    Meeting,
    Priority,
    PriorityQuerySet,
    Year,
)

__all__ = [
    "Adoption",
    "AdoptionQuerySet",
    "Framework",
    "Intention",
    "IntentionQuerySet",
    "Line",
    "LineChange",
    "Meeting",
    "Priority",
    "PriorityQuerySet",
    "Year",
]
