from datetime import timedelta

import pytest

from goldthread.base.joining.rules import BOARD_LINKS, ORGANISATION_LINKS, WORK
from goldthread.loop.activities import queries
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.queries import Due
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
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
    practitioner,
)

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def board():
    return BoardFactory()


def test_the_people_of_a_board_are_its_own_and_those_of_its_partners(board):
    own = {board_team(board), chair(board), group_member(GroupFactory(boards=[board]))}
    nurse = agency_lead(OrganisationFactory(boards=[board]))
    board_team(BoardFactory())
    agency_lead(OrganisationFactory())

    assert set(queries.board_people(board)) == own
    assert set(queries.people_of(board)) == own | {nurse}


def test_the_people_of_an_organisation_act_for_it_now():
    police = OrganisationFactory()
    lead, officer = agency_lead(police), contributor(police)
    practitioner(police)
    agency_lead(police).appointments.update(until="2016-01-01")

    assert set(queries.people_for(police.pk)) == {lead, officer}


def test_the_year_ahead_holds_what_ends_and_what_is_due(
    board, django_assert_num_queries
):
    team = board_team(board)
    activity = ActivityFactory(board=board, ends_on=TODAY + 2 * MONTH, lead=team)
    shared = ActivityFactory(ends_on=TODAY + 3 * MONTH)
    shared.shared_with.add(board)
    given = {"activity": activity, "due_on": TODAY + MONTH}
    alone = ContributionFactory(what="A plan", organisation__name="Met Police", **given)
    ContributionFactory(what="Ten records", received=True, **given)
    ContributionFactory(what="Ten records", **given)
    ContributionFactory(state="withdrawn", **given)
    ActivityFactory(board=board, ends_on=TODAY - MONTH)
    ActivityFactory(board=board, ends_on=TODAY + MONTH, restricted=True)

    with django_assert_num_queries(2):
        ahead = queries.year_ahead(team, board, TODAY, TODAY + 12 * MONTH)

    url = activity.get_absolute_url()
    assert set(ahead[:2]) == {
        Due(
            alone.due_on,
            f"{activity}: A plan",
            "Met Police: not yet received",
            url,
        ),
        Due(
            alone.due_on,
            f"{activity}: Ten records",
            "2 organisations: 1 of 2 (50%) received",
            url,
        ),
    }
    assert ahead[2:] == [
        Due(TODAY + 2 * MONTH, f"{activity}: ends", str(team), url),
        Due(
            TODAY + 3 * MONTH,
            f"{shared}: ends",
            "Nobody leads it yet",
            shared.get_absolute_url(),
        ),
    ]


def test_the_plan_shows_what_was_done_about_its_lines_and_intentions(board):
    team, line = board_team(board), LineFactory()
    intention = IntentionFactory(year=YearFactory(board=board))
    activity = ActivityFactory(board=board, line=line, intention=intention)
    ActivityFactory(board=board, line=line, restricted=True)

    by_line = queries.activities_of_line(line, team)

    assert [link.label for link in by_line.links] == [activity.title]
    assert queries.activities_of_intention(intention, team) == by_line
    assert list(queries.activities_of_line(line, UserFactory()).links) == []


def test_boards_and_organisations_link_to_their_lists(board):
    police = OrganisationFactory()

    assert queries.link_to_activities in BOARD_LINKS
    assert queries.link_to_year_ahead in BOARD_LINKS
    assert queries.link_to_contributions in ORGANISATION_LINKS
    assert queries.link_to_activities(board)[1] == f"/activities/?board={board.pk}"
    assert queries.link_to_year_ahead(board)[1] == f"/boards/{board.slug}/year_ahead/"
    assert queries.link_to_contributions(police)[1] == (
        f"/contributions/?organisation={police.pk}"
    )


def test_a_leaver_takes_no_unfinished_activity_or_contribution_with_her():
    led = ActivityFactory()
    ActivityFactory(state="closed")
    asked = ContributionFactory(activity=led)
    ContributionFactory(activity=led, received=True)

    leading, sending = WORK["activities.activity"], WORK["activities.contribution"]

    assert list(Activity.objects.filter(leading.open)) == [led]
    assert list(Contribution.objects.filter(sending.open)) == [asked]
    assert (leading.field, sending.field, sending.organisation) == (
        "lead",
        "person",
        "organisation",
    )


def test_filters_offer_what_she_may_see_by_name_in_one_statement(
    board, django_assert_num_queries
):
    lead = agency_lead(OrganisationFactory(boards=[board]))
    BoardFactory()

    with django_assert_num_queries(1):
        offered = queries.choices(lead, type(board))

    assert offered == {"board": [("", "All"), (str(board.pk), board.name)]}
