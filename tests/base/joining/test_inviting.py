import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from goldthread.base.joining import queries, rules
from goldthread.base.joining.models import Invitation
from goldthread.base.joining.rules import Guest
from goldthread.base.joining.workflow import leaving
from goldthread.base.joining.workflow import people as workflow
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from goldthread.base.post.rules import DUE
from goldthread.base.states import WrongState
from tests.factories import (
    PASSWORD,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)


@pytest.fixture
def board():
    return BoardFactory(name="Kingston LSCB")


@pytest.fixture
def manager(board):
    return board_team(board, UserFactory(name="Amy Board"))


def guest(role=Role.CHAIR, email="New@Example.org", **more):
    return Guest(email=email, name="Nia New", role=role, **more)


def token():
    """The secret in the last letter's link."""
    return re.search(r"/join/([^/]+)/", Letter.objects.last().body)[1]


# --- Who may invite whom ---------------------------------------------------------------


def test_the_board_team_invites_to_its_board_by_a_link_that_lasts_seven_days(
    board, manager
):
    before = timezone.now()

    invitation = workflow.invite(board, by=manager, guest=guest())

    assert (invitation.email, invitation.board, invitation.role) == (
        "new@example.org",
        board,
        Role.CHAIR,
    )
    assert invitation.state == "sent"
    assert (
        timedelta()
        <= invitation.expires_at - before - timedelta(days=7)
        < timedelta(minutes=1)
    )
    letter = Letter.objects.get()
    assert (letter.address, letter.secret) == ("new@example.org", True)
    assert letter.subject.startswith("Join Kingston LSCB by ")
    assert "Why you got this: Amy Board invited this address." in letter.body


def test_only_the_digest_of_the_link_is_kept(board, manager):
    invitation = workflow.invite(board, by=manager, guest=guest())

    assert invitation.digest == rules.digest(token())
    stored = str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert token() not in stored + Letter.objects.get().key


def test_inviting_is_written_in_the_ledger(board, manager):
    invitation = workflow.invite(board, by=manager, guest=guest())

    assert [e.sentence for e in Entry.objects.about(invitation)] == [
        "Amy Board: Invite somebody"
    ]


def test_a_group_member_is_invited_to_a_group_of_the_board(board, manager):
    group = GroupFactory(boards=[board])

    invitation = workflow.invite(
        board, by=manager, guest=guest(Role.GROUP_MEMBER), group=group
    )

    assert (invitation.group, invitation.board) == (group, None)


@pytest.mark.parametrize("other", [True, False])
def test_a_group_member_needs_a_group_of_this_board(board, manager, other):
    with pytest.raises(ValidationError, match="Choose which group of this board"):
        workflow.invite(
            board,
            by=manager,
            guest=guest(Role.GROUP_MEMBER),
            group=GroupFactory() if other else None,
        )


@pytest.mark.parametrize("role", [*rules.AGENCY_ROLES, Role.ADMINISTRATOR])
def test_nobody_is_invited_to_a_board_as_what_is_not_held_there(board, manager, role):
    with pytest.raises(ValidationError, match="held in that place"):
        workflow.invite(board, by=manager, guest=guest(role))


def test_others_may_not_invite_to_a_board(board):
    organisation = OrganisationFactory(boards=[board])
    strangers = [
        chair(board),
        agency_lead(organisation),
        contributor(organisation),
        group_member(GroupFactory(boards=[board])),
        board_team(BoardFactory()),
        UserFactory(),
    ]

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            workflow.invite(board, by=stranger, guest=guest())


def test_an_administrator_invites_the_first_board_team(board):
    invitation = workflow.invite(
        board, by=administrator(), guest=guest(Role.BOARD_TEAM)
    )

    assert invitation.what == "board team, Kingston LSCB"


@pytest.mark.parametrize("role", rules.GIVEN_BY_LEADS)
def test_an_agency_lead_invites_contributors_and_practitioners_of_her_own(board, role):
    organisation = OrganisationFactory(boards=[board])

    invitation = workflow.invite_colleague(
        organisation, by=agency_lead(organisation), guest=guest(role)
    )

    assert (invitation.organisation, invitation.role) == (organisation, role)


@pytest.mark.parametrize(
    "role", [Role.AGENCY_LEAD, Role.BOARD_TEAM, Role.ADMINISTRATOR]
)
def test_an_agency_lead_cannot_give_what_she_lacks(board, role):
    organisation = OrganisationFactory(boards=[board])

    with pytest.raises(PermissionDenied):
        workflow.invite_colleague(
            organisation, by=agency_lead(organisation), guest=guest(role)
        )


def test_an_agency_lead_cannot_invite_to_another_organisation(board):
    lead = agency_lead(OrganisationFactory(boards=[board]))

    with pytest.raises(PermissionDenied):
        workflow.invite_colleague(
            OrganisationFactory(boards=[board]), by=lead, guest=guest(Role.CONTRIBUTOR)
        )


def test_the_board_team_invites_the_leads_of_its_partners_alone(board, manager):
    partner, stranger = OrganisationFactory(boards=[board]), OrganisationFactory()

    invited = workflow.invite_colleague(
        partner, by=manager, guest=guest(Role.AGENCY_LEAD)
    )

    assert invited.organisation == partner
    with pytest.raises(PermissionDenied):
        workflow.invite_colleague(stranger, by=manager, guest=guest(Role.AGENCY_LEAD))


def test_nobody_invites_herself(board, manager):
    with pytest.raises(ValidationError, match="Somebody else must give you a role"):
        workflow.invite(board, by=manager, guest=guest(email=manager.email.upper()))


def test_nobody_is_invited_to_what_she_holds_already(board, manager):
    chair(board, UserFactory(email="chair@example.org"))

    with pytest.raises(ValidationError, match="already holds this role here"):
        workflow.invite(board, by=manager, guest=guest(email="Chair@example.org"))


def test_nobody_is_invited_twice_at_a_time(board, manager):
    workflow.invite(board, by=manager, guest=guest())

    with pytest.raises(ValidationError, match="Already invited"):
        workflow.invite(board, by=manager, guest=guest())


def test_administrators_invite_administrators_and_the_operator_the_first():
    first = workflow.invite_administrator(by=None, email="a@example.org", name="Ada")
    second = workflow.invite_administrator(
        by=administrator(UserFactory(name="Ada")), email="b@example.org", name="Bo"
    )

    assert [(i.what, str(i.invited_by)) for i in (first, second)] == [
        ("administrator", "None"),
        ("administrator", "Ada"),
    ]
    assert [e.sentence for e in Entry.objects.about(first)] == ["Goldthread: Invited"]
    assert (
        "the operator of this service invited this address"
        in Letter.objects.first().body
    )


# --- Taking up ------------------------------------------------------------------------


def join(secret=None, **changed):
    given = {"name": "Nia New", "password": PASSWORD, "on": ON}
    return workflow.join(secret or token(), **(given | changed))


def test_somebody_new_gets_an_account_and_her_role(board, manager):
    invitation = workflow.invite(
        board, by=manager, guest=guest(until=date(2027, 3, 31))
    )

    person = join()

    invitation.refresh_from_db()
    assert invitation.state == "taken_up"
    assert (person.email, person.check_password(PASSWORD)) == ("new@example.org", True)
    held = Appointment.objects.get(person=person)
    assert (held.role, held.board, held.since, held.until) == (
        Role.CHAIR,
        board,
        ON,
        date(2027, 3, 31),
    )
    assert [e.sentence for e in Entry.objects.about(person)] == ["Nia New: Joined"]
    assert [e.sentence for e in Entry.objects.about(invitation)][1:] == [
        "Nia New: Take up (Sent → Taken up)"
    ]


def used(invitation, manager):
    join()


def expired(invitation, manager):
    Invitation.objects.update(expires_at=timezone.now())


def withdrawn(invitation, manager):
    workflow.withdraw(invitation, by=manager)


def replaced(invitation, manager):
    workflow.resend(invitation, by=manager)


def never_made(invitation, manager):
    Invitation.objects.all().delete()


@pytest.mark.parametrize("spoil", [used, expired, withdrawn, replaced, never_made])
def test_a_link_that_no_longer_works_says_one_same_sentence(board, manager, spoil):
    invitation = workflow.invite(board, by=manager, guest=guest())
    secret = token()
    spoil(invitation, manager)

    with pytest.raises(ValidationError) as refused:
        join(secret)

    assert refused.value.messages == [rules.DEAD_LINK]
    assert queries.usable(secret) is None


def test_sending_again_makes_a_new_link_for_seven_more_days(board, manager):
    invitation = workflow.invite(board, by=manager, guest=guest())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    workflow.resend(invitation, by=manager)

    assert Letter.objects.count() == 2
    assert join().email == "new@example.org"


def test_an_invitation_that_was_taken_up_is_not_sent_again_or_withdrawn(board, manager):
    invitation = workflow.invite(board, by=manager, guest=guest())
    join()

    for step in (workflow.resend, workflow.withdraw):
        with pytest.raises(WrongState):
            step(invitation, by=manager)


def test_an_account_is_never_made_twice_for_one_address(board, manager):
    workflow.invite(board, by=manager, guest=guest())
    UserFactory(email="new@example.org")

    with pytest.raises(ValidationError, match="cannot be used"):
        join()


def test_two_who_follow_one_link_at_once_get_one_account(board, manager):
    workflow.invite(board, by=manager, guest=guest())
    found = queries.usable(token())
    workflow.withdraw(found, by=manager)  # as if the other were quicker

    with pytest.raises(ValidationError, match="cannot be used"):
        workflow._lock(found)


def test_somebody_back_after_leaving_gets_her_account_again(board, manager):
    gone = UserFactory(
        email="new@example.org", name="Old Name", is_active=False, left_on=ON
    )
    Authenticator.objects.create(user=gone, type="totp", data={})
    workflow.invite(board, by=manager, guest=guest())

    person = join()

    assert (person, person.is_active, person.left_on) == (gone, True, None)
    assert User.objects.get(pk=gone.pk).name == "Nia New"
    assert not Authenticator.objects.exists()


def test_somebody_with_an_account_takes_up_one_more_role(board, manager):
    lead = agency_lead(OrganisationFactory(), UserFactory(email="new@example.org"))
    invitation = workflow.invite(board, by=manager, guest=guest())

    appointment = workflow.take_up(invitation, by=lead, on=ON)

    assert (appointment.person, appointment.board) == (lead, board)
    assert lead.appointments.count() == 2


def test_nobody_takes_up_what_was_sent_to_another(board, manager):
    invitation = workflow.invite(board, by=manager, guest=guest())

    for stranger in (UserFactory(), manager):
        with pytest.raises(PermissionDenied):
            workflow.take_up(invitation, by=stranger, on=ON)


def test_a_role_whose_last_day_has_passed_is_not_taken_up(board, manager):
    person = UserFactory(email="new@example.org")
    invitation = workflow.invite(
        board, by=manager, guest=guest(until=ON - timedelta(days=1))
    )

    with pytest.raises(ValidationError, match="cannot be used"):
        workflow.take_up(invitation, by=person, on=ON)


def test_a_role_is_not_taken_up_twice(board, manager):
    person = UserFactory(email="new@example.org")
    invitation = workflow.invite(board, by=manager, guest=guest())
    chair(board, person)

    with pytest.raises(ValidationError, match="held here already"):
        workflow.take_up(invitation, by=person, on=ON)


def test_an_agency_lead_resends_and_withdraws_her_own_invitations_alone(board, manager):
    organisation = OrganisationFactory(boards=[board])
    lead = agency_lead(organisation)
    hers = workflow.invite_colleague(
        organisation, by=lead, guest=guest(Role.CONTRIBUTOR, "c@example.org")
    )
    another_lead = workflow.invite_colleague(
        organisation, by=manager, guest=guest(Role.AGENCY_LEAD, "l@example.org")
    )

    workflow.resend(hers, by=lead)
    workflow.withdraw(hers, by=lead)

    assert hers.state == "withdrawn"
    with pytest.raises(PermissionDenied):
        workflow.withdraw(another_lead, by=lead)


# --- Who agrees to a lead -----------------------------------------------------------------


@pytest.fixture
def hospital(board):
    return OrganisationFactory(name="Kingston Hospital", boards=[board])


def lead_to_be():
    return guest(Role.AGENCY_LEAD)


def subjects():
    return list(Letter.objects.order_by("pk").values_list("address", "subject"))


def test_another_lead_is_invited_once_the_organisations_lead_agrees(
    board, manager, hospital
):
    lead = agency_lead(hospital, UserFactory(email="lead@example.org"))

    invitation = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())

    assert invitation.state == "waiting"
    assert subjects() == [
        ("lead@example.org", "Decide who leads for Kingston Hospital")
    ]
    with pytest.raises(ValidationError, match="Already invited"):
        workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())
    for stranger in (
        manager,
        contributor(hospital),
        agency_lead(OrganisationFactory()),
    ):
        with pytest.raises(PermissionDenied):
            workflow.agree(invitation, by=stranger)

    workflow.agree(invitation, by=lead)

    assert (invitation.state, invitation.agreed_by) == ("sent", lead)
    assert subjects()[1][0] == "new@example.org"
    assert "Amy Board invited this address" in Letter.objects.last().body
    assert join().appointments.get().role == Role.AGENCY_LEAD


def test_a_lead_who_declines_lets_nobody_in_and_the_asker_is_told(
    board, manager, hospital
):
    lead = agency_lead(hospital)
    invitation = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())

    workflow.decline(invitation, by=lead)

    assert invitation.state == "declined"
    assert subjects()[1] == (
        manager.email,
        "Kingston Hospital declined an invitation",
    )
    for step in (workflow.agree, workflow.decline):
        with pytest.raises(WrongState):
            step(invitation, by=lead)


def test_the_first_lead_of_an_organisation_that_other_boards_work_with_needs_an_administrator(
    board, manager, hospital
):
    hospital.boards.add(BoardFactory())
    ada = administrator(UserFactory(name="Ada", email="ada@example.org"))

    invitation = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())
    assert subjects() == [("ada@example.org", "Decide who leads for Kingston Hospital")]
    workflow.agree(invitation, by=ada)

    assert [e.sentence for e in Entry.objects.about(invitation)] == [
        "Amy Board on behalf of Kingston Hospital: Invite somebody",
        "Ada on behalf of Kingston Hospital: Agree (Waiting → Sent)",
    ]
    assert (
        workflow.invite_colleague(
            hospital, by=ada, guest=guest(Role.AGENCY_LEAD, "b@example.org")
        ).state
        == "sent"
    )


def test_a_team_of_both_boards_invites_the_first_lead_itself(board, manager, hospital):
    neighbour = BoardFactory()
    hospital.boards.add(neighbour)
    board_team(neighbour, manager)

    invited = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())

    assert invited.state == "sent"


def test_an_invitation_that_is_overtaken_is_not_taken_up_and_asks_when_sent_again(
    board, manager, hospital
):
    invitation = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())
    hospital.boards.add(BoardFactory())

    with pytest.raises(ValidationError, match="somebody else must agree now"):
        join()
    workflow.resend(invitation, by=manager)

    assert invitation.state == "waiting"
    assert queries.usable(token_of_first()) is None
    ada = administrator()
    workflow.agree(invitation, by=ada)
    workflow.resend(invitation, by=manager)  # agreed once, it is agreed
    assert join().appointments.get().organisation == hospital


def token_of_first():
    first = Letter.objects.filter(body__contains="/join/").earliest("pk")
    return re.search(r"/join/([^/]+)/", first.body)[1]


def test_what_waits_is_withdrawn_by_whoever_asked(board, manager, hospital):
    agency_lead(hospital)
    invitation = workflow.invite_colleague(hospital, by=manager, guest=lead_to_be())

    workflow.withdraw(invitation, by=manager)

    assert invitation.state == "withdrawn"


def test_a_lead_agrees_on_a_page_and_the_form_says_who_is_asked(
    board, manager, hospital, sign_in
):
    lead = agency_lead(hospital)
    team = sign_in(manager)
    address = f"{hospital.get_absolute_url()}invite_colleague/"
    assert "own lead has agreed" in team.get(address).content.decode()
    team.post(
        address,
        {"name": "Nia", "email": "n@example.org", "role": Role.AGENCY_LEAD},
    )
    url = Invitation.objects.get().get_absolute_url()

    assert "Nothing is sent yet" in team.get(url).content.decode()
    assert team.get(f"{url}agree/").status_code == 404
    browser = sign_in(lead)
    assert browser.get(f"{url}decline/").status_code == 200
    assert browser.post(f"{url}agree/").url == url
    assert Invitation.objects.get().state == "sent"


# --- When whoever invited has gone --------------------------------------------------------


def test_the_links_of_a_leaver_stop_working_until_somebody_stands_behind_them(
    board, manager
):
    colleague = board_team(board, UserFactory(name="Bea Board"))
    invitation = workflow.invite(board, by=manager, guest=guest())
    secret = token()

    leaving.leave(manager, by=colleague, on=ON, today=ON)

    invitation.refresh_from_db()
    assert invitation.state == "held"
    assert queries.usable(secret) is None
    assert Letter.objects.last().to == colleague
    assert Entry.objects.about(invitation).last().sentence == (
        "Goldthread: On hold: inviter left"
    )
    with pytest.raises(ValidationError, match="Already invited"):
        workflow.invite(board, by=colleague, guest=guest())

    workflow.resend(invitation, by=colleague)

    assert (invitation.state, invitation.invited_by) == ("sent", colleague)
    assert join().appointments.get().board == board


def test_what_is_on_hold_may_be_withdrawn(board, manager):
    colleague = board_team(board)
    invitation = workflow.invite(board, by=manager, guest=guest())
    leaving.leave(manager, by=colleague, on=ON, today=ON)

    workflow.withdraw(invitation, by=colleague)

    assert invitation.state == "withdrawn"


def test_the_clock_holds_what_was_sent_by_somebody_whose_role_has_ended(board, manager):
    hospital = OrganisationFactory(boards=[board])
    lead = agency_lead(hospital)
    hers = workflow.invite_colleague(
        hospital, by=lead, guest=guest(Role.CONTRIBUTOR, "c@example.org")
    )
    operators = workflow.invite_administrator(
        by=None, email="a@example.org", name="Ada"
    )
    adas = workflow.invite_administrator(
        by=administrator(), email="b@example.org", name="Bo"
    )
    assert workflow.hold_orphans(ON) == 0
    Appointment.objects.filter(person=lead).update(until="2026-01-01")

    assert workflow.hold_orphans(ON) == 1
    assert workflow.hold_orphans(ON) == 0

    states = [Invitation.objects.get(pk=i.pk).state for i in (hers, operators, adas)]
    assert states == ["held", "sent", "sent"]
    assert Letter.objects.last().to == manager
    assert workflow.hold_orphans in DUE


def test_an_administrators_invitation_is_taken_on_by_another(board):
    first, second = administrator(), administrator()
    invitation = workflow.invite_administrator(
        by=first, email="b@example.org", name="Bo"
    )
    leaving.leave(first, by=second, on=ON, today=ON)
    assert Letter.objects.last().to == second
    invitation.refresh_from_db()

    workflow.resend(invitation, by=second)

    assert join().appointments.get().role == Role.ADMINISTRATOR


def test_an_invitation_on_hold_says_so_on_its_page(board, manager, sign_in):
    colleague = board_team(board)
    invitation = workflow.invite(board, by=manager, guest=guest())
    leaving.leave(manager, by=colleague, on=ON, today=ON)
    browser, url = sign_in(colleague), invitation.get_absolute_url()

    assert "On hold: whoever sent it has left" in browser.get(url).content.decode()
    assert browser.post(f"{url}resend/").url == url
    assert Invitation.objects.get().state == "sent"
