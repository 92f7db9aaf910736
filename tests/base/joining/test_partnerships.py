"""An organisation with people of its own agrees before a board works with it."""

import pytest
from django.core.exceptions import PermissionDenied

from goldthread.base.access.table import visible
from goldthread.base.joining.models import Partnership
from goldthread.base.joining.workflow import partnerships as workflow
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import User
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from tests.factories import (
    BoardFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(name="Richmond LSCB")


@pytest.fixture
def manager(board):
    return board_team(board, UserFactory(name="Hannah Board"))


@pytest.fixture
def hospital():
    """It works with another board, and has a lead."""
    return OrganisationFactory(name="Kingston Hospital", boards=[BoardFactory()])


@pytest.fixture
def lead(hospital):
    return agency_lead(hospital, UserFactory(name="Yusuf Lead"))


@pytest.fixture
def asked(board, manager, hospital, lead):
    workflow.add_partners(board, by=manager, partners=[hospital])
    return Partnership.objects.get()


def sentences(record):
    return [entry.sentence for entry in Entry.objects.about(record)]


def letters():
    return list(Letter.objects.order_by("pk").values_list("to__name", "subject"))


def test_an_organisation_that_nobody_acts_for_yet_is_added_at_once(board, manager):
    first, second = OrganisationFactory.create_batch(2, boards=[BoardFactory()])
    contributor(second, UserFactory(is_active=False))

    workflow.add_partners(board, by=manager, partners=[first, second])

    assert set(board.partners.all()) == {first, second}
    assert not Partnership.objects.exists()
    assert sentences(board) == ["Hannah Board: Add partners"]


def test_one_with_people_of_its_own_is_asked_and_nothing_opens(
    board, manager, hospital, lead, asked
):
    assert (asked.organisation, asked.state) == (hospital, "asked")
    assert not board.partners.exists()
    assert not visible(User, manager).filter(pk=lead.pk).exists()
    assert not visible(type(board), lead).filter(pk=board.pk).exists()
    assert sentences(asked) == ["Hannah Board: Asked"]
    assert letters() == [
        ("Yusuf Lead", "Decide whether Kingston Hospital works with Richmond LSCB")
    ]


def test_its_lead_agrees_and_it_works_with_the_board(board, manager, lead, asked):
    workflow.agree(asked, by=lead)

    assert list(board.partners.all()) == [asked.organisation]
    assert visible(User, manager).filter(pk=lead.pk).exists()
    assert sentences(asked)[1:] == ["Yusuf Lead: Agree (Asked → Agreed)"]
    assert letters()[1:] == [
        ("Hannah Board", "An organisation agreed to work with Richmond LSCB")
    ]


def test_its_lead_declines_and_may_be_asked_again(board, manager, lead, asked):
    workflow.decline(asked, by=lead)
    assert not board.partners.exists()
    with pytest.raises(WrongState):
        workflow.agree(asked, by=lead)

    workflow.add_partners(board, by=manager, partners=[asked.organisation])

    assert [p.state for p in Partnership.objects.all()] == ["asked", "declined"]


def test_while_it_waits_it_is_not_asked_twice_nor_added_when_its_people_go(
    board, manager, hospital, lead, asked
):
    workflow.add_partners(board, by=manager, partners=[hospital])
    lead.appointments.update(until="2016-01-01")
    workflow.add_partners(board, by=manager, partners=[hospital])

    assert Partnership.objects.get() == asked
    assert not board.partners.exists()


def test_an_organisation_that_works_with_the_board_already_is_not_asked(
    board, manager, hospital, lead
):
    board.partners.add(hospital)

    workflow.add_partners(board, by=manager, partners=[hospital])

    assert not Partnership.objects.exists()


def test_the_board_withdraws_what_it_asked(board, manager, asked):
    workflow.withdraw(asked, by=manager)

    assert asked.state == "withdrawn"


def test_without_a_lead_an_administrator_answers_on_its_behalf(
    board, manager, hospital
):
    contributor(hospital)
    ada = administrator(UserFactory(name="Ada"))
    workflow.add_partners(board, by=manager, partners=[hospital])
    asked = Partnership.objects.get()

    workflow.agree(asked, by=ada)

    assert letters()[0][0] == "Ada"
    assert sentences(asked)[1:] == [
        "Ada on behalf of Kingston Hospital: Agree (Asked → Agreed)"
    ]


def test_nobody_agrees_for_another_organisation(board, manager, hospital, asked):
    strangers = [
        manager,
        chair(board),
        contributor(hospital),
        agency_lead(OrganisationFactory()),
        board_team(hospital.boards.get()),
    ]

    for stranger in strangers:
        for step in (workflow.agree, workflow.decline):
            with pytest.raises(PermissionDenied):
                step(asked, by=stranger)
    with pytest.raises(PermissionDenied):
        workflow.withdraw(asked, by=board_team(BoardFactory()))
    assert not board.partners.exists()


def test_the_clock_or_an_import_asks_too(board, hospital, lead):
    workflow.add_or_ask(board, [hospital, OrganisationFactory()], by=None)

    assert board.partners.count() == 1
    assert sentences(Partnership.objects.get()) == ["Goldthread: Asked"]


# --- Its pages ----------------------------------------------------------------------------


def test_the_lead_reads_what_it_opens_and_agrees_on_a_page(board, lead, asked, sign_in):
    browser, url = sign_in(lead), asked.get_absolute_url()

    page = browser.get(url).content.decode()
    assert "What Kingston Hospital owes other boards stays closed" in page
    assert browser.get(f"{url}agree/").status_code == 200
    assert browser.post(f"{url}agree/").url == url

    assert "agreed to work with Richmond LSCB" in browser.get(url).content.decode()
    assert board.partners.count() == 1


def test_both_see_that_it_waits_and_nobody_else_does(
    board, manager, hospital, lead, asked, sign_in
):
    told = "Asked to work together"
    of_board, of_hospital = board.get_absolute_url(), hospital.get_absolute_url()

    assert told in sign_in(manager).get(of_board).content.decode()
    assert told in sign_in(lead).get(of_hospital).content.decode()
    assert told not in sign_in(chair(board)).get(of_board).content.decode()
    other = sign_in(board_team(BoardFactory()))
    assert told not in other.get(of_hospital).content.decode()
    assert other.get(asked.get_absolute_url()).status_code == 404


def test_the_team_adds_partners_on_a_page_that_says_who_decides(
    board, manager, hospital, lead, sign_in
):
    browser, url = sign_in(manager), f"{board.get_absolute_url()}add_partners/"

    assert "its lead agrees" in browser.get(url).content.decode()
    assert browser.post(url, {}).status_code == 422
    answer = browser.post(url, {"partners": [hospital.pk]}, follow=True)

    assert "are asked, and decide" in answer.content.decode()
    asked = Partnership.objects.get()
    assert browser.post(f"{asked.get_absolute_url()}withdraw/").status_code == 302
