from datetime import date

import pytest

from goldthread.sources.agency_audits.demo import TALES, build_demo
from goldthread.sources.agency_audits.models import AgencyAudit
from tests.factories import OrganisationFactory, agency_lead

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


def states():
    return sorted(AgencyAudit.objects.values_list("state", flat=True))


def test_each_tale_is_told_as_far_as_it_reaches(here):
    for _ in TALES[1:]:
        agency_lead(OrganisationFactory(boards=[here.board]))

    build_demo(here.board, team=here.team, on=TODAY)

    assert states() == sorted(tale.reach for tale in TALES)


def test_an_organisation_without_a_lead_is_left_alone(here):
    here.lead.appointments.all().delete()
    here.activity.delete()

    build_demo(here.board, team=here.team, on=TODAY)

    assert states() == []
