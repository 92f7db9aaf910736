from datetime import date

import pytest

from goldthread.loop.actions import queries
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    EvidenceFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    UserFactory,
    agency_lead,
    board_team,
    contributor,
    name,
    scrutineer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(name="Kingston")


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Police", boards=[board])


def asked(board, organisation, **more):
    activity = more.pop("activity", None) or ActivityFactory(
        board=board, purpose="To see how children are heard."
    )
    return ContributionFactory(activity=activity, organisation=organisation, **more)


def owed(board, organisation, **more):
    theme = ThemeFactory(board=board)
    recommendation = RecommendationFactory(theme=theme, text="Use one tool.")
    return ActionFactory(
        recommendation=recommendation, organisation=organisation, **more
    )


def test_an_obligation_says_what_to_whom_by_when_why_and_what_came_back(board, police):
    contribution = asked(board, police, received=True, feedback="Thank you: clear.")
    action = owed(board, police, submitted=True)
    EvidenceFactory(
        action=action, answer="Not yet.", answered_on=TODAY, answered_by=UserFactory()
    )
    EvidenceFactory(action=action)

    rows = queries.obligations(police, agency_lead(police), TODAY)

    assert rows == [
        queries.Obligation(
            kind="action",
            what=action.title,
            board="Kingston",
            due_on=date(2026, 12, 2),
            why="Use one tool.",
            state="submitted",
            state_word="Evidence submitted",
            rank=2,
            standing="Waiting for the board",
            had_back="Not yet.",
            url=action.get_absolute_url(),
        ),
        queries.Obligation(
            kind="contribution",
            what=contribution.what,
            board="Kingston",
            due_on=date(2026, 12, 2),
            why="To see how children are heard.",
            state="received",
            state_word="Received",
            rank=3,
            standing="Done",
            had_back="Thank you: clear.",
            url=contribution.get_absolute_url(),
        ),
    ]


def test_what_a_contribution_is_asked_for_comes_before_the_activitys_purpose(
    board, police
):
    asked(board, police, why="You saw the family last.")

    (row,) = queries.obligations(police, agency_lead(police), TODAY)
    assert row.why == "You saw the family last."


def test_late_comes_first_then_what_is_due_then_what_waits_then_the_latest_done(
    board, police
):
    done = asked(board, police, received=True)
    done_later = asked(board, police, received=True, due_on=date(2027, 1, 5))
    verified = owed(board, police, verified=True, due_on=date(2026, 12, 20))
    waiting = owed(board, police, submitted=True)
    due = asked(board, police)
    due_sooner = owed(board, police, due_on=date(2026, 11, 20))
    late = owed(board, police, due_on=date(2026, 11, 10))
    later = asked(board, police, due_on=date(2026, 11, 5))
    asked(board, police, state="withdrawn")
    owed(board, police, state="withdrawn")
    asked(board, OrganisationFactory(boards=[board]))

    rows = queries.obligations(police, agency_lead(police), TODAY)

    assert [row.url for row in rows] == [
        record.get_absolute_url()
        for record in (
            later,
            late,
            due_sooner,
            due,
            waiting,
            done_later,
            verified,
            done,
        )
    ]
    assert [row.late for row in rows] == [True, True] + [False] * 6
    assert rows[0].tag == ("asked", "Asked")
    assert [row.standing for row in rows[1:5]] == [
        "8 days late",
        "due in 2 days",
        "due in 14 days",
        "Waiting for the board",
    ]


def test_the_board_sees_only_what_is_owed_to_it(board, police):
    other = BoardFactory(name="Richmond", partners=[police])
    mine = [asked(board, police), owed(board, police)]
    theirs = [asked(other, police), owed(other, police)]

    def seen(person):
        return {row.url for row in queries.obligations(police, person, TODAY)}

    def urls(records):
        return {record.get_absolute_url() for record in records}

    assert seen(board_team(board)) == urls(mine)
    assert seen(scrutineer(other)) == urls(theirs)
    assert seen(agency_lead(police)) == urls(mine + theirs)
    assert seen(agency_lead(OrganisationFactory(boards=[board]))) == set()


def test_a_contributor_sees_what_she_was_given(board, police):
    constable = contributor(police)
    given = asked(board, police, person=constable)
    asked(board, police)
    owed(board, police)

    rows = queries.obligations(police, constable, TODAY)
    assert [row.url for row in rows] == [given.get_absolute_url()]


def test_what_is_restricted_is_seen_by_those_it_names(board, police):
    activity = ActivityFactory(board=board, restricted=True)
    asked(board, police, activity=activity)
    lead, named = agency_lead(police), agency_lead(police)
    name(activity, named)

    assert queries.obligations(police, lead, TODAY) == []
    assert len(queries.obligations(police, named, TODAY)) == 1


def test_obligations_are_narrowed_by_kind_board_and_standing(board, police):
    other = BoardFactory(partners=[police])
    lead = agency_lead(police)
    asked(board, police)
    owed(board, police, due_on=date(2026, 11, 10))
    owed(other, police)

    def found(**narrowed):
        return len(queries.obligations(police, lead, TODAY, **narrowed))

    assert found() == 3
    assert found(kind="action") == 2
    assert found(kind="contribution") == 1
    assert found(board=other.pk) == 1
    assert found(rank=0) == 1
    assert found(rank=0, board=other.pk) == 0


def test_a_page_of_obligations_costs_two_statements(
    board, police, django_assert_num_queries
):
    lead = agency_lead(police)
    for _ in range(3):
        asked(board, police)
        owed(board, police)

    with django_assert_num_queries(2):
        rows = queries.owed_rows(police, lead, TODAY)
        assert (rows.count(), len(rows[:5])) == (6, 5)


def test_the_organisations_page_links_to_what_it_owes(police):
    assert queries.link_to_obligations(police) == (
        "What it owes",
        f"/organisations/{police.pk}/obligations/",
    )


# --- The summary ------------------------------------------------------------------------

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def test_the_summary_counts_what_fell_due_in_one_statement(
    board, police, django_assert_num_queries
):
    schools = OrganisationFactory(name="Schools", boards=[board])
    day = {"due_on": date(2026, 11, 20)}
    asked(board, police, received_on=date(2026, 11, 20), state="received", **day)
    asked(board, police, received_on=date(2026, 11, 21), state="received", **day)
    asked(board, police, **day)
    owed(board, police, submitted=True, **day)
    owed(board, police, due_on=date(2026, 11, 30))
    owed(board, schools, verified=True, **day)
    owed(board, schools, verified=True, due_on=date(2026, 12, 1))

    with django_assert_num_queries(1):
        summary = queries.obligations_summary(board, *NOVEMBER)

    assert summary == [
        {"organisation": "Police", "owed": 5, "on_time": 2, "late": 1, "overdue": 1},
        {"organisation": "Schools", "owed": 1, "on_time": 1, "late": 0, "overdue": 0},
    ]


def test_the_summary_leaves_out_the_restricted_the_withdrawn_and_other_boards(
    board, police
):
    day = {"due_on": date(2026, 11, 20)}
    restricted = ActivityFactory(board=board, restricted=True)
    asked(board, police, activity=restricted, **day)
    asked(board, police, state="withdrawn", **day)
    owed(board, police, state="withdrawn", **day)
    asked(BoardFactory(), police, **day)
    owed(BoardFactory(), police, **day)

    assert queries.obligations_summary(board, *NOVEMBER) == []


def test_what_two_boards_do_together_is_owed_to_both(board, police):
    other = BoardFactory()
    activity = ActivityFactory(board=board)
    activity.shared_with.add(other)
    asked(board, police, activity=activity, due_on=date(2026, 11, 20))

    assert [
        [row["owed"] for row in queries.obligations_summary(each, *NOVEMBER)]
        for each in (board, other)
    ] == [[1], [1]]
