import pytest
from django.urls import reverse

from goldthread.base.access.fresh import ASKED, LASTS, SENDING
from goldthread.base.access.table import TABLE
from goldthread.base.people.models import Appointment
from goldthread.base.people.rules import Role
from tests.factories import (
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    board_team,
    contributor,
)
from tests.signing import shown_just_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


def left_open(sign_in, person, seconds):
    """A session whose second factor was given a while ago."""
    client = sign_in(person)
    shown_just_now(client.session, person, ago=seconds)
    return client


def test_a_file_leaves_only_to_whoever_has_just_shown_that_it_is_her(
    board, team, sign_in
):
    FindingFactory(activity__board=board)
    client = left_open(sign_in, team, LASTS + 1)

    asked = client.get("/findings/?format=csv&sort=text")

    assert asked.status_code == 302
    assert asked.url == (
        f"{reverse('mfa_reauthenticate')}?next=%2Ffindings%2F%3Fformat%3Dcsv%26sort%3Dtext"
    )
    shown_just_now(client.session, team)
    assert client.get("/findings/?format=csv")["Content-Type"] == "text/csv"


def test_reading_needs_no_second_factor_again(team, sign_in):
    assert left_open(sign_in, team, SENDING + 1).get("/findings/").status_code == 200


def test_a_role_is_given_only_by_whoever_has_just_shown_that_it_is_her(
    board, team, sign_in
):
    guest = contributor(OrganisationFactory(boards=[board]))
    client = left_open(sign_in, team, SENDING + 1)
    said = {"role": f"{Role.CHAIR} board {board.pk}"}

    asked = client.get(f"/people/{guest.pk}/appoint/")
    answered = client.post(f"/people/{guest.pk}/appoint/", said)

    assert {asked.status_code, answered.status_code} == {302}
    assert not Appointment.objects.filter(person=guest, board=board).exists()


def test_a_form_that_was_opened_in_time_may_still_be_sent(board, team, sign_in):
    guest = contributor(OrganisationFactory(boards=[board]))
    client = left_open(sign_in, team, LASTS + 1)

    answered = client.post(f"/people/{guest.pk}/appoint/", {})

    assert answered.status_code == 422


def test_a_password_alone_does_not_stand_for_a_second_factor(team, sign_in):
    client = sign_in(team)
    session = client.session
    session["account_authentication_methods"][0]["method"] = "password"
    session.save()

    assert client.get("/findings/?format=csv").status_code == 302


def test_whoever_may_not_have_it_is_not_asked_but_finds_nothing(sign_in):
    stranger = board_team(BoardFactory())
    finding = FindingFactory()
    client = left_open(sign_in, stranger, SENDING + 1)

    at = f"{finding.get_absolute_url()}?format=csv"

    assert client.get(at).status_code == 404


def test_every_step_that_asks_for_it_is_one_of_the_table():
    known = {(label, rule.action) for label, rules in TABLE.items() for rule in rules}

    assert sorted(ASKED - known) == []
