from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState, open_to
from goldthread.loop.actions.briefings import queries, workflow
from goldthread.loop.actions.briefings.models import Briefing, Reach
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings import workflow as findings
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    BriefingFactory,
    ContributionFactory,
    FindingFactory,
    FrameworkFactory,
    LineFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    practitioner,
    scrutineer,
)

pytestmark = pytest.mark.django_db
State = Briefing.State
DUE = date(2026, 12, 16)
WORDS = {"means": "briefing", "text": "Ask who else lives in the home."}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Met Police", boards=[board])


@pytest.fixture
def learned(board):
    return FindingFactory(activity=ActivityFactory(board=board), released=True)


@pytest.fixture
def briefing(board, team, learned):
    return workflow.write_briefing(
        board, by=team, title="Hidden men", on=TODAY, findings=[learned], **WORDS
    )


@pytest.fixture
def asked(briefing, team, police):
    """The police are asked to pass it on."""
    tell(briefing, team, police)
    return Contribution.objects.get()


def tell(briefing, team, *organisations, **given):
    workflow.tell(
        briefing, by=team, organisations=organisations, due_on=DUE, on=TODAY, **given
    )


# --- Writing ----------------------------------------------------------------------------


def test_a_briefing_is_an_activity_of_the_line_on_training(board, team, learned):
    line = LineFactory(
        framework=FrameworkFactory(boards=[board]),
        way="training",
        expected_outcome="Staff are knowledgeable.",
    )

    briefing = workflow.write_briefing(
        board, by=team, title="Hidden men", on=TODAY, findings=[learned], **WORDS
    )

    activity = briefing.activity
    assert (activity.line, activity.way, activity.expected_outcome) == (
        line,
        "training",
        "Staff are knowledgeable.",
    )
    assert (str(briefing), briefing.state, list(briefing.findings.all())) == (
        "Hidden men",
        State.DRAFT,
        [learned],
    )
    assert [str(e) for e in Entry.objects.about(briefing)] == [
        f"{team} write_briefing briefings.briefing {briefing.pk}"
    ]


def test_only_released_findings_of_the_board_are_told(board, team, learned):
    agreed = FindingFactory(activity=learned.activity, state="agreed", agreed_at=None)
    elsewhere = FindingFactory(released=True)

    for chosen, sentence in (
        ([], "Choose what was learned."),
        ([agreed], "Choose findings of this board that are released."),
        ([elsewhere], "Choose findings of this board that are released."),
    ):
        with pytest.raises(ValidationError) as refused:
            workflow.write_briefing(
                board, by=team, title="Hidden men", on=TODAY, findings=chosen, **WORDS
            )
        assert refused.value.message_dict == {"findings": [sentence]}
    assert list(Briefing.objects.all()) == []
    assert list(Activity.objects.filter(way="training")) == []


def test_a_draft_is_put_in_better_words(briefing, team, learned):
    workflow.edit(
        briefing,
        by=team,
        title="Men who are not seen",
        findings=[learned],
        means="newsletter",
        text="Ask.",
    )

    briefing.refresh_from_db()
    assert (str(briefing), briefing.means, briefing.text) == (
        "Men who are not seen",
        "newsletter",
        "Ask.",
    )


@pytest.mark.parametrize("who", [chair, scrutineer])
def test_only_the_board_team_writes_and_tells(board, briefing, learned, police, who):
    stranger = who(board)

    with pytest.raises(PermissionDenied):
        workflow.write_briefing(
            board, by=stranger, title="-", on=TODAY, findings=[learned], **WORDS
        )
    with pytest.raises(PermissionDenied):
        tell(briefing, stranger, police)


# --- Telling ----------------------------------------------------------------------------


def test_telling_asks_the_organisations_to_pass_it_on(briefing, team, police):
    lead = agency_lead(police)

    tell(briefing, team, police)

    contribution = briefing.activity.contributions.get()
    assert (briefing.state, briefing.told_on) == (State.TOLD, TODAY)
    assert briefing.activity.state == Activity.State.UNDER_WAY
    assert (contribution.what, contribution.due_on) == (
        "Pass on to your practitioners: Hidden men",
        DUE,
    )
    assert [letter.to for letter in Letter.objects.all()] == [lead]


def test_practitioners_read_a_briefing_once_it_is_told(board, briefing, team, police):
    reader, elsewhere = practitioner(police), practitioner(OrganisationFactory())
    assert list(Briefing.objects.visible_to(reader)) == []

    tell(briefing, team, police)

    assert list(Briefing.objects.visible_to(reader)) == [briefing]
    assert list(Briefing.objects.visible_to(elsewhere)) == []


def test_a_briefing_of_an_activity_that_was_restricted_since_is_read_by_no_practitioner(
    briefing, team, police
):
    reader = practitioner(police)
    tell(briefing, team, police)

    activities.restrict(briefing.activity, by=team)

    assert list(Briefing.objects.visible_to(reader)) == []


def test_words_that_may_identify_somebody_are_checked_before_it_is_told(
    briefing, team, police
):
    briefing.text = "Born on 4 May 2015, she lives at 12 Park Road, KT1 2AB."
    briefing.save()

    with pytest.raises(ValidationError, match="may identify a child"):
        tell(briefing, team, police)
    assert Briefing.objects.get().state == State.DRAFT

    tell(briefing, team, police, checked=True)
    assert briefing.state == State.TOLD


def test_a_finding_that_was_reopened_is_not_told(briefing, team, police, learned):
    findings.reopen(learned, by=team)

    with pytest.raises(ValidationError, match="no longer released"):
        tell(briefing, team, police)


def test_nobody_is_told_without_an_organisation_to_pass_it_on(briefing, team):
    with pytest.raises(ValidationError) as refused:
        tell(briefing, team)

    assert refused.value.message_dict == {
        "organisations": ["Choose the organisations you ask."]
    }


def test_a_briefing_taken_back_is_read_and_passed_on_by_nobody(
    briefing, team, police, asked
):
    reader = practitioner(police)

    workflow.take_back(briefing, by=team, reason="It named a school.")

    asked.refresh_from_db()
    assert (briefing.state, asked.state) == (State.TAKEN_BACK, "withdrawn")
    assert asked.changed_because == "It named a school."
    assert list(Briefing.objects.visible_to(reader)) == []


def test_a_briefing_taken_back_is_put_right_and_told_again(
    briefing, team, police, asked
):
    with pytest.raises(ValidationError, match="Say why it is taken back"):
        workflow.take_back(briefing, by=team, reason=" ")
    workflow.take_back(briefing, by=team, reason="It named a school.")

    workflow.reopen(briefing, by=team)
    assert (briefing.state, briefing.told_on) == (State.DRAFT, None)
    tell(briefing, team, police)

    assert (briefing.state, briefing.taken_back_because) == (State.TOLD, "")
    with pytest.raises(WrongState):
        workflow.reopen(briefing, by=team)


# --- Whom it reached ----------------------------------------------------------------------


def test_an_organisation_says_whom_it_reached_and_how(briefing, asked, police):
    lead = agency_lead(police)

    workflow.pass_on(
        asked, by=lead, reply="At nine briefings.", reached=23, among=26, on=TODAY
    )

    assert (asked.state, asked.received_on, asked.reply) == (
        "received",
        TODAY,
        "At nine briefings.",
    )
    assert str(Reach.objects.get()) == "23 of 26 practitioners"
    reach = queries.reach_of(briefing)
    assert (reach.organisations, reach.passed_on, reach.reached) == (1, 1, 23)


def test_it_cannot_have_reached_more_than_there_are(asked, police):
    with pytest.raises(ValidationError, match="more practitioners than there are"):
        workflow.pass_on(
            asked, by=agency_lead(police), reply="All.", reached=27, among=26, on=TODAY
        )

    asked.refresh_from_db()
    assert (asked.state, list(Reach.objects.all())) == ("asked", [])


def test_whoever_was_given_it_says_whom_it_reached_and_nobody_else(
    board, asked, police
):
    given_to, other = contributor(police), contributor(police)
    asked.person = given_to
    asked.save()
    strangers = (other, agency_lead(OrganisationFactory(boards=[board])), chair(board))

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            workflow.pass_on(asked, by=stranger, reply="-", reached=1, on=TODAY)

    workflow.pass_on(asked, by=given_to, reply="By mail.", reached=1, on=TODAY)
    assert str(Reach.objects.get()) == "1 practitioner"


def test_the_board_team_enters_what_it_was_told_by_telephone(asked, team):
    with pytest.raises(ValidationError, match="Say who at Met Police"):
        workflow.pass_on(asked, by=team, reply="By mail.", reached=9, on=TODAY)

    told = {"told_by": "The duty sergeant", "told_how": "telephone"}
    workflow.pass_on(asked, by=team, reply="By mail.", reached=9, on=TODAY, **told)

    assert (asked.told_by, Entry.objects.about(asked).last().on_behalf_of) == (
        "The duty sergeant",
        "Met Police",
    )


def test_a_briefing_is_passed_on_by_its_own_step_and_other_work_is_not(
    board, asked, police
):
    lead = agency_lead(police)
    other = ContributionFactory(
        activity=ActivityFactory(board=board), organisation=police
    )

    def offered(contribution):
        names = {step.name for step in open_to(lead, contribution)}
        return names & {"receive", "pass_on"}

    assert (offered(asked), offered(other)) == ({"pass_on"}, {"receive"})


def test_asked_again_the_numbers_are_said_anew(briefing, asked, team, police):
    lead = agency_lead(police)
    workflow.pass_on(asked, by=lead, reply="By mail.", reached=9, on=TODAY)
    activities.ask_again(asked, by=team, due_on=DUE, reason="And nights?", on=TODAY)

    workflow.pass_on(asked, by=lead, reply="At nights.", reached=19, on=TODAY)

    assert queries.reach_of(briefing).reached == 19


def test_a_practitioner_says_once_that_she_has_read_it(briefing, asked, police, team):
    reader = practitioner(police)

    workflow.read(briefing, by=reader, on=TODAY)

    assert queries.reach_of(briefing).read_here == 1
    for again in (reader, team):
        with pytest.raises(PermissionDenied):
            workflow.read(briefing, by=again, on=TODAY)


# --- What was told ------------------------------------------------------------------------


def test_what_nobody_was_told_is_offered_first(board, team, learned, briefing, police):
    other = FindingFactory(activity=learned.activity, released=True)
    assert set(queries.untold(board)) == {learned, other}

    tell(briefing, team, police)

    assert list(queries.untold(board)) == [other]
    assert list(queries.offered(board, None)) == [other]
    assert set(queries.offered(board, briefing)) == {learned, other}


def test_what_was_told_in_a_period_is_told_with_whom_it_reached(board):
    briefing = BriefingFactory(activity__board=board, told=True)
    BriefingFactory(activity__board=board, told=True, activity__restricted=True)
    BriefingFactory(told=True)
    BriefingFactory(activity__board=board)
    ContributionFactory(activity=briefing.activity, received=True)
    ContributionFactory(activity=briefing.activity)
    ContributionFactory(activity=briefing.activity, state="withdrawn")

    november = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    (told,) = queries.told_between(board, **november)
    assert (told, queries.reach_words(told), told.reached) == (
        briefing,
        "1 of 2 (50%)",
        0,
    )
    december = {"since": date(2026, 12, 1), "until": date(2026, 12, 31)}
    assert list(queries.told_between(board, **december)) == []
