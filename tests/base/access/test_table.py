import pytest
from django.contrib.auth.models import AnonymousUser

from goldthread.base.access.relations import (
    anywhere,
    at_board,
    at_partner_board,
    in_group,
    named,
    not_named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, can, may_ever, visible
from goldthread.base.people.models import Board, Group, Organisation
from goldthread.base.people.rules import Role
from goldthread.loop.activities.models import Activity
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
)

pytestmark = pytest.mark.django_db
ACTIVITY = "activities.activity"


def test_without_a_row_nobody_may(row):
    activity = ActivityFactory()

    assert can(board_team(activity.board), "burn", activity) is False


def test_nobody_who_is_not_signed_in_or_not_active_may_anything():
    activity = ActivityFactory()
    gone = board_team(activity.board)
    gone.is_active = False

    assert list(visible(Activity, AnonymousUser())) == []
    assert list(visible(Activity, gone)) == []
    assert may_ever(AnonymousUser(), "view", ACTIVITY) is False


def test_can_and_visible_read_the_same_row(row):
    row(ACTIVITY, Rule("burn", Role.BOARD_TEAM, at_board("board")))
    mine, theirs = ActivityFactory.create_batch(2)
    amira = board_team(mine.board)

    assert list(visible(Activity, amira, "burn")) == [mine]
    assert [can(amira, "burn", activity) for activity in (mine, theirs)] == [
        True,
        False,
    ]


def test_a_role_counts_only_where_it_is_held(row):
    row(ACTIVITY, Rule("burn", Role.CHAIR, at_board("board")))
    activity = ActivityFactory()

    assert can(board_team(activity.board), "burn", activity) is False
    assert can(chair(activity.board), "burn", activity) is True


def test_a_group_member_is_on_every_board_of_her_group(row):
    row("people.board", Rule("burn", Role.GROUP_MEMBER, at_board("pk")))
    kingston, richmond, _ = BoardFactory.create_batch(3)
    member = group_member(GroupFactory(boards=[kingston, richmond]))

    assert list(visible(Board.objects.order_by("pk"), member, "burn")) == [
        kingston,
        richmond,
    ]


def test_own_and_other_agency_are_opposites_for_one_who_has_an_agency(row):
    row("people.organisation", Rule("own", Role.AGENCY_LEAD, own_agency("pk")))
    row("people.organisation", Rule("other", Role.AGENCY_LEAD, other_agency("pk")))
    hers, other = OrganisationFactory.create_batch(2)
    lead = agency_lead(hers)

    assert list(visible(Organisation, lead, "own")) == [hers]
    assert list(visible(Organisation, lead, "other")) == [other]


def test_whoever_holds_any_role_in_an_agency_does_not_mark_its_work(row):
    row("people.organisation", Rule("mark", Role.BOARD_TEAM, other_agency("pk")))
    hers, other = OrganisationFactory.create_batch(2)
    both = contributor(hers, board_team(BoardFactory()))

    assert list(visible(Organisation, both, "mark")) == [other]


def test_a_partner_boards_records_are_those_her_organisation_works_with(row):
    row("people.board", Rule("burn", Role.AGENCY_LEAD, at_partner_board("pk")))
    kingston, _ = BoardFactory.create_batch(2)

    lead = agency_lead(OrganisationFactory(boards=[kingston]))

    assert list(visible(Board, lead, "burn")) == [kingston]


def test_in_group_is_only_her_own_group(row):
    row("people.group", Rule("burn", Role.GROUP_MEMBER, in_group("pk")))
    hers, _ = GroupFactory.create_batch(2)

    assert list(visible(Group, group_member(hers), "burn")) == [hers]


def test_named_needs_the_role_as_well_as_the_name(row):
    row(ACTIVITY, Rule("burn", Role.BOARD_TEAM, named("lead")))
    activity = ActivityFactory()
    activity.lead = UserFactory()
    activity.save()

    assert can(activity.lead, "burn", activity) is False
    board_team(BoardFactory(), activity.lead)
    assert can(activity.lead, "burn", activity) is True


def test_not_named_is_anybody_else(row):
    row(ACTIVITY, Rule("burn", Role.BOARD_TEAM, anywhere & not_named("lead")))
    activity = ActivityFactory()
    amira, bella = board_team(activity.board), board_team(activity.board)
    assert can(amira, "burn", activity) is True

    activity.lead = amira
    activity.save()

    assert [can(user, "burn", activity) for user in (amira, bella)] == [False, True]


def test_a_relation_can_ask_how_the_record_stands(row):
    row(ACTIVITY, Rule("burn", Role.CHAIR, anywhere & when("planned", state="planned")))
    planned, closed = ActivityFactory(), ActivityFactory(state="closed")
    reader = chair(BoardFactory())

    assert list(visible(Activity, reader, "burn")) == [planned]
    assert can(reader, "burn", closed) is False


def test_a_record_reached_in_several_ways_is_listed_once(row):
    row(ACTIVITY, Rule("burn", Role.CHAIR, at_board("shared_with")))
    activity = ActivityFactory()
    boards = BoardFactory.create_batch(3)
    activity.shared_with.set(boards)
    reader = UserFactory()
    for board in boards:
        chair(board, reader)

    assert list(visible(Activity, reader, "burn")) == [activity]


def test_a_row_can_hold_in_either_of_two_ways(row):
    row(
        ACTIVITY,
        Rule("burn", Role.CHAIR, at_board("board") | at_board("shared_with")),
    )
    own, shared, neither = ActivityFactory.create_batch(3)
    reader = chair(own.board)
    shared.shared_with.add(own.board, neither.board)

    assert set(visible(Activity, reader, "burn")) == {own, shared}


def test_a_relation_says_itself_in_words():
    either = at_board("board") | when("not restricted", restricted=False)
    assert either.words == "on her board or not restricted"
    assert (at_board("board") & when("not restricted", restricted=False)).words == (
        "on her board, not restricted"
    )


def test_a_route_is_for_whoever_holds_a_role_of_its_rows(row):
    row(ACTIVITY, Rule("burn", Role.CHAIR, anywhere))

    assert may_ever(chair(BoardFactory()), "burn", ACTIVITY) is True
    assert may_ever(board_team(BoardFactory()), "burn", ACTIVITY) is False
