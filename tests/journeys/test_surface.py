"""What a browser is asked to fetch, what it keeps, and that nothing typed ever runs in it."""

import json

import pytest
from django.apps import apps
from django.db import models
from playwright.sync_api import expect

from goldthread.base.people.models import User
from tests.fuzzing import MARKUP
from tests.journeys.walking import walk

KEPT = """async () => ({
  local: {...localStorage}, session: {...sessionStorage},
  databases: (await indexedDB.databases()).map(each => each.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": {}, "session": {}, "databases": [], "caches": [], "workers": 0}
# Where words of people stand, as the walk finds them; not what the product reads itself.
NOT_WORDS = {"key", "slug", "digest", "email", "password", "name", "kind", "edition"}
WORDS_OF = ("findings", "activities", "actions", "themes", "impact", "agency_audits")


def test_no_page_asks_anybody_else_for_anything(site):
    page = site.visit("board.manager")
    met, _ = walk(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))

    for address in met.values():
        page.goto(address)
    page.context.clear_cookies()
    for address in ("/account/login/", "/account/password/reset/", "/no-such-page/"):
        page.goto(address)

    ours = (f"{site.url}/", "data:")
    assert len(met) > 100
    assert len(asked) > len(met)
    assert sorted({url for url in asked if not url.startswith(ours)}) == []


def test_after_signing_out_the_browser_holds_no_page_and_nothing_else(site):
    page = site.visit("board.manager")
    page.goto("/findings/")
    page.evaluate("localStorage.kept = sessionStorage.kept = 'a narrative'")
    page.get_by_role("link", name="Actions", exact=True).first.click()
    heading = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Sign out").click()

    assert page.evaluate(KEPT) == NOTHING
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names <= {"csrf", "session"}  # a session of nobody, for what is said next

    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(heading)
        expect(page.get_by_label("Your password")).to_be_visible()


def test_a_form_is_taken_though_no_page_says_where_it_came_from(site):
    """`no-referrer` makes the browser send `Origin: null`."""
    page = site.visit("board.manager")
    page.goto("/people/")
    with page.expect_request(lambda request: request.method == "POST") as asked:
        page.get_by_role("button", name="Sign out").click()

    told = asked.value.all_headers()
    assert (told["origin"], told["sec-fetch-site"]) == ("null", "same-origin")
    assert "referer" not in told
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


# --- Markup that was typed -----------------------------------------------------------------


def texts(model):
    """Its fields in which somebody types."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if type(field) in {models.CharField, models.TextField}
        if not (field.choices or field.unique or field.name in NOT_WORDS)
        if not field.name.endswith("key")
    ]


def plant(site):
    """Put the corpus in what the demo holds, each piece in some records."""
    count = 0
    with site.inside():
        for model in apps.get_models():
            if model._meta.app_label not in WORDS_OF:
                continue
            for place, record in enumerate(model._base_manager.all()[:60]):
                words = {
                    name: MARKUP[(place + at) % len(MARKUP)][
                        : model._meta.get_field(name).max_length
                    ]
                    for at, name in enumerate(texts(model))
                }
                if words:
                    model._base_manager.filter(pk=record.pk).update(**words)
                    count += 1
        User._base_manager.filter(email__startswith="board.manager").update(
            name=MARKUP[1]
        )
    return count


@pytest.fixture(scope="module")
def planted(site):
    return plant(site)


@pytest.mark.parametrize("policy", ["on", "off"])
def test_what_was_typed_is_shown_and_never_run(site, planted, policy):
    """Also with the policy off: the pages themselves let nothing through."""
    page = site.visit("board.manager", bypass_csp=policy == "off")
    met, _ = walk(page)
    broken, said = [], []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: said.append(line.text))

    shown = 0
    for kind, address in met.items():
        page.goto(f"{address}{'&' if '?' in address else '?'}q={MARKUP[1]}")
        shown += "window.hurt" in page.inner_text("body")
        if page.evaluate("window.hurt") is not None:
            broken.append(kind)

    assert planted > 100
    assert shown > 20
    assert broken == []
    assert [line for line in said if "Security Policy" in line] == []


def test_the_walk_would_see_it_run(site):
    """Else it would find nothing because it cannot."""
    page = site.visit("board.manager", bypass_csp=True)
    page.evaluate(
        f"document.body.insertAdjacentHTML('beforeend', {json.dumps(MARKUP[1])})"
    )

    page.wait_for_function("window.hurt === 1")


def test_the_policy_stops_what_a_page_would_let_through(site):
    page = site.visit("board.manager")
    page.evaluate(
        f"document.body.insertAdjacentHTML('beforeend', {json.dumps(MARKUP[1])})"
    )
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    assert page.evaluate("window.hurt") is None
