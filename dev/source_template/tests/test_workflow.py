from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.loop.activities import workflow as activities
from goldthread.sources.source_template import workflow
from goldthread.sources.source_template.models import SourceTemplate
from goldthread.sources.source_template.rules import WAY
from tests.factories import (
    ActivityFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
)

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 11, 18), date(2026, 12, 16)
State = SourceTemplate.State
ANSWER = "Plans are vague, and visits late."


@pytest.fixture
def activity():
    return ActivityFactory(way=WAY, state="under_way")


@pytest.fixture
def team(activity):
    return board_team(activity.board)


@pytest.fixture
def record(activity, team):
    agency = OrganisationFactory(boards=[activity.board])
    workflow.ask_for_source_template(
        activity, by=team, organisations=[agency], what="It", due_on=LATER, on=TODAY
    )
    return SourceTemplate.objects.get()


@pytest.fixture
def lead(record):
    return agency_lead(record.contribution.organisation)


def test_what_is_asked_is_answered_and_owed_no_more(record, lead):
    workflow.submit(record, by=lead, answer=ANSWER, on=TODAY)

    assert record.state == State.RETURNED
    assert (record.contribution.state, record.contribution.received_on) == (
        "received",
        TODAY,
    )


def test_a_short_answer_is_refused_and_nothing_is_written(record, lead):
    with pytest.raises(ValidationError):
        workflow.submit(record, by=lead, answer="Fine.", on=TODAY)

    record.refresh_from_db()
    assert record.state == State.OPEN


def test_the_lead_of_another_organisation_neither_sees_nor_answers_it(record):
    stranger = agency_lead(OrganisationFactory())

    assert list(SourceTemplate.objects.visible_to(stranger)) == []
    with pytest.raises(PermissionDenied):
        workflow.submit(record, by=stranger, answer=ANSWER, on=TODAY)


def test_it_is_not_received_by_the_general_step(record, lead):
    with pytest.raises(PermissionDenied):
        activities.receive(record.contribution, by=lead, reply="Here.", on=TODAY)


def test_it_is_sent_back_with_a_reason_and_owed_again(record, lead, team):
    workflow.submit(record, by=lead, answer=ANSWER, on=TODAY)
    with pytest.raises(ValidationError):
        workflow.send_back(record, by=team, reason=" ", due_on=LATER)

    workflow.send_back(record, by=team, reason="Which visits?", due_on=LATER)

    assert (record.state, record.contribution.state) == (State.OPEN, "asked")
    assert list(SourceTemplate.objects.returned()) == []


def test_a_finding_raised_from_it_stands_in_the_loop(record, lead, team):
    workflow.submit(record, by=lead, answer=ANSWER, on=TODAY)

    finding = workflow.raise_finding(
        record, by=team, kind="concern", text="Late visits."
    )

    assert list(record.findings.all()) == [finding]
    assert finding.activity == record.contribution.activity
