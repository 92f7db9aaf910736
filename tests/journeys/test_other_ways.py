"""The same without JavaScript, and with nothing but a keyboard."""

import re

from playwright.sync_api import expect

from tests.journeys.test_the_loop import (
    agree_the_drafts,
    done,
    follow,
    import_the_register,
    put_findings_in_themes,
)

TABS = 60  # more than any form here needs


def tab_to(page, role, name):
    """Press Tab until this has the focus; nothing on the way may swallow it."""
    wanted = page.get_by_role(role, name=name).first
    expect(wanted).to_be_visible()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("here => here === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name}")


def shows_focus(page):
    """What has the focus looks different for it."""
    return page.evaluate(
        "() => { const its = getComputedStyle(document.activeElement);"
        " return its.outlineStyle !== 'none' || its.boxShadow !== 'none'; }"
    )


def test_a_register_is_imported_and_agreed_without_javascript(site):
    page = site.visit("richmond.manager", java_script_enabled=False)
    follow(page, "Board")
    follow(page, "Import your register")
    page.get_by_role("button", name="Upload and read the file").click()
    expect(
        page.get_by_text("Choose the file that holds your register").first
    ).to_be_visible()

    page = site.visit("board.manager", java_script_enabled=False)
    import_the_register(page)
    agree_the_drafts(page)
    put_findings_in_themes(page)


def test_the_same_register_again_changes_nothing(site):
    page = site.visit("richmond.manager", java_script_enabled=False)
    follow(page, "Board")
    follow(page, "Import your register")
    page.get_by_label("Your register of findings").set_input_files(
        "tests/data/findings-register.csv"
    )
    page.get_by_role("button", name="Upload and read the file").click()
    page.get_by_role("button", name="Continue").click()

    expect(page.locator("main")).to_contain_text("This file changes nothing")


def test_a_lead_replies_with_the_keyboard_alone(site):
    page = site.visit("housing")

    tab_to(page, "link", "Skip to main content")
    page.keyboard.press("Enter")
    tab_to(page, "link", re.compile("Your section 11 self-assessment"))
    assert shows_focus(page)
    page.keyboard.press("Enter")
    tab_to(page, "button", "Reply")
    assert shows_focus(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply")
    tab_to(page, "textbox", re.compile("."))
    assert shows_focus(page)
    page.keyboard.type("Six of eight standards are met; the evidence is attached.")
    tab_to(page, "button", "Reply")
    page.keyboard.press("Enter")

    done(page, "Received")
