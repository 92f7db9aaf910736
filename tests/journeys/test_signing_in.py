"""How people get in: with a password and a code, or in the demo by choosing who to be."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.conf import settings
from playwright.sync_api import expect

from goldthread.base.people.models import User
from tests.factories import PASSWORD


def test_she_signs_in_with_a_password_and_a_code(site):
    with site.inside():
        person = User.objects.get(email="chair@demo.example")
        person.set_password(PASSWORD)
        person.save()
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
    page = site.visit()

    page.get_by_label("Email").fill(person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Sign In").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/")
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()


def code_of(secret):
    value = hotp_value(secret, int(time.time()) // 30)
    return f"{value:06}"


@pytest.mark.skipif(not settings.EMBEDDED, reason="personas exist in the demo alone")
def test_in_the_demo_one_click_makes_her_somebody(site):
    page = site.visit()
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Amara Nwosu").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    expect(page.get_by_role("link", name="Amara Nwosu")).to_be_visible()


@pytest.mark.skipif(settings.EMBEDDED, reason="the demo has its personas")
def test_elsewhere_nobody_becomes_a_persona(site):
    page = site.visit()

    assert page.request.get("/demo/").status == 404
