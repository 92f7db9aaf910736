"""Signing in with the organisation's own sign-in, over real HTTP and in a browser."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import expect

from goldthread.base.people.models import User
from tests.journeys import provider
from tests.journeys.test_signing_in import code_of

NOBODY = "Nobody here has that work address. Ask your board team to invite you."


@pytest.fixture(scope="module")
def county():
    with provider.running() as county:
        yield county


@pytest.fixture(scope="module")
def environment(county):
    return {
        "OIDC_SERVER_URL": county.url,
        "OIDC_CLIENT_ID": provider.CLIENT,
        "OIDC_SECRET": provider.SECRET,
        "OIDC_NAME": "County",
    }


@pytest.fixture
def person(site):
    """Somebody whom the county's sign-in knows too, with an app on her phone."""
    with site.inside():
        person = User.objects.get(email="police@demo.example")
        person.is_active = True
        person.save()
        SocialAccount.objects.all().delete()
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, secret := generate_totp_secret())
    person.secret = secret
    return person


@pytest.fixture
def page(site):
    page = site.visit()
    yield page
    page.context.close()


def to_county(page):
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with County").click()
    heading(page).to_have_text("Sign in with County")
    page.get_by_role("button", name="Continue").click()
    heading(page).to_have_text("County")


def come_as(page, email, *, verified=True):
    to_county(page)
    page.get_by_label("Work address").fill(email)
    page.get_by_label("Verified").set_checked(verified)
    page.get_by_role("button", name="Sign in to County").click()


def heading(page):
    return expect(page.get_by_role("heading", level=1))


def test_somebody_we_know_comes_in_and_still_shows_her_second_factor(person, page):
    come_as(page, "Police@demo.example")

    page.goto("/people/")
    heading(page).to_have_text("Show that it is you")
    page.get_by_label("The code").fill(code_of(person.secret))
    page.get_by_role("button", name="Sign in").click()
    heading(page).to_have_text("Home")


def test_somebody_without_a_second_factor_sets_one_up_first(site, person, page):
    with site.inside():
        Authenticator.objects.filter(user=person).delete()

    come_as(page, person.email)

    heading(page).to_have_text("A second way to show that it is you")
    page.goto("/people/")
    heading(page).to_have_text("A second way to show that it is you")


@pytest.mark.parametrize(
    ("email", "verified"),
    [("stranger@county.example", True), ("police@demo.example", False)],
)
def test_a_stranger_and_an_address_nobody_has_checked_are_told_whom_to_ask(
    site, person, page, email, verified
):
    come_as(page, email, verified=verified)

    expect(page.get_by_text(NOBODY)).to_be_visible()
    heading(page).to_have_text("Sign in")
    with site.inside():
        assert not SocialAccount.objects.exists()
        assert not User.objects.filter(email=email).exclude(pk=person.pk).exists()


@pytest.mark.parametrize("joined", [True, False])
def test_somebody_who_has_left_does_not_come_back_by_it(site, person, page, joined):
    if joined:
        come_as(page, person.email)
        page.get_by_role("button", name="Cancel").click()
    with site.inside():
        User.objects.filter(pk=person.pk).update(is_active=False)

    come_as(page, person.email)

    if joined:
        heading(page).to_have_text("Your account is closed")
    else:
        expect(page.get_by_text(NOBODY)).to_be_visible()
    page.goto("/people/")
    heading(page).to_have_text("Sign in")


def test_whoever_refuses_there_is_told_that_she_is_not_signed_in(person, page):
    to_county(page)
    page.get_by_role("button", name="Refuse").click()

    heading(page).to_have_text("You are not signed in")


def test_an_answer_signed_for_another_is_not_believed(county, person, page):
    county.issuer = "https://elsewhere.example"
    try:
        come_as(page, person.email)
        heading(page).to_have_text("Your organisation’s sign-in did not work")
    finally:
        county.issuer = county.url


def test_an_answer_that_nobody_asked_for_is_not_believed(person, page):
    page.goto("/account/oidc/organisation/login/callback/?code=x&state=y")

    heading(page).to_have_text("Your organisation’s sign-in did not work")
