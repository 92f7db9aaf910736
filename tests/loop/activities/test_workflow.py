from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.access.table import can
from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState, open_to
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Way
from goldthread.loop.plan.models import Intention
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    FindingFactory,
    FrameworkFactory,
    GroupFactory,
    IntentionFactory,
    LineFactory,
    OrganisationFactory,
    UserFactory,
    YearFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
)

pytestmark = pytest.mark.django_db
State = Activity.State
IN_TWO_WEEKS = TODAY + timedelta(days=14)


def lines(record):
    return [str(entry) for entry in Entry.objects.about(record)]


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def line(board):
    return LineFactory(
        framework=FrameworkFactory(boards=[board]),
        way=Way.SINGLE_AGENCY_AUDIT,
        expected_outcome="Practice improves.",
    )


def activity_of(board, **said):
    return ActivityFactory(board=board, **said)


# --- Planning it ------------------------------------------------------------------------


def test_an_activity_takes_its_way_and_outcome_from_its_line(board, team, line):
    group = GroupFactory(boards=[board])

    activity = workflow.add_activity(
        board, by=team, title="Neglect audit", line=line, lead_group=group, lead=team
    )

    assert (activity.way, activity.expected_outcome, activity.state) == (
        Way.SINGLE_AGENCY_AUDIT,
        "Practice improves.",
        State.PLANNED,
    )
    assert lines(activity) == [f"{team} add_activity activities.activity {activity.pk}"]
    assert lines(board) == [f"{team} add_activity people.board {board.pk}"]


def test_what_was_said_of_it_goes_before_what_its_line_says(board, team, line):
    activity = workflow.add_activity(
        board,
        by=team,
        title="Visit",
        line=line,
        way=Way.OBSERVATION,
        expected_outcome="We have seen it.",
    )

    assert (activity.way, activity.expected_outcome) == (
        Way.OBSERVATION,
        "We have seen it.",
    )


def test_it_can_ask_organisations_in_the_same_go(board, team):
    police, school = OrganisationFactory.create_batch(2, boards=[board])

    activity = workflow.add_activity(
        board,
        by=team,
        title="Audit",
        way=Way.SECTION_11,
        asking={
            "organisations": [police, school],
            "what": "Your self-assessment",
            "due_on": IN_TWO_WEEKS,
            "on": TODAY,
        },
    )

    asked = activity.contributions.order_by("pk")
    assert [c.organisation for c in asked] == [police, school]
    assert [lines(c) for c in asked] == [
        [f"{team} ask_for activities.contribution {c.pk}"] for c in asked
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"way": ""}, "Choose a way of learning, or a line of the framework."),
        (
            {"line": "another board's"},
            "Choose a line of the framework that this board works by.",
        ),
        ({"lead_group": "another board's"}, "Choose one of the groups of this board."),
        (
            {"lead": "a stranger"},
            (
                "Stranger has no role on this board or in an organisation that works with "
                "it. Invite them first."
            ),
        ),
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
            "The last day cannot be before the first.",
        ),
    ],
)
def test_an_activity_that_does_not_fit_its_board_is_refused(
    board, team, wrong, sentence
):
    strangers = {
        "line": LineFactory,
        "lead_group": GroupFactory,
        "lead": lambda: UserFactory(name="Stranger"),
    }
    given = {
        name: strangers.get(name, lambda value=value: value)()
        for name, value in wrong.items()
    }

    with pytest.raises(ValidationError) as refused:
        workflow.add_activity(
            board, by=team, **{"title": "Audit", "way": Way.OTHER} | given
        )

    assert refused.value.messages == [sentence]
    assert list(Activity.objects.all()) == []
    assert lines(board) == []


def test_only_the_board_team_adds_an_activity(board):
    with pytest.raises(PermissionDenied):
        workflow.add_activity(board, by=chair(board), title="Audit", way=Way.OTHER)


def test_an_intention_of_the_plan_becomes_an_activity(board, team, line):
    intention = IntentionFactory(year=YearFactory(board=board), line=line)

    activity = workflow.start_activity(intention, by=team, title="Neglect audit")

    intention.refresh_from_db()
    assert (activity.board, activity.intention, activity.line) == (
        board,
        intention,
        line,
    )
    assert intention.state == Intention.State.STARTED
    assert lines(intention) == [f"{team} start_activity plan.intention {intention.pk}"]


def test_an_intention_is_started_once(board, team):
    intention = IntentionFactory(year=YearFactory(board=board), state="started")

    with pytest.raises(WrongState):
        workflow.start_activity(intention, by=team, title="Audit", way=Way.OTHER)


def test_what_was_said_of_it_can_be_changed(board, team):
    activity = activity_of(board)

    workflow.edit(activity, by=team, title="A better name", area="Ham")

    activity.refresh_from_db()
    assert (activity.title, activity.area) == ("A better name", "Ham")


# --- From planned to closed -------------------------------------------------------------


def test_it_is_begun_reported_and_closed(board, team):
    activity = activity_of(board)

    workflow.begin(activity, by=team)
    workflow.report(activity, by=team, outcome="partly", note="9 of 12 read.", on=TODAY)
    workflow.close(activity, by=team)

    activity.refresh_from_db()
    assert (activity.state, activity.outcome, activity.outcome_note) == (
        State.CLOSED,
        "partly",
        "9 of 12 read.",
    )
    assert activity.reported_on == TODAY
    assert [e.verb for e in Entry.objects.about(activity)] == [
        "begin",
        "report",
        "close",
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"outcome": "splendid", "note": "All read."},
            "Choose whether the expected outcome was met.",
        ),
        ({"outcome": "met", "note": " "}, "Say how you know whether it was met."),
    ],
)
def test_it_is_not_reported_without_an_outcome_and_a_note(board, team, given, sentence):
    activity = activity_of(board, state=State.UNDER_WAY)

    with pytest.raises(ValidationError) as refused:
        workflow.report(activity, by=team, on=TODAY, **given)

    activity.refresh_from_db()
    assert refused.value.messages == [sentence]
    assert activity.state == State.UNDER_WAY


def test_it_is_not_closed_while_an_organisation_owes_something(board, team):
    activity = activity_of(board, state=State.REPORTED)
    ContributionFactory(activity=activity, organisation__name="Met Police")
    ContributionFactory(activity=activity, organisation__name="A school", received=True)

    with pytest.raises(ValidationError) as refused:
        workflow.close(activity, by=team)

    assert refused.value.messages == [
        "Still owed by Met Police. Receive or withdraw what was asked first."
    ]


def test_it_is_reopened_with_a_reason_and_judged_again(board, team):
    activity = activity_of(
        board, state=State.CLOSED, outcome="met", outcome_note="Seen."
    )

    workflow.reopen(activity, by=team, reason="Two returns came in.")

    activity.refresh_from_db()
    assert (activity.state, activity.outcome, activity.reopened_because) == (
        State.UNDER_WAY,
        "",
        "Two returns came in.",
    )
    assert activity.outcome_note == "Seen."


def test_it_is_not_reopened_without_a_reason(board, team):
    activity = activity_of(board, state=State.CLOSED)

    with pytest.raises(ValidationError) as refused:
        workflow.reopen(activity, by=team, reason="  ")

    assert refused.value.messages == ["Say why."]


def test_a_chair_moves_nothing_on(board):
    activity = activity_of(board)

    with pytest.raises(PermissionDenied):
        workflow.begin(activity, by=chair(board))

    assert lines(activity) == []


# --- Who sees it ------------------------------------------------------------------------


def test_two_boards_do_an_activity_together(board, team):
    activity, richmond = activity_of(board), BoardFactory()
    theirs = board_team(richmond)
    assert list(Activity.objects.visible_to(theirs)) == []

    workflow.share_with(activity, by=team, board=richmond)

    assert list(Activity.objects.visible_to(theirs)) == [activity]
    workflow.begin(activity, by=theirs)
    with pytest.raises(PermissionDenied):  # whose it is closes it
        workflow.share_with(activity, by=theirs, board=BoardFactory())


def test_sharing_stops(board, team):
    activity, richmond = activity_of(board), BoardFactory()
    workflow.share_with(activity, by=team, board=richmond)

    workflow.stop_sharing(activity, by=team, board=richmond)

    assert list(Activity.objects.visible_to(board_team(richmond))) == []
    with pytest.raises(PermissionDenied):  # it is shared with nobody
        workflow.stop_sharing(activity, by=team, board=richmond)


def test_an_activity_is_not_shared_with_its_own_board(board, team):
    with pytest.raises(ValidationError) as refused:
        workflow.share_with(activity_of(board), by=team, board=board)

    assert refused.value.messages == ["Choose another board: this one has it already."]


def test_a_restricted_activity_is_seen_only_by_the_people_named(board, team):
    activity = activity_of(board)
    other, member = board_team(board), group_member(GroupFactory(boards=[board]))

    workflow.restrict(activity, by=team, people=[member])

    activity.refresh_from_db()
    assert activity.restricted
    assert set(activity.named.all()) == {team, member}
    assert activity.lead == team
    assert [
        list(Activity.objects.visible_to(person))
        for person in (team, member, other, chair(board))
    ] == [[activity], [activity], [], []]
    with pytest.raises(PermissionDenied):
        workflow.begin(activity, by=other)


def test_a_new_activity_can_be_restricted_from_the_start(board, team):
    lead = board_team(board)

    activity = workflow.add_activity(
        board,
        by=team,
        title="Review",
        way=Way.CASE_REVIEW,
        restricted=True,
        lead=lead,
        named=[chair(board)],
    )

    assert activity.named.count() == 3
    assert activity.named.filter(pk__in=[team.pk, lead.pk]).count() == 2


def test_whoever_leads_a_restricted_activity_is_always_named(board, team):
    activity, lead = activity_of(board), board_team(board)
    workflow.restrict(activity, by=team)

    workflow.edit(activity, by=team, lead=lead)

    assert list(Activity.objects.visible_to(lead)) == [activity]
    assert set(activity.named.all()) == {team, lead}


def test_people_of_partner_organisations_can_be_named_and_strangers_not(board, team):
    activity = activity_of(board)
    workflow.restrict(activity, by=team)
    nurse = agency_lead(OrganisationFactory(boards=[board]))

    workflow.name_people(activity, by=team, people=[nurse])

    assert list(Activity.objects.visible_to(nurse)) == [activity]
    with pytest.raises(ValidationError):
        workflow.name_people(activity, by=team, people=[UserFactory()])


def test_a_name_is_removed(board, team):
    activity, member = activity_of(board), group_member(GroupFactory(boards=[board]))
    workflow.restrict(activity, by=team, people=[member])

    workflow.unname(activity, by=team, person=member)

    assert list(Activity.objects.visible_to(member)) == []


def test_the_last_of_the_board_team_stays_named(board, team):
    lead = chair(board)
    activity = activity_of(board, lead=lead)
    workflow.restrict(activity, by=team)

    with pytest.raises(ValidationError) as refused:
        workflow.unname(activity, by=team, person=team)

    assert refused.value.messages == [
        f"{team} is the last of the board team named on it. Name another first."
    ]
    assert list(Activity.objects.visible_to(team)) == [activity]


def test_whoever_leads_it_stays_named(board, team):
    activity = activity_of(board)
    workflow.restrict(activity, by=team)

    with pytest.raises(ValidationError) as refused:
        workflow.unname(activity, by=team, person=team)

    assert refused.value.messages == [f"{team} leads it. Change its lead first."]


def test_the_restriction_is_lifted(board, team):
    activity = activity_of(board)
    workflow.restrict(activity, by=team)

    workflow.unrestrict(activity, by=team)

    assert list(Activity.objects.visible_to(chair(board))) == [activity]


def test_names_are_offered_only_of_a_restricted_activity(board, team):
    activity = activity_of(board)
    assert {"name_people", "unname", "unrestrict"} & {
        step.name for step in open_to(team, activity)
    } == set()

    workflow.restrict(activity, by=team)

    offered = {step.name for step in open_to(team, activity)}
    assert {"name_people", "unname", "unrestrict"} < offered
    assert "restrict" not in offered


# --- Asking organisations ---------------------------------------------------------------


def ask(activity, by, *organisations, **more):
    given = {"what": "Your audit", "due_on": IN_TWO_WEEKS, "on": TODAY} | more
    return workflow.ask_for(activity, by=by, organisations=organisations, **given)


def test_several_organisations_are_asked_at_once_with_a_line_of_the_ledger_each(
    board, team
):
    activity = activity_of(board)

    made = ask(activity, team, *OrganisationFactory.create_batch(3, boards=[board]))

    assert [c.state for c in made] == ["asked"] * 3
    assert (
        Entry.objects.filter(verb="ask_for").count() == 4
    )  # theirs, and the activity's


def test_nobody_is_asked_twice_for_the_same_thing(board, team):
    activity = activity_of(board)
    police = OrganisationFactory(name="Met Police")
    ask(activity, team, police)

    with pytest.raises(ValidationError) as refused:
        ask(activity, team, police, OrganisationFactory(), what="your AUDIT")

    assert refused.value.messages == [
        "Already asked for this and not yet received: Met Police."
    ]
    assert activity.contributions.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"due_on": TODAY - timedelta(days=1)},
            "It cannot be due before it is asked for.",
        ),
        ({"what": ""}, "This field cannot be blank."),
    ],
)
def test_what_is_asked_must_be_said_and_due_later(board, team, given, sentence):
    activity = activity_of(board)

    with pytest.raises(ValidationError) as refused:
        ask(activity, team, OrganisationFactory(), **given)

    assert refused.value.messages == [sentence]
    assert activity.contributions.count() == 0


def test_asking_nobody_is_refused(board, team):
    with pytest.raises(ValidationError) as refused:
        ask(activity_of(board), team)

    assert refused.value.messages == ["Choose the organisations you ask."]


def test_a_reported_activity_asks_for_nothing_more(board, team):
    with pytest.raises(WrongState):
        ask(activity_of(board, state=State.REPORTED), team, OrganisationFactory())


def test_late_is_never_stored_but_asked_of_a_day(board):
    late = ContributionFactory(activity__board=board, due_on=TODAY - timedelta(days=1))
    ContributionFactory(activity__board=board, due_on=TODAY)
    ContributionFactory(activity__board=board, due_on=late.due_on, received=True)
    ContributionFactory(activity__board=board, due_on=late.due_on, state="withdrawn")

    assert list(Contribution.objects.late(on=TODAY)) == [late]
    assert Contribution.objects.outstanding().count() == 2


def test_a_name_opens_nothing_to_whoever_has_moved_to_another_board(board, team):
    activity = ActivityFactory(board=board, restricted=True, lead=team)
    name(activity, team)
    draft = FindingFactory(activity=activity)
    asked = ContributionFactory(activity=activity)
    team.appointments.update(until="2015-12-31")
    board_team(BoardFactory(), team)

    for record in (activity, draft, asked):
        assert not can(team, "view", record)
    assert not can(team, "agree", draft)
    assert not can(team, "theme", draft)


def test_a_contributor_of_another_organisation_now_no_longer_sees_it(board):
    activity = ActivityFactory(board=board)
    mover = contributor(OrganisationFactory())
    asked = ContributionFactory(activity=activity, person=mover)

    assert not can(mover, "view", activity)
    contributor(asked.organisation, mover)
    assert can(mover, "view", activity)
