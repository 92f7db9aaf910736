import re
import time

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client
from django.urls import reverse

from goldthread.base.people.models import User
from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import WIPED, send_waiting
from goldthread.site.sign_in import Backend, ByInvitation, KnownPeopleOnly
from tests.factories import PASSWORD, UserFactory, administrator
from tests.signing import shown_just_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def amy():
    return administrator(UserFactory(email="amy@example.org", password=PASSWORD))


def sign_in_with(password, email="amy@example.org", client=None):
    client = client or Client()
    return client.post(
        "/account/login/", {"login": email, "password": password}
    ), client


def code(secret, ahead=0):
    """What an authenticator app shows now, or in the next half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up_an_app(client):
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    return secret, client.post("/account/2fa/totp/activate/", {"code": code(secret)})


# --- Passwords -----------------------------------------------------------------------


def test_a_password_alone_leads_to_setting_up_a_second_factor_and_no_further(amy):
    answer, client = sign_in_with(PASSWORD)

    assert (answer.status_code, answer.url) == (302, "/")
    for address in ("/", "/people/", f"/people/{amy.pk}/", "/search/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, "/account/2fa/")
    assert (
        "A password alone is not enough" in client.get("/account/2fa/").content.decode()
    )


@pytest.mark.parametrize(
    ("email", "password"),
    [("amy@example.org", "some other sentence"), ("nobody@example.org", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_get_one_same_answer(
    amy, email, password
):
    answer, _ = sign_in_with(password, email)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        ByInvitation.error_messages["email_password_mismatch"]
    ]


def test_a_closed_account_is_not_signed_in_to(amy):
    User.objects.update(is_active=False)

    _, client = sign_in_with(PASSWORD)

    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(amy):
    for _ in range(5):
        sign_in_with("a wrong sentence, again")

    answer, client = sign_in_with(PASSWORD)

    assert "Wait five minutes, then try again." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_asking_for_too_many_links_gets_a_page_that_says_how_long_to_wait(amy, client):
    for _ in range(6):
        answer = client.post("/account/password/reset/", {"email": "amy@example.org"})

    assert answer.status_code == 429
    assert "Wait five minutes, then try again." in answer.content.decode()


# --- The second factor ------------------------------------------------------------------


def test_setting_up_an_app_shows_recovery_codes_and_then_the_product_opens(amy):
    _, client = sign_in_with(PASSWORD)
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.url.startswith("/account/reauthenticate/")
    client.post(asked.url, {"password": PASSWORD})

    _, answer = set_up_an_app(client)

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert client.get(answer.url).status_code == 200
    assert client.get("/people/").status_code == 200


def test_the_next_sign_in_asks_for_the_code_and_a_wrong_one_does_not_do(amy):
    TOTP.activate(amy, secret := "JBSWY3DPEHPK3PXP")
    answer, client = sign_in_with(PASSWORD)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/people/").url.startswith("/account/login/")

    wrong = client.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post(answer.url, {"code": code(secret)})

    assert right.url == "/"
    assert client.get("/people/").status_code == 200


def test_signing_in_with_a_code_shows_that_it_is_her_for_a_while(amy):
    TOTP.activate(amy, secret := "JBSWY3DPEHPK3PXP")
    answer, client = sign_in_with(PASSWORD)
    client.post(answer.url, {"code": code(secret)})

    assert client.get("/people/?format=csv")["Content-Type"] == "text/csv"


def test_outside_her_account_only_a_second_factor_shows_again_that_it_is_her(
    amy, sign_in
):
    TOTP.activate(amy, secret := "JBSWY3DPEHPK3PXP")
    client = sign_in(amy)
    shown_just_now(client.session, amy, ago=3600)
    asked = client.get("/people/?format=csv")
    page = client.get(asked.url).content.decode()

    answer = client.post(asked.url, {"code": code(secret)})

    assert ("With your password" in page, "Show again that it is you" in page) == (
        False,
        True,
    )
    assert answer.url == "/people/?format=csv"
    assert client.get(answer.url)["Content-Type"] == "text/csv"


def test_recovery_codes_alone_are_no_second_factor(amy, client):
    Authenticator.objects.create(
        user=amy, type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    client.force_login(amy)

    assert client.get("/people/").url == "/account/2fa/"


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_an_app_or_a_passkey_opens_the_product(amy, client, kind):
    Authenticator.objects.create(user=amy, type=kind, data={})
    client.force_login(amy)

    assert client.get("/people/").status_code == 200


def test_every_page_for_setting_up_answers_while_there_is_no_second_factor(amy):
    _, client = sign_in_with(PASSWORD)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    for name in (
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_change_password",
        "account_logout",
        "usersessions_list",
    ):
        assert client.get(reverse(name)).status_code == 200, name


def test_the_person_and_her_second_factor_come_in_one_statement(
    amy, django_assert_num_queries
):
    with django_assert_num_queries(3):  # for whom, and back again in a test
        assert Backend().get_user(amy.pk).second_factor is False
    TOTP.activate(amy, "JBSWY3DPEHPK3PXP")
    assert Backend().get_user(amy.pk).second_factor is True
    assert Backend().get_user(0) is None


# --- What allauth offers and we do not ----------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/account/signup/",
        "/account/email/",
        "/account/confirm-email/",
        "/account/confirm-email/x/",
        "/account/3rdparty/signup/",
        "/account/3rdparty/",
    ],
)
def test_nobody_signs_up_or_changes_her_address(amy, sign_in, client, address):
    for browser in (client, sign_in(amy)):
        assert browser.get(address).status_code == 404
        answer = browser.post(
            address,
            {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD},
        )
        assert answer.status_code == 404
    assert User.objects.count() == 1


def test_the_adapter_makes_no_account_either(rf):
    assert get_adapter().is_open_for_signup(rf.get("/")) is False
    assert KnownPeopleOnly().is_open_for_signup(rf.get("/"), None) is False


# --- Mail ----------------------------------------------------------------------------------


def test_a_forgotten_password_is_reset_by_a_letter_from_the_outbox(amy, client):
    answer = client.post("/account/password/reset/", {"email": "AMY@example.org"})

    letter = Letter.objects.get()
    assert (letter.address, letter.secret) == ("amy@example.org", True)
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", letter.body)[1]
    send_waiting()
    letter.refresh_from_db()
    assert (len(mail.outbox), letter.body) == (1, WIPED)

    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "an even longer sentence"
    client.post(form, {"password1": new, "password2": new})

    amy.refresh_from_db()
    assert amy.check_password(new)
    assert answer.status_code == 302


def test_an_unknown_address_gets_the_same_page_and_no_letter(amy, client):
    known = client.post("/account/password/reset/", {"email": "amy@example.org"})
    Letter.objects.all().delete()
    unknown = client.post("/account/password/reset/", {"email": "x@example.org"})

    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert not Letter.objects.exists()


def test_a_changed_password_has_fifteen_characters_and_is_told_by_letter(amy, sign_in):
    client = sign_in(amy)

    def change(new):
        return client.post(
            "/account/password/change/",
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )

    short = change("fourteen chars")
    assert "at least 15 characters" in short.content.decode()
    change("another long sentence")

    amy.refresh_from_db()
    assert amy.check_password("another long sentence")
    assert [letter.address for letter in Letter.objects.all()] == ["amy@example.org"]


def test_changing_the_password_ends_the_other_sessions(amy, sign_in):
    here, elsewhere = sign_in(amy), sign_in(amy)

    here.post(
        "/account/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "another long sentence",
            "password2": "another long sentence",
        },
    )

    assert here.get("/people/").status_code == 200
    assert elsewhere.get("/people/").status_code == 302


def test_sessions_are_listed_and_the_others_can_be_ended(amy):
    _, here = sign_in_with(PASSWORD)
    _, elsewhere = sign_in_with(PASSWORD)

    page = here.get("/account/sessions/")
    assert len(page.context["sessions"]) == 2
    here.post("/account/sessions/")

    assert here.get("/account/2fa/").status_code == 200
    assert elsewhere.get("/account/2fa/").status_code == 302


# --- Single sign-on ------------------------------------------------------------------------


@pytest.fixture
def request_of(rf, settings):
    app = {"provider_id": "organisation", "name": "Kingston", "client_id": "goldthread"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    def of(user):
        request = rf.get("/account/oidc/organisation/login/callback/")
        request.session, request.user = SessionStore(), user
        request._messages = FallbackStorage(request)
        return request

    return of


def arriving(email, verified=True):
    """Somebody whom the organisation's own sign-in says has this address."""
    return SocialLogin(
        user=User(email=email),
        account=SocialAccount(provider="organisation", uid="123"),
        email_addresses=[EmailAddress(email=email, verified=verified)],
    )


def test_single_sign_on_opens_the_account_of_somebody_we_know(amy, request_of):
    login, request = arriving("Amy@Example.org"), request_of(AnonymousUser())

    with request_context(request):
        KnownPeopleOnly().pre_social_login(request, login)

    assert login.user == amy
    assert SocialAccount.objects.get().user == amy
    assert User.objects.count() == 1
    assert Letter.objects.get().address == "amy@example.org"


@pytest.mark.parametrize(
    ("email", "verified"), [("x@example.org", True), ("amy@example.org", False)]
)
def test_single_sign_on_never_makes_a_person_or_trusts_an_unverified_address(
    amy, request_of, email, verified
):
    with pytest.raises(ImmediateHttpResponse) as sent_back:
        KnownPeopleOnly().pre_social_login(
            request_of(AnonymousUser()), arriving(email, verified)
        )

    assert sent_back.value.response.url == "/account/login/"
    assert not SocialAccount.objects.exists()


def test_single_sign_on_does_not_open_a_closed_account(amy, request_of):
    User.objects.update(is_active=False)

    with pytest.raises(ImmediateHttpResponse):
        KnownPeopleOnly().pre_social_login(
            request_of(AnonymousUser()), arriving("amy@example.org")
        )


def test_nobody_joins_the_sign_on_of_another_to_her_own_account(amy, request_of):
    with pytest.raises(ImmediateHttpResponse):
        KnownPeopleOnly().pre_social_login(
            request_of(UserFactory()), arriving("amy@example.org")
        )


def test_a_sign_on_that_is_joined_already_goes_through(amy, request_of):
    login = arriving("renamed@example.org")
    login.user = amy

    KnownPeopleOnly().pre_social_login(request_of(AnonymousUser()), login)

    assert not SocialAccount.objects.exists()
