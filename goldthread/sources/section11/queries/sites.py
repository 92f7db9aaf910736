"""Sites that somebody else answers for, and where they differ from what is said of all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, Q, QuerySet, Window

from goldthread.base.access.table import visible
from goldthread.base.people.models import Organisation, User
from goldthread.sources.section11.models import (
    Answer,
    Cycle,
    OwnAction,
    SelfAssessment,
    SiteDifference,
)

Site = SelfAssessment.sites.through
BEFORE = (Cycle.State.DRAFTED, Cycle.State.PILOTED)
Said = TypeVar("Said", OwnAction, SiteDifference)
NAMED = 10  # sites, if they are no more


# --- Who answers for whom ------------------------------------------------------------------


def answered_for(cycle: Cycle) -> Q:
    """Organisations that another one answers for, or will once the cycle is open."""
    if cycle.state in BEFORE:
        by = cycle.assignments.filter(for_sites=True)
        return Q(parent__in=by.values("organisation"))
    covered = Site.objects.filter(selfassessment__cycle=cycle.pk)
    covered = covered.exclude(selfassessment__state=SelfAssessment.State.EXEMPT)
    return Q(pk__in=covered.values("organisation"))


def parts_to_ask(cycle: Cycle, found: Iterable[Organisation]) -> QuerySet[Organisation]:
    """The parts of these that the cycle does not ask yet, in any way."""
    parts = Organisation.objects.filter(parent__in=found, replaced_by=None)
    return parts.exclude(_asked(cycle)).exclude(answered_for(cycle))


def _asked(cycle: Cycle) -> Q:
    return Q(pk__in=cycle.assignments.values("organisation"))


COVER = """
INSERT INTO section11_selfassessment_sites (selfassessment_id, organisation_id)
SELECT trust.contribution_id, site.id
FROM section11_selfassessment trust
JOIN activities_contribution asked ON asked.id = trust.contribution_id
JOIN people_organisation site ON site.parent_id = asked.organisation_id
WHERE trust.contribution_id = ANY(%s) AND trust.for_sites
    AND site.replaced_by_id IS NULL
    AND NOT EXISTS (SELECT FROM section11_assignment already
        WHERE already.cycle_id = trust.cycle_id AND already.organisation_id = site.id)
ON CONFLICT DO NOTHING
"""


def cover_sites(keys: Sequence[int]) -> None:
    """Returns that answer for sites cover all that are not asked by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(COVER, [list(keys)])


def sites_of(assessment: SelfAssessment) -> list[Organisation]:
    """Those that it answers for; no statement where it answers for itself alone."""
    return list(assessment.sites.order_by("name")) if assessment.for_sites else []


def still_to_ask(assessment: SelfAssessment) -> list[Organisation]:
    """Those of them that are not asked by themselves, and became part of nobody else."""
    found = assessment.sites.filter(replaced_by=None)
    return list(found.exclude(_asked(assessment.cycle)))


def covered(cycle: Cycle, user: User) -> dict[str, Any]:
    """How many sites others answer for, and if they are few, which and who does.

    Of the returns that she may see; one statement.
    """
    seen = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk)
    seen = seen.exclude(state=SelfAssessment.State.EXEMPT)
    trust, site = (
        "selfassessment__contribution__organisation__name",
        "organisation__name",
    )
    rows = (
        Site.objects.filter(selfassessment__in=seen.order_by().values("pk"))
        .annotate(number=Window(Count("pk")))
        .order_by(trust, site)
        .values_list(trust, site, "number")[:NAMED]
    )
    by: dict[str, list[str]] = defaultdict(list)
    for answers, part, _ in rows:
        by[answers].append(part)
    number = rows[0][2] if by else 0
    return {"number": number, "by": dict(by) if number <= NAMED else {}}


# --- Where a site differs -------------------------------------------------------------------


def by_key(found: Iterable[Said]) -> Mapping[str, list[Said]]:
    """What belongs to a question, by its key."""
    told: dict[str, list[Said]] = {}
    for each in found:
        told.setdefault(each.key, []).append(each)
    return told


def site_differences(
    assessment: SelfAssessment, user: User, action: str = "view"
) -> Mapping[str, list[SiteDifference]]:
    """By question, as far as she may read them; no statement if it is of one site."""
    if not assessment.for_sites:
        return {}
    found = visible(SiteDifference, user, action).filter(assessment=assessment.pk)
    return by_key(found.select_related("site"))


def differences_told(assessment: SelfAssessment) -> dict[str, list[str]]:
    """The same in words, for the checks and for what is kept when it is submitted."""
    told: dict[str, list[str]] = {}
    if assessment.for_sites:
        for each in assessment.site_differences.select_related("site"):
            told.setdefault(each.key, []).append(str(each))
    return told


# --- One site's answers for another ----------------------------------------------------------


def copied_from(assessment: SelfAssessment, user: User) -> QuerySet[SelfAssessment]:
    """Returns of other sites of the same body in this cycle, which she answers for, too."""
    whole = assessment.contribution.organisation.parent_id
    return (
        SelfAssessment.objects.visible_to(user, "copy_from")
        .filter(cycle=assessment.cycle_id, contribution__organisation__parent=whole)
        .exclude(pk=assessment.pk)
        .order_by("contribution__organisation__name")
    )


def brought(assessment: SelfAssessment, other: SelfAssessment) -> list[Answer]:
    """Its answers to what is not answered here yet, to be confirmed."""
    there = set(assessment.answers.values_list("key", flat=True))
    wanted = set(assessment.asks) - there
    return [
        Answer(
            assessment=assessment,
            key=each.key,
            said=each.said,
            words=each.words,
            impact=each.impact,
            carried=True,
        )
        for each in other.answers.filter(key__in=wanted, carried=False)
        if each.answered
    ]
