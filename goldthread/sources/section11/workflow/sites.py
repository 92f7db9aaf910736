"""A trust answers once for its sites, or each of them does by itself."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Answer,
    SelfAssessment,
    SiteDifference,
)
from goldthread.sources.section11.models.cycles import ASSIGNING
from goldthread.sources.section11.models.returns import WITH_AGENCY, WRITING
from goldthread.sources.section11.workflow import asking, writing

steps = Steps("section11.selfassessment")


# --- By the board ----------------------------------------------------------------------------


@steps.step("Ask each of its sites by itself", *WITH_AGENCY)
def ask_each_site(assessment: SelfAssessment, *, by: User, on: date) -> None:
    """Its sites are asked from now on. Its own return stands, for itself alone."""
    cycle = assessment.cycle
    if assessment.sent or cycle.state not in ASSIGNING:
        raise ValidationError(
            "It was submitted for its sites already, or the cycle is closed. Nothing was "
            "changed. Raise a finding, or ask the sites in the next cycle."
        )
    if not (sites := queries.still_to_ask(assessment)):
        raise ValidationError(
            "Every one of its sites is asked already, or became part of another "
            "organisation. Nothing was changed."
        )
    whole = assessment.contribution.organisation_id
    cycle.assignments.filter(organisation=whole).update(for_sites=False)
    assessment.sites.clear()
    assessment.for_sites = assessment.site_differences.exists()
    _leave_boards_of_sites(assessment, whole)
    asked = asking.assign_each(cycle, sites, assessment.size)
    asking.invite(cycle, asked, by=by, on=on)


def _leave_boards_of_sites(assessment: SelfAssessment, whole: int) -> None:
    """Boards that work with a site alone read that site's return, and this one no more."""
    boards = assessment.boards
    if boards.filter(partners=whole).exists():
        boards.remove(*boards.exclude(partners=whole))
        assessment.several = boards.count() > 1


# --- By the organisation ----------------------------------------------------------------------


@steps.step("Say where a site differs", *WRITING)
def add_difference(
    assessment: SelfAssessment,
    *,
    by: User,
    key: str,
    site: Organisation,
    words: str,
    on: date,
) -> None:
    """The answer stands for all sites but this one, of which this is said."""
    writing.check_open(assessment, on=on)
    if key not in set(assessment.asks):
        raise ValidationError({"key": "Choose one of the questions."})
    writing.check_hers(assessment, [key], by=by)
    if not assessment.sites.filter(pk=site.pk).exists():
        raise ValidationError({"site": "Choose one of the sites that you answer for."})
    words = typed(words, words="Say what is different there.")
    difference = SiteDifference(assessment=assessment, key=key, site=site, words=words)
    difference.full_clean()
    difference.save()
    writing.remember(assessment, by)


@steps.step("Remove where a site differs", *WRITING)
def remove_difference(
    assessment: SelfAssessment, *, by: User, difference: SiteDifference, on: date
) -> None:
    """It is not different there, or is said anew."""
    writing.check_open(assessment, on=on)
    writing.check_hers(assessment, [difference.key], by=by)
    assessment.site_differences.filter(pk=difference.pk).delete()
    writing.remember(assessment, by)


@steps.step("Bring answers from another site", *WRITING)
def copy_from(
    assessment: SelfAssessment, *, by: User, other: SelfAssessment, on: date
) -> None:
    """What that site answered is there to be confirmed or changed; nothing is overwritten.

    Evidence is not brought: what shows it there may show nothing here.
    """
    writing.check_open(assessment, on=on)
    if not queries.copied_from(assessment, by).filter(pk=other.pk).exists():
        raise ValidationError({"other": "Choose another site that you answer for."})
    answers = queries.brought(assessment, other)
    if not answers:
        raise ValidationError(
            "Nothing was brought: that site has confirmed no answer to what is not answered "
            "here yet. What you wrote stands."
        )
    writing.check_hers(assessment, [each.key for each in answers], by=by)
    Answer.objects.bulk_create(answers, ignore_conflicts=True)
    writing.remember(assessment, by)
