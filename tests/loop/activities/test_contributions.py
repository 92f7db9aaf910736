"""What is done about each thing asked for: given, received, answered, extended."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity, Contribution
from tests.conftest import TODAY
from tests.factories import (
    BoardFactory,
    ContributionFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
)

pytestmark = pytest.mark.django_db
State = Contribution.State
WEEK = timedelta(days=7)
TOLD = {"told_by": "Sergeant Cole", "told_how": "telephone"}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def asked(board):
    police = OrganisationFactory(name="Met Police", boards=[board])
    return ContributionFactory(activity__board=board, organisation=police)


@pytest.fixture
def lead(asked):
    return agency_lead(asked.organisation)


def sentences(record):
    return [entry.sentence for entry in Entry.objects.about(record)]


def test_an_agency_lead_replies_for_her_own_organisation(asked, lead):
    workflow.receive(asked, by=lead, reply="12 records read.", on=TODAY)

    asked.refresh_from_db()
    assert (asked.state, asked.reply, asked.received_on) == (
        State.RECEIVED,
        "12 records read.",
        TODAY,
    )
    assert sentences(asked) == [f"{lead}: Reply (Asked → Received)"]


def test_the_board_team_records_a_reply_on_behalf_of_an_organisation(asked, team):
    lead = agency_lead(asked.organisation)

    workflow.receive(asked, by=team, reply="By post.", on=TODAY, **TOLD)

    asked.refresh_from_db()
    assert (asked.told_by, asked.source) == (
        "Sergeant Cole",
        "By telephone; the board team entered it on behalf of Met Police",
    )
    assert sentences(asked) == [
        f"{team} on behalf of Met Police: Reply (Asked → Received)"
    ]
    letter = Letter.objects.get()
    assert (letter.to, "on behalf of Met Police" in letter.body) == (lead, True)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"told_by": " "}, "Say who at Met Police gave it to you."),
        ({"told_how": "pigeon"}, "Choose how it came to you."),
    ],
)
def test_what_is_entered_for_another_says_who_gave_it_and_how(
    asked, team, told, sentence
):
    with pytest.raises(ValidationError) as refused:
        workflow.receive(asked, by=team, reply="Ten.", on=TODAY, **TOLD | told)

    assert refused.value.messages == [sentence]


def test_what_an_organisations_own_people_bring_needs_no_other_source(asked, lead):
    workflow.receive(asked, by=lead, reply="Ten.", on=TODAY, **TOLD)

    assert (asked.told_by, asked.told_how) == ("", "")
    assert not Letter.objects.exists()


def test_nobody_replies_for_another_organisation(asked, board):
    other = agency_lead(OrganisationFactory(boards=[board]))

    for stranger in (other, contributor(asked.organisation), chair(board)):
        with pytest.raises(PermissionDenied):
            workflow.receive(asked, by=stranger, reply="Ours.", on=TODAY)

    assert sentences(asked) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reply": " ", "on": TODAY}, "Write what the organisation brings."),
        (
            {"reply": "Here.", "on": TODAY - timedelta(days=365)},
            "It cannot have come before it was asked for.",
        ),
    ],
)
def test_a_reply_says_something_and_comes_after_it_was_asked(
    asked, lead, given, sentence
):
    with pytest.raises(ValidationError) as refused:
        workflow.receive(asked, by=lead, **given)

    assert refused.value.messages == [sentence]


def test_a_lead_gives_it_to_one_of_her_own_who_then_sees_and_answers_it(asked, lead):
    nurse = contributor(asked.organisation)
    assert list(Contribution.objects.visible_to(nurse)) == []

    workflow.assign(asked, by=lead, person=nurse, on=TODAY)

    assert list(Contribution.objects.visible_to(nurse)) == [asked]
    assert list(Activity.objects.visible_to(nurse)) == [asked.activity]
    workflow.receive(asked, by=nurse, reply="Done.", on=TODAY)


def test_it_is_not_given_to_somebody_of_another_organisation(asked, lead):
    with pytest.raises(ValidationError) as refused:
        workflow.assign(
            asked, by=lead, person=agency_lead(OrganisationFactory()), on=TODAY
        )

    assert refused.value.messages == ["Choose somebody of the organisation itself."]


def test_of_a_restricted_activity_only_somebody_it_names_can_be_given_it(asked, team):
    lead, nurse = agency_lead(asked.organisation), contributor(asked.organisation)
    workflow.restrict(asked.activity, by=team)
    with pytest.raises(PermissionDenied):
        workflow.assign(asked, by=lead, person=nurse, on=TODAY)
    workflow.name_people(asked.activity, by=team, people=[lead])

    with pytest.raises(ValidationError) as refused:
        workflow.assign(asked, by=lead, person=nurse, on=TODAY)

    assert refused.value.messages == [
        (
            f"This activity is restricted and does not name {nurse}. "
            "Ask the board team to name them first."
        )
    ]
    workflow.name_people(asked.activity, by=team, people=[nurse])
    workflow.assign(asked, by=lead, person=nurse, on=TODAY)
    assert list(Contribution.objects.visible_to(nurse)) == [asked]


def test_one_agency_sees_nothing_of_anothers_in_the_same_activity(asked, board):
    other = OrganisationFactory(boards=[board])
    theirs = ContributionFactory(activity=asked.activity, organisation=other)

    assert list(Contribution.objects.visible_to(agency_lead(other))) == [theirs]
    assert list(Activity.objects.visible_to(agency_lead(OrganisationFactory()))) == []


def test_agencies_named_on_a_restricted_activity_still_see_only_their_own(asked, team):
    lead = agency_lead(asked.organisation)
    ContributionFactory(activity=asked.activity)
    workflow.restrict(asked.activity, by=team)
    workflow.name_people(asked.activity, by=team, people=[lead])

    assert list(Contribution.objects.visible_to(lead)) == [asked]
    assert Contribution.objects.visible_to(team).count() == 2


def test_the_board_sends_feedback(asked, lead, team):
    workflow.receive(asked, by=lead, reply="Done.", on=TODAY)

    workflow.give_feedback(asked, by=team, feedback="Clear; add ages.", on=TODAY)

    asked.refresh_from_db()
    assert (asked.feedback, asked.feedback_on, asked.feedback_by, asked.state) == (
        "Clear; add ages.",
        TODAY,
        team,
        State.RECEIVED,
    )


def test_nobody_judges_what_her_own_organisation_brought(asked, team):
    agency_lead(asked.organisation, team)
    workflow.receive(asked, by=team, reply="Ours.", on=TODAY)

    with pytest.raises(PermissionDenied):
        workflow.give_feedback(asked, by=team, feedback="Splendid.", on=TODAY)


def test_feedback_says_something(asked, lead, team):
    workflow.receive(asked, by=lead, reply="Done.", on=TODAY)

    with pytest.raises(ValidationError) as refused:
        workflow.give_feedback(asked, by=team, feedback="", on=TODAY)

    assert refused.value.messages == ["Write what the board sends back."]


def test_it_is_extended_with_a_reason_and_keeps_the_day_first_agreed(asked, team):
    first = asked.due_on

    workflow.extend(asked, by=team, due_on=first + WEEK, reason="Inspection.")
    workflow.extend(asked, by=team, due_on=first + 2 * WEEK, reason="Still inspected.")

    asked.refresh_from_db()
    assert (asked.first_due_on, asked.due_on, asked.changed_because) == (
        first,
        first + 2 * WEEK,
        "Still inspected.",
    )


def test_an_extension_is_later_and_has_a_reason(asked, team):
    with pytest.raises(ValidationError) as earlier:
        workflow.extend(asked, by=team, due_on=asked.due_on, reason="Why not.")
    with pytest.raises(ValidationError) as silent:
        workflow.extend(asked, by=team, due_on=asked.due_on + WEEK, reason="")

    assert earlier.value.messages == ["Choose a day after the one it is due now."]
    assert silent.value.messages == ["Say why."]


def test_it_is_withdrawn_and_asked_again(asked, team):
    workflow.withdraw(asked, by=team, reason="Not theirs.")
    with pytest.raises(WrongState):
        workflow.extend(asked, by=team, due_on=asked.due_on + WEEK, reason="?")

    workflow.ask_again(
        asked, by=team, due_on=TODAY + WEEK, reason="Theirs after all.", on=TODAY
    )

    asked.refresh_from_db()
    assert (asked.state, asked.received_on, asked.due_on) == (
        State.ASKED,
        None,
        TODAY + WEEK,
    )


def test_what_was_received_can_be_asked_again_and_keeps_the_reply(asked, lead, team):
    workflow.receive(asked, by=lead, reply="Half.", on=TODAY)

    workflow.ask_again(asked, by=team, due_on=TODAY, reason="The other half.", on=TODAY)

    asked.refresh_from_db()
    assert (asked.state, asked.reply, asked.received_on) == (State.ASKED, "Half.", None)


def test_it_is_not_asked_again_for_yesterday_or_for_a_reported_activity(asked, team):
    workflow.withdraw(asked, by=team, reason="Not theirs.")
    given = {"by": team, "reason": "After all.", "on": TODAY}

    with pytest.raises(ValidationError) as yesterday:
        workflow.ask_again(asked, due_on=TODAY - timedelta(days=1), **given)
    Activity.objects.update(state=Activity.State.REPORTED)
    asked.refresh_from_db()
    with pytest.raises(ValidationError) as reported:
        workflow.ask_again(asked, due_on=TODAY, **given)

    assert yesterday.value.messages == ["Choose today or a later day."]
    assert reported.value.messages == [
        "Its activity is reported. Reopen the activity first."
    ]


@pytest.mark.parametrize("state", ["received", "asked"])
def test_received_has_a_day_and_nothing_else_has(state):
    wrong = {"received": None, "asked": TODAY}[state]

    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(state=state, received_on=wrong)
