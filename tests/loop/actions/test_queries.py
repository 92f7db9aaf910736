from datetime import date

import pytest

from goldthread.loop.actions import queries, rules
from goldthread.loop.actions.models import Action
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    GroupFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RecommendationFactory,
    ThemeFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


def action_of(board, **more):
    theme = ThemeFactory(board=board)
    return ActionFactory(recommendation=RecommendationFactory(theme=theme), **more)


def test_the_owner_is_the_person_or_else_every_lead():
    action = ActionFactory()
    leads = {agency_lead(action.organisation), agency_lead(action.organisation)}
    assert set(queries.owners(action)) == leads

    action.person = contributor(action.organisation)
    assert queries.owners(action) == [action.person]

    action.person = UserFactory()  # she has gone
    assert set(queries.owners(action)) == leads


def test_people_at_a_board_hold_the_role_there_now(board):
    amira, independent = board_team(board), chair(board)
    gone = board_team(board)
    gone.appointments.update(until="2025-01-01")
    board_team(BoardFactory())

    assert list(queries.people_at(board.pk, "board_team")) == [amira]
    assert set(queries.people_at(board.pk, "board_team", "independent_chair")) == {
        amira,
        independent,
    }


def test_her_filters_offer_what_she_may_see_in_one_statement(
    board, django_assert_num_queries
):
    amira = board_team(board)
    theme = ThemeFactory(board=board, name="Neglect")
    programme = ProgrammeFactory(board=board, name="Early help")
    ThemeFactory()
    ProgrammeFactory()

    with django_assert_num_queries(1):
        choices = queries.choices(amira)

    assert choices["board"] == [("", "All"), (str(board.pk), board.name)]
    assert choices["theme"] == [("", "All"), (str(theme.pk), "Neglect")]
    assert choices["programme"] == [("", "All"), (str(programme.pk), "Early help")]
    assert queries.board_choices(amira) == choices["board"]


def test_people_of_partners_come_with_their_organisation(board):
    police = OrganisationFactory(name="Police", boards=[board])
    lead = agency_lead(police)
    agency_lead(OrganisationFactory())
    board_team(board)

    people = queries.people_of_partners(board)
    assert [(person, person.where) for person in people] == [(lead, "Police")]


def test_an_action_comes_with_all_its_page_names_in_one_statement(
    django_assert_num_queries,
):
    action = ActionFactory(programme=ProgrammeFactory(), person=UserFactory())
    amira = board_team(action.board)

    with django_assert_num_queries(1):
        whole = queries.whole(action, amira)
        named = (whole.board, whole.organisation, whole.person, whole.programme)
        origin = (whole.recommendation.theme, whole.recommendation.finding)

    assert named == (action.board, action.organisation, action.person, action.programme)
    assert origin == (action.recommendation.theme, None)
    assert (whole.reads_theme, whole.reads_finding) == (True, False)


def test_whoever_may_read_them_sees_where_a_recommendation_comes_from(board):
    finding = FindingFactory(activity=ActivityFactory(board=board))
    theme = ThemeFactory(board=board, findings=[finding])
    made = RecommendationFactory(theme=theme, finding=finding)
    owner = agency_lead(ActionFactory(recommendation=made).organisation)

    def origins(person):
        whole = queries.whole_recommendation(made, person)
        return queries.origins(
            whole, reads_finding=whole.reads_finding, reads_theme=whole.reads_theme
        )

    assert origins(board_team(board)) == [("Finding", finding), ("Theme", theme)]
    assert origins(owner) == []


def test_a_recommendation_of_a_theme_alone_has_one_origin():
    made = RecommendationFactory()

    assert queries.origins(made, reads_finding=True, reads_theme=True) == [
        ("Theme", made.theme)
    ]


# --- Late -------------------------------------------------------------------------------


def test_an_action_is_overdue_until_it_is_verified():
    late = ActionFactory(due_on=date(2026, 11, 17))
    waiting = ActionFactory(due_on=date(2026, 11, 17), submitted=True)
    done = ActionFactory(due_on=date(2026, 11, 17), verified=True)
    today = ActionFactory(due_on=TODAY)
    ActionFactory(due_on=date(2026, 11, 17), state="withdrawn")

    assert set(Action.objects.overdue(on=TODAY)) == {late, waiting}
    assert [a.late(on=TODAY) for a in (late, waiting, done, today)] == [
        True,
        True,
        False,
        False,
    ]


def test_each_standing_finds_its_own_actions():
    late = ActionFactory(due_on=date(2026, 11, 17))
    raised = ActionFactory(escalated=True)
    paper = ActionFactory(escalated=True, escalation=rules.IN_PAPER)
    ActionFactory(escalated=True, verified=True)

    def found(**wanted):
        return set(queries.standing(Action.objects.all(), **wanted))

    assert found(overdue_on=TODAY) == {late}
    assert found(escalated="yes") == {raised, paper}
    assert found(escalated="paper") == {paper}
    assert found(overdue_on=TODAY, escalated="yes") == set()
    assert len(found()) == 4


def test_what_to_escalate_is_what_nobody_has_been_told_of():
    on = date(2027, 2, 1)
    first = ActionFactory(due_on=date(2027, 1, 1))
    second = ActionFactory(due_on=date(2026, 12, 2), escalated=True)
    ActionFactory(due_on=date(2027, 1, 1), escalated=True)
    ActionFactory(due_on=date(2027, 1, 31))

    assert set(queries.to_escalate(on)) == {first, second}


def test_her_calendar_holds_what_she_or_her_organisation_has_to_finish(board):
    action = action_of(board)
    lead = agency_lead(action.organisation)
    theirs = ActionFactory(organisation=action.organisation, submitted=True)
    ActionFactory(organisation=action.organisation, due_on=date(2028, 1, 1))
    person = contributor(action.organisation)
    days = (date(2026, 12, 1), date(2026, 12, 31))

    dates = list(queries.action_dates(lead, *days))
    assert [(d.uid, d.on, d.words, d.url) for d in dates] == [
        (
            f"action-{action.pk}",
            action.due_on,
            f"Action {action.pk}: due",
            action.get_absolute_url(),
        )
    ]
    assert list(queries.action_dates(person, *days)) == []
    Action.objects.filter(pk=action.pk).update(person=person)
    assert len(list(queries.action_dates(person, *days))) == 1
    assert theirs.state == Action.State.SUBMITTED


# --- Programmes -------------------------------------------------------------------------


def test_progress_of_a_programme_counts_what_stands(board):
    programme = ProgrammeFactory(board=board)
    action_of(board, programme=programme)
    action_of(board, programme=programme, verified=True)
    action_of(board, programme=programme, state="withdrawn")
    ProgrammeFactory(board=board, name="Z: nothing yet")
    member = group_member(GroupFactory(boards=[board]))

    found = queries.with_progress(type(programme).objects.visible_to(member), member)
    assert [(p.verified, p.standing) for p in found] == [(1, 2), (0, 0)]


def test_progress_of_a_programme_counts_no_other_organisations_actions(board):
    programme = ProgrammeFactory(board=board)
    own = action_of(board, programme=programme)
    action_of(board, programme=programme, verified=True)
    lead = agency_lead(own.organisation)

    found = queries.with_progress(type(programme).objects.visible_to(lead), lead)
    assert [(p.verified, p.standing) for p in found] == [(0, 1)]
