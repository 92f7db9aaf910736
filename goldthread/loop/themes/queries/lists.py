"""Themes as a list, with what somebody may see of each."""

from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, JSONObject

from goldthread.base.people.models import User
from goldthread.loop.themes.models import Theme, ThemeQuerySet, Verdict
from goldthread.loop.themes.queries.matrix import counted


def with_evidence(themes: ThemeQuerySet, user: User) -> ThemeQuerySet:
    """What this person may see of each theme, in `evidence`, and the last verdict.

    The three figures are asked for together. A list can be sorted by each.
    """
    inside = counted(user).filter(memberships__theme=OuterRef("pk")).order_by()
    figures = JSONObject(
        seen=Count("pk"),
        ways=Count("way", distinct=True),
        newest=Max("latest"),
    )
    told = inside.values("memberships__theme").annotate(told=figures).values("told")
    last = Verdict.objects.filter(theme=OuterRef("pk")).order_by("-pk")
    return themes.annotate(
        evidence=Subquery(told), decided=Subquery(last.values("verdict")[:1])
    ).alias(
        seen=Coalesce(Cast(KT("evidence__seen"), IntegerField()), 0),
        ways=Coalesce(Cast(KT("evidence__ways"), IntegerField()), 0),
        newest=KT("evidence__newest"),
    )


def evidence(theme: Theme) -> tuple[int, int, date | None]:
    """How many findings, by how many ways of learning, and the day of the newest."""
    told: dict[str, Any] = theme.evidence or {}  # type: ignore[attr-defined]
    newest = told.get("newest")
    day = date.fromisoformat(newest) if newest else None
    return told.get("seen", 0), told.get("ways", 0), day
