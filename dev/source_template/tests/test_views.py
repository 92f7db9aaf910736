from datetime import date

import pytest

from goldthread.sources.source_template.demo import build_demo
from goldthread.sources.source_template.models import SourceTemplate
from tests.factories import (
    BoardFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def team():
    board = BoardFactory(name="Kingston")
    agency_lead(OrganisationFactory(boards=[board]))
    OrganisationFactory(boards=[board])
    team = board_team(board)
    build_demo(board, team=team, on=TODAY)
    return team


def test_every_page_opens_for_whom_it_is_meant(team, sign_in):
    client = sign_in(team)
    asked, returned = SourceTemplate.objects.order_by("state")
    lead = sign_in(agency_lead(asked.contribution.organisation))
    activity = asked.contribution.activity.get_absolute_url()

    for reader, address in (
        (client, "/source_template/?q=source&state=open"),
        (client, returned.get_absolute_url()),
        (client, f"{activity}ask_for_source_template/"),
        (client, f"{returned.get_absolute_url()}send_back/"),
        (client, f"{returned.get_absolute_url()}raise_finding/"),
        (client, asked.contribution.get_absolute_url()),
        (lead, f"{asked.get_absolute_url()}submit/"),
    ):
        assert (address, reader.get(address).status_code) == (address, 200)


def test_an_answer_is_sent_from_its_page(team, sign_in):
    asked = SourceTemplate.objects.order_by("state").first()
    lead = sign_in(agency_lead(asked.contribution.organisation))

    lead.post(
        f"{asked.get_absolute_url()}submit/",
        {"answer": "Plans are vague, and visits late."},
    )

    asked.refresh_from_db()
    assert asked.state == SourceTemplate.State.RETURNED


def test_a_day_that_has_passed_is_refused(team, sign_in):
    returned = SourceTemplate.objects.returned().get()

    response = sign_in(team).post(
        f"{returned.get_absolute_url()}send_back/",
        {"reason": "Which?", "due_on_day": 1, "due_on_month": 1, "due_on_year": 2020},
    )

    assert response.status_code == 422
