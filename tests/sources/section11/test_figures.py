"""Figures that boards have published, made from as many returns by the same steps.

Leeds, April 2018 to March 2020: 366 returns, 14 of statutory organisations, 158 of
commissioned ones, 82 of the third sector, 95 of early years and 17 of schools. Devon, by
4 April 2025: all but 4 of 419 schools.
"""

import pytest
from django.urls import reverse

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Board, Organisation
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import SelfAssessment
from tests.conftest import TODAY
from tests.sources.section11.conftest import CLOSES, OPENS

pytestmark = pytest.mark.django_db


def asked(here, **kinds):
    """So many organisations of each type are asked; their returns, in order."""
    made = Organisation.objects.bulk_create(
        Organisation(name=f"{kind} {number:03}", kind=kind)
        for kind, many in kinds.items()
        for number in range(many)
    )
    partner = Board.partners.through
    with trusted():
        partner.objects.bulk_create(
            partner(board=here.board, organisation=each) for each in made
        )
    workflow.assign(here.cycle, by=here.team, kinds=list(kinds), on=OPENS)
    workflow.open_cycle(here.cycle, by=here.team, on=OPENS)
    return here.cycle.returns.order_by("contribution__organisation__name")


def submitted(returns):
    keys = list(returns.values_list("pk", flat=True))
    with trusted():
        SelfAssessment.objects.filter(pk__in=keys).update(
            sent=True, submitted_on=TODAY, state="submitted"
        )


def rates(here):
    found = queries.tracker(here.cycle, here.team, on=TODAY)
    return {each.words: each.rate for each in found}


def test_the_returns_of_leeds_by_type_make_366(here):
    kinds = {
        "nhs_provider": 14,
        "commissioned": 158,
        "voluntary": 82,
        "early_years": 95,
        "school_academy": 17,
    }
    submitted(asked(here, **kinds))

    found = queries.tracker(here.cycle, here.team, on=TODAY)

    *types, every = found
    assert sorted(each.came for each in types) == sorted(kinds.values())
    assert (every.words, every.rate) == ("All", "366 of 366 (100%)")


def test_all_but_four_schools_of_devon_are_99_percent_and_the_four_are_named(
    here, sign_in
):
    returns = asked(here, school_maintained=419)
    submitted(returns[4:])

    page = sign_in(here.team).get(reverse("section11:cycle", args=[here.cycle.pk]))

    assert rates(here)["All"] == "415 of 419 (99.0%)"
    four = ", ".join(f"school_maintained {number:03}" for number in range(4))
    assert f"Still to come: {four}." in page.content.decode()


def test_more_than_ten_still_to_come_are_counted_and_not_named(here):
    asked(here, school_maintained=11)

    assert queries.owed(here.cycle, here.team) == queries.pictures.Owed(11)


def test_nobody_is_still_to_come_once_all_have_submitted(here):
    submitted(asked(here, school_maintained=3))

    assert queries.owed(here.cycle, here.team) == queries.pictures.Owed(0)


def test_who_has_submitted_once_and_is_asked_again_is_not_still_to_come(here):
    assessment = here.submitted()
    workflow.ask_about(assessment, by=here.team, text="Which team?", on=CLOSES)

    assert queries.owed(here.cycle, here.team).number == 0
