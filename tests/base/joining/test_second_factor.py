import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from tests.factories import PASSWORD, BoardFactory, UserFactory, board_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def amy():
    amy = UserFactory(email="amy@example.org", password=PASSWORD)
    board_team(BoardFactory(), amy)
    Authenticator.objects.create(user=amy, type="webauthn", data={})
    Authenticator.objects.create(user=amy, type="recovery_codes", data={})
    return amy


def forget(email, capsys):
    call_command("forget_second_factor", email)
    return capsys.readouterr().out


def test_whoever_has_lost_her_phone_sets_up_another(amy, client, capsys):
    said = forget("Amy@example.org", capsys)

    assert "has been told by email" in said
    assert not Authenticator.objects.exists()
    client.post("/account/login/", {"login": amy.email, "password": PASSWORD})
    assert client.get("/people/").url == "/account/2fa/"


def test_it_is_on_her_record_and_she_is_told(amy, capsys):
    forget(amy.email, capsys)

    line = Entry.objects.about(amy).get()
    assert line.sentence == "Goldthread: Second factor removed"
    letter = Letter.objects.get()
    assert (letter.address, letter.subject) == (
        "amy@example.org",
        "Set up your app or passkey again",
    )


def test_she_is_signed_out_wherever_she_was(amy, sign_in, capsys):
    elsewhere = sign_in(amy)

    forget(amy.email, capsys)

    assert elsewhere.get("/people/").status_code == 302


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_and_whoever_has_left_are_refused(amy, capsys, closed):
    amy.is_active = False
    amy.save()

    with pytest.raises(CommandError, match="Nobody with an open account"):
        forget(amy.email if closed else "x@example.org", capsys)

    assert Authenticator.objects.exists()
