"""Signing in with a passkey: Chromium plays the phone that holds it."""

import re
from contextlib import contextmanager

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import expect

from goldthread.base.people.models import User
from tests.factories import PASSWORD
from tests.journeys.test_signing_in import code_of

HOLDS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def device(page):
    """A phone or laptop that keeps passkeys, and whose owner always says yes."""
    told = page.context.new_cdp_session(page)
    told.send("WebAuthn.enable")
    added = told.send("WebAuthn.addVirtualAuthenticator", {"options": HOLDS})
    yield lambda command, **more: told.send(
        f"WebAuthn.{command}", {"authenticatorId": added["authenticatorId"], **more}
    )
    told.detach()


@pytest.fixture
def person(site):
    """Somebody with a password and nothing else, as on her first day."""
    with site.inside():
        person = User.objects.get(email="health@demo.example")
        person.is_active = True
        person.set_password(PASSWORD)
        person.save()
        Authenticator.objects.filter(user=person).delete()
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, verified=True, primary=True
        )
    return person


def heading(page):
    return expect(page.get_by_role("heading", level=1))


def give_password(page, person):
    page.get_by_label("Your work email address").fill(person.email)
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show_again(page):
    page.get_by_role("textbox", name="Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def set_up(page, *, alone=True):
    page.get_by_role("button", name="Set up a passkey").click()
    heading(page).to_have_text(re.compile("Show again|Set up a passkey"))
    if page.get_by_role("heading", name="Show again that it is you").count():
        show_again(page)
    page.get_by_label("What do you call it?").fill("Work phone")
    if alone:
        page.get_by_label("Let it sign me in alone").check()
    page.get_by_role("button", name="Set up the passkey").click()
    heading(page).to_have_text("Your recovery codes")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")


def test_she_sets_up_a_passkey_and_signs_in_with_it_alone(site, person):
    page = site.visit()
    with device(page):
        give_password(page, person)
        heading(page).to_have_text("A second way to show that it is you")
        set_up(page)
        page.get_by_role("button", name="I have kept them: continue").click()
        heading(page).to_have_text("Home")

        sign_out(page)
        page.get_by_role("button", name="Use a passkey").click()

        heading(page).to_have_text("Home")
        page.goto("/account/2fa/webauthn/")
        expect(page.get_by_text("Lets you in alone")).to_be_visible()
    page.context.close()


def test_a_passkey_is_asked_for_after_the_password(site, person):
    page = site.visit()
    with device(page):
        give_password(page, person)
        set_up(page, alone=False)
        sign_out(page)

        give_password(page, person)
        heading(page).to_have_text("Show that it is you")
        page.get_by_role("button", name="Use your passkey").click()

        heading(page).to_have_text("Home")
    page.context.close()


def test_a_passkey_that_this_device_does_not_hold_is_told_on_the_page(site, person):
    page = site.visit()
    with device(page) as ask:
        give_password(page, person)
        set_up(page)
        sign_out(page)
        ask("clearCredentials")
        expect(page.get_by_role("alert")).to_be_hidden()

        page.get_by_role("button", name="Use a passkey").click()

        expect(page.get_by_role("alert")).to_contain_text("Your passkey was not read")
        heading(page).to_have_text("Sign in")
    page.context.close()


def test_a_passkey_that_was_removed_here_lets_nobody_in(site, person):
    page = site.visit()
    with site.inside():
        TOTP.activate(person, secret := generate_totp_secret())
    with device(page):
        give_password(page, person)
        page.get_by_label("The code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in").click()
        page.goto("/account/2fa/")
        page.get_by_role("button", name="Set up a passkey").click()
        show_again(page)
        page.get_by_label("Let it sign me in alone").check()
        page.get_by_role("button", name="Set up the passkey").click()
        heading(page).not_to_have_text("Set up a passkey")
        page.goto("/account/2fa/webauthn/")
        page.get_by_role("link", name="Remove Passkey").click()
        page.get_by_role("button", name="Remove the passkey").click()
        expect(page.get_by_text("You have none yet.")).to_be_visible()

        sign_out(page)
        page.get_by_role("button", name="Use a passkey").click()

        expect(
            page.get_by_text("That passkey is not one of this account.")
        ).to_be_visible()
        heading(page).to_have_text("Sign in")
    page.context.close()


def test_the_passkey_of_somebody_who_has_left_lets_nobody_in(site, person):
    page = site.visit()
    with device(page):
        give_password(page, person)
        set_up(page)
        sign_out(page)
        with site.inside():
            User.objects.filter(pk=person.pk).update(is_active=False)

        page.get_by_role("button", name="Use a passkey").click()

        heading(page).to_have_text("Your account is closed")
        page.goto("/")
        heading(page).to_have_text("Sign in")
    page.context.close()
