"""Findings that hold a theme's words: suggested to a person, never joined alone."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Exists, F, OuterRef, QuerySet, Value

from goldthread.base.people.models import Board, User
from goldthread.loop.findings.models import Finding, FindingQuerySet
from goldthread.loop.findings.queries import learned_from
from goldthread.loop.themes.models import Membership, Theme, points_to


def without_theme(board: Board, user: User) -> FindingQuerySet:
    """The board's findings that she may put in themes and nobody has yet."""
    themes = Theme.objects.standing().filter(board=board)
    inside = Membership.objects.filter(finding=OuterRef("pk"), theme__in=themes)
    findings = Finding.objects.standing().visible_to(user, "theme")
    return findings.filter(~Exists(inside), board=board)


def suggestions(board: Board, findings: Iterable[Finding]) -> dict[int, list[Theme]]:
    """Open themes whose words stand in these findings, best first, in one statement."""
    pairs = (
        Finding.objects.filter(
            pk__in=[finding.pk for finding in findings],
            board__themes__board=board,
            board__themes__state=Theme.State.OPEN,
            search=points_to("board__themes__"),
        )
        .order_by("pk", -SearchRank(F("search"), points_to("board__themes__")))
        .values_list("pk", "board__themes", "board__themes__name")
    )
    found: dict[int, list[Theme]] = defaultdict(list)
    for finding, theme, name in pairs:
        found[finding].append(Theme(pk=theme, name=name, board=board))
    return found


def inside_and_suggested(
    inside: QuerySet[Finding], suggested: QuerySet[Finding], user: User
) -> tuple[list[Finding], list[Finding]]:
    """Both slices in one statement; those inside with where they came from."""

    def told(findings: QuerySet[Finding], source: Any, *, joined: bool) -> Any:
        return findings.only("text", "kind", "state", "written", "way").annotate(
            learned_from=source, joined=Value(joined)
        )

    both = told(inside, learned_from(user), joined=True).union(
        told(suggested, Value(""), joined=False), all=True
    )
    found: dict[bool, list[Any]] = {True: [], False: []}
    for each in both:
        found[each.joined].append(each)
    return found[True], found[False]


def suggested(theme: Theme, user: User) -> FindingQuerySet:
    """Findings that hold the theme's words and are not in it, best first."""
    inside = Membership.objects.filter(finding=OuterRef("pk"), theme=theme)
    return (
        Finding.objects.standing()
        .visible_to(user, "theme")
        .filter(
            ~Exists(inside),
            board__themes=theme,
            search=points_to("board__themes__"),
        )
        .order_by(-SearchRank(F("search"), points_to("board__themes__")), "-pk")
    )
