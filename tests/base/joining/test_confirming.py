from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from goldthread.base.access.table import can, visible
from goldthread.base.joining import queries
from goldthread.base.joining.rules import Guest
from goldthread.base.joining.workflow import confirming, people, roles
from goldthread.base.joining.workflow.confirming import remind_of_members
from goldthread.base.people.models import Appointment
from goldthread.base.people.rules import CONFIRMED_FOR, Role
from goldthread.base.post.models import Letter
from goldthread.loop.activities.models import Activity
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    appointed,
    board_team,
    chair,
    group_member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def group(board):
    return GroupFactory(boards=[board], kind="qasg")


@pytest.fixture
def panel(board):
    return GroupFactory(boards=[board], kind="cdop")


def lapsed(group, days=1):
    return appointed(
        Role.GROUP_MEMBER, group=group, confirmed_until=TODAY - timedelta(days=days)
    )


def test_a_membership_that_nobody_confirmed_this_quarter_opens_nothing(board, group):
    activity = ActivityFactory(board=board)
    confirmed, late = group_member(group), lapsed(group)

    opened = {who: can(who, "view", activity) for who in (confirmed, late)}

    assert opened == {confirmed: True, late: False}
    assert list(visible(Activity, late)) == []


def test_it_opens_as_before_once_somebody_of_the_board_confirms_it(board, group):
    activity, late = ActivityFactory(board=board), lapsed(group)
    membership = Appointment.objects.get(person=late)

    confirming.confirm_membership(membership, by=board_team(board), on=TODAY)

    assert can(late, "view", activity)
    assert membership.confirmed_until == TODAY + CONFIRMED_FOR


def test_nobody_confirms_herself(board, group):
    team = board_team(board)
    appointed(Role.GROUP_MEMBER, team, group=group, confirmed_until=TODAY)
    membership = Appointment.objects.get(person=team, group=group)

    with pytest.raises(PermissionDenied):
        confirming.confirm_membership(membership, by=team, on=TODAY)


def test_whoever_is_let_into_a_panel_waits_for_a_second_person(board, panel):
    team, activity = board_team(board), ActivityFactory(board=board)
    guest = UserFactory()
    appointed(Role.CONTRIBUTOR, guest, organisation=OrganisationFactory(boards=[board]))
    membership = roles.appoint(
        guest, by=team, role=Role.GROUP_MEMBER, place=panel, on=TODAY
    )
    before = can(guest, "view", activity)

    with pytest.raises(PermissionDenied):
        confirming.confirm_membership(membership, by=team, on=TODAY)
    confirming.confirm_membership(membership, by=chair(board), on=TODAY)

    assert (before, can(guest, "view", activity)) == (False, True)


def test_in_other_groups_one_person_is_enough(board, group):
    guest = UserFactory()
    appointed(Role.CONTRIBUTOR, guest, organisation=OrganisationFactory(boards=[board]))

    membership = roles.appoint(
        guest, by=board_team(board), role=Role.GROUP_MEMBER, place=group, on=TODAY
    )

    assert membership.confirmed_until == TODAY + CONFIRMED_FOR


def test_an_administrator_may_be_the_second_person_and_sees_no_content(board, panel):
    member = appointed(Role.GROUP_MEMBER, group=panel, confirmed_until=None)
    membership = Appointment.objects.get(person=member)

    confirming.confirm_membership(membership, by=administrator(), on=TODAY)

    assert not membership.is_suspended


def test_no_other_board_confirms_who_belongs_to_this_one(group):
    member = Appointment.objects.get(person=lapsed(group))
    far = board_team(BoardFactory())

    with pytest.raises(PermissionDenied):
        confirming.confirm_membership(member, by=far, on=TODAY)
    with pytest.raises(PermissionDenied):
        confirming.confirm_members(group, by=far, members=[member], on=TODAY)


def test_those_who_are_ticked_are_confirmed_and_no_others(board, group, sign_in):
    stays, goes = lapsed(group), lapsed(group)
    ticked = Appointment.objects.get(person=stays)
    client = sign_in(board_team(board))
    at = f"{group.get_absolute_url()}confirm_members/"

    refused = client.post(at, {})
    client.post(at, {"members": [ticked.pk]})

    assert refused.status_code == 422
    assert "Tick at least one person" in refused.content.decode()
    suspended = Appointment.objects.suspended().filter(group=group)
    assert [each.person for each in suspended] == [goes]


def test_a_suspended_member_stands_on_the_page_of_the_group(board, group, sign_in):
    lapsed(group)
    appointed(Role.GROUP_MEMBER, group=group, confirmed_until=None)

    page = sign_in(board_team(board)).get(group.get_absolute_url()).content.decode()

    assert page.count("Suspended until confirmed") == 1
    assert page.count("Waits for a second person") == 1


def test_whoever_may_confirm_is_reminded_before_the_day_and_when_it_has_passed(
    board, group
):
    asked = {board_team(board), chair(board)}
    member = appointed(
        Role.GROUP_MEMBER, group=group, confirmed_until=TODAY + timedelta(days=14)
    )
    Letter.objects.all().delete()

    early = remind_of_members(TODAY - timedelta(days=1))
    remind_of_members(TODAY)
    remind_of_members(TODAY)
    before = list(Letter.objects.all())
    Appointment.objects.filter(person=member).update(
        confirmed_until=TODAY - timedelta(days=1)
    )
    remind_of_members(TODAY)
    after = Letter.objects.exclude(pk__in=[letter.pk for letter in before])

    assert early == 0
    assert {letter.to for letter in before} == asked
    assert len(before) == 2
    assert {letter.to for letter in after} == asked
    assert not any(group.name in letter.subject for letter in [*before, *after])


def test_home_says_which_group_waits(board, group):
    team = board_team(board)
    group_member(group)
    before = list(queries.groups_for(team, on=TODAY))

    lapsed(group)

    assert (before, list(queries.groups_for(team, on=TODAY))) == ([], [group])


def test_a_member_whose_membership_is_suspended_is_not_invited_a_second_time(
    board, group
):
    late = lapsed(group)
    guest = Guest(late.email, late.name, Role.GROUP_MEMBER)

    with pytest.raises(ValidationError, match="already holds this role"):
        people.invite(board, by=board_team(board), guest=guest, group=group)
