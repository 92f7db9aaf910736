"""What was typed is there after the server, the browser or the sign-in has gone."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from goldthread.loop.findings.models import Finding
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_pages import AXE, PICTURES, barriers

TYPED = "Nobody asked the child what she wanted"
WHAT, MEANING = "What was found?", "What does it mean for children? (optional)"


@pytest.fixture(scope="module")
def draft(site):
    """A finding that the board team may change."""
    with site.inside():
        return Finding.objects.filter(state="drafted", board__slug="kingston").first()


@pytest.fixture(scope="module")
def edit(draft):
    return f"/findings/{draft.pk}/edit/"


def kept(page):
    expect(page.locator("[data-draft-told]")).to_have_text(
        re.compile(r"Draft saved at \d\d:\d\d")
    )


def continued(page, address):
    """She opens the form again, is told politely, and goes on."""
    page.goto(address)
    heading = page.get_by_role("region", name="Your draft")
    expect(heading).to_contain_text("You began this on ")
    expect(page.locator("[data-begun-said]")).to_contain_text("Continue with it or")
    page.get_by_role("button", name="Continue with it").click()
    return page.get_by_label(WHAT).input_value()


def seen(page, name):
    """Barriers at a desk and on a phone, and a picture of each."""
    wrong = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.evaluate(AXE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        wrong += barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append(f"{name} is too wide at {size['width']}")
        picture = PICTURES / f"{name}-{size['width']}.png"
        page.screenshot(path=picture, full_page=True)
    page.set_viewport_size(DESK)
    return wrong


def test_what_was_typed_outlives_the_server_and_the_browser(site, edit):
    page = site.visit("board.manager")
    page.goto(edit)
    page.get_by_label(WHAT).fill(TYPED)
    kept(page)
    site.killed()
    page.get_by_label(WHAT).press_sequentially(" then")
    expect(page.locator("[data-draft-told]")).to_contain_text(
        "Not saved: no connection"
    )
    site.back()
    kept(page)
    page.context.close()

    assert continued(site.visit("board.manager"), edit) == f"{TYPED} then"


def test_what_is_sent_after_the_sign_in_ran_out_is_there_afterwards(site, edit):
    page = site.visit("chair")
    page.context.close()
    page = site.visit("board.manager")
    page.goto(f"{edit}?_draft=none")
    page.get_by_role("button", name="Start again").click()
    page.get_by_label(WHAT).fill("Typed for half an hour")
    with site.inside():
        Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    page.get_by_role("button", name="Change").click()
    expect(page).to_have_url(re.compile("/account/login/"))
    page.context.close()

    page = site.visit("board.manager", bypass_csp=True)
    page.goto(edit)
    assert seen(page, "draft") == []
    assert continued(page, edit) == "Typed for half an hour"


def test_two_texts_stand_side_by_side_and_one_is_chosen(site, draft, edit):
    page = site.visit("board.manager", bypass_csp=True)
    page.goto(edit)
    if page.get_by_role("button", name="Start again").count():
        page.get_by_role("button", name="Start again").click()
    page.get_by_label(WHAT).fill(TYPED)
    with site.inside():
        Finding.objects.filter(pk=draft.pk).update(text="In other words")
    page.get_by_role("button", name="Change").click()

    expect(page.get_by_role("alert")).to_contain_text("Choose which is to stand")
    assert seen(page, "two-editors") == []
    page.get_by_label("Both: I join them below").check()
    box = page.get_by_role("textbox", name=WHAT)
    assert box.input_value() == f"{TYPED}\n\nIn other words"
    page.get_by_label("What I wrote").check()
    page.get_by_role("button", name="Change").click()

    expect(page.get_by_role("alert")).to_contain_text("The draft is changed.")
    with site.inside():
        assert Finding.objects.get(pk=draft.pk).text == TYPED


def test_she_is_warned_before_she_is_signed_out_and_stays(site):
    page = site.visit("board.manager", bypass_csp=True)
    page.clock.install()
    page.goto("/findings/")
    page.clock.fast_forward("26:00")

    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    expect(dialog).to_contain_text("You will be signed out in 4 minutes.")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert seen(page, "signing-out") == []
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("24:00")
    expect(dialog).to_be_hidden()
