"""Themes as a list, with what somebody may see of each."""

from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from goldthread.base.people.models import User
from goldthread.loop.themes.models import ThemeQuerySet, Verdict
from goldthread.loop.themes.queries.matrix import counted


def with_evidence(themes: ThemeQuerySet, user: User) -> ThemeQuerySet:
    """Count for each theme what this person may see of it, and add the last verdict."""
    inside = (
        counted(user)
        .filter(memberships__theme=OuterRef("pk"))
        .order_by()
        .values("memberships__theme")
    )
    last = Verdict.objects.filter(theme=OuterRef("pk")).order_by("-pk")
    return themes.annotate(
        seen=Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n")), 0),
        ways=Coalesce(
            Subquery(
                inside.annotate(n=Count("activity__way", distinct=True)).values("n")
            ),
            0,
        ),
        newest=Subquery(inside.annotate(n=Max("latest")).values("n")),
        decided=Subquery(last.values("verdict")[:1]),
    )
