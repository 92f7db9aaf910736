"""Letters and reminders: to whom, when, in what words, and never twice."""

from datetime import timedelta

import pytest

from goldthread.base.post import rules as post
from goldthread.base.post.models import Letter
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Contribution
from goldthread.loop.activities.rules import Way
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    contributor,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def asked(board):
    return ContributionFactory(
        activity__board=board,
        activity__title="Baby P",
        activity__way=Way.SINGLE_AGENCY_AUDIT,
        organisation=OrganisationFactory(name="Met Police", boards=[board]),
        asked_on=TODAY - 30 * DAY,
        due_on=TODAY,
    )


@pytest.fixture
def lead(asked):
    return agency_lead(asked.organisation)


def posted():
    return [(letter.to, letter.subject) for letter in Letter.objects.all()]


def test_the_clock_asks_us_for_reminders():
    assert workflow.remind in post.DUE


def test_the_lead_is_reminded_five_times_and_never_twice(asked, lead):
    days = [asked.due_on + n * DAY for n in range(-20, 20)]

    written = [workflow.remind(day) for day in days for _ in range(2)]

    ref = asked.reference
    assert posted() == [
        (lead, f"Single-agency audit: your reply is due in 14 days ({ref})"),
        (lead, f"Single-agency audit: your reply is due in 3 days ({ref})"),
        (lead, f"Single-agency audit: your reply is due today ({ref})"),
        (lead, f"Single-agency audit: your reply is 3 days late ({ref})"),
        (lead, f"Single-agency audit: your reply is 10 days late ({ref})"),
    ]
    assert sum(written) == 5


def test_a_reminder_says_what_to_do_why_and_where_and_names_no_title(asked, lead):
    workflow.remind(asked.due_on + 3 * DAY)

    letter = Letter.objects.get()
    assert letter.body.startswith("The board is still waiting for this. Reply now,")
    assert asked.get_absolute_url() in letter.body
    assert "Why you got this: you answer for Met Police." in letter.body
    assert "Baby P" not in letter.subject + letter.body
    assert asked.what not in letter.subject + letter.body


def test_whoever_was_given_it_is_reminded_instead_of_the_lead(asked, lead):
    nurse = contributor(asked.organisation)
    Contribution.objects.update(person=nurse)

    workflow.remind(asked.due_on)

    letter = Letter.objects.get()
    assert letter.to == nurse
    assert "Why you got this: it was given to you." in letter.body


def test_the_lead_is_reminded_again_once_that_person_has_left(asked, lead):
    nurse = contributor(asked.organisation)
    Contribution.objects.update(person=nurse)
    nurse.appointments.update(until=TODAY - 400 * DAY)

    workflow.remind(asked.due_on)

    assert [letter.to for letter in Letter.objects.all()] == [lead]


def test_of_a_restricted_activity_only_the_people_named_are_reminded(
    asked, lead, team, board
):
    workflow.restrict(asked.activity, by=team)
    assert workflow.remind(asked.due_on) == 0

    workflow.name_people(asked.activity, by=team, people=[lead])

    assert workflow.remind(asked.due_on) == 1
    agency_lead(asked.organisation)
    assert workflow.remind(asked.due_on + 3 * DAY) == 1
    assert {letter.to for letter in Letter.objects.all()} == {lead}


def test_what_was_received_or_withdrawn_is_not_reminded(asked, lead):
    Contribution.objects.update(state="withdrawn")

    assert workflow.remind(asked.due_on) == 0


def test_what_was_asked_today_is_not_reminded_today(asked, lead):
    Contribution.objects.update(asked_on=asked.due_on)

    assert workflow.remind(asked.due_on) == 0


def test_an_extension_starts_the_reminders_afresh(asked, lead, team):
    workflow.remind(asked.due_on)
    workflow.extend(asked, by=team, due_on=asked.due_on + DAY, reason="Ill.")

    workflow.remind(asked.due_on)

    assert [subject for _, subject in posted()] == [
        f"Single-agency audit: your reply is due today ({asked.reference})",
        f"Single-agency audit: you have until 19 November 2026 ({asked.reference})",
        f"Single-agency audit: your reply is due today ({asked.reference})",
    ]


def test_a_tick_on_a_day_when_all_is_written_costs_two_statements(
    asked, lead, django_assert_num_queries
):
    workflow.remind(asked.due_on)

    with django_assert_num_queries(2):
        assert workflow.remind(asked.due_on) == 0


def test_leads_are_written_to_when_their_organisation_is_asked(board, team):
    activity = ActivityFactory(board=board, way=Way.SECTION_11)
    police, school = OrganisationFactory.create_batch(2)
    leads = [agency_lead(police), agency_lead(school)]

    made = workflow.ask_for(
        activity,
        by=team,
        organisations=[police, school],
        what="Your audit",
        due_on=TODAY + 14 * DAY,
        on=TODAY,
    )

    said = "Section 11 audit: send us what was asked, due in 14 days"
    assert posted() == [
        (person, f"{said} ({contribution.reference})")
        for person, contribution in zip(leads, made, strict=True)
    ]


def test_each_step_tells_whoever_has_it(asked, lead, team):
    nurse = contributor(asked.organisation)

    workflow.assign(asked, by=lead, person=nurse, on=TODAY)
    workflow.receive(asked, by=nurse, reply="Done.", on=TODAY)
    workflow.give_feedback(asked, by=team, feedback="Thank you.", on=TODAY)
    workflow.ask_again(asked, by=team, due_on=TODAY, reason="More.", on=TODAY)
    workflow.withdraw(asked, by=team, reason="Enough.")

    said = [
        "a reply to write, due today",
        "feedback on what you sent the board",
        "send us what was asked, due today",
        "something you were asked for is no longer needed",
    ]
    assert posted() == [
        (nurse, f"Single-agency audit: {words} ({asked.reference})") for words in said
    ]
