"""Every page as each person meets it: for keyboards, screen readers and phones.

With GOLDTHREAD_SCREENSHOTS=1 the pictures of the README are made anew; without, they
are left beside the database, for whoever wants to look.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.journeys.conftest import DESK, PHONE, ROOT
from tests.journeys.walking import kind, walk

AXE = Axe().axe_script
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OPTIONS = {"runOnly": list(WCAG), "resultTypes": ["violations"]}
OTHERS = (
    "chair",
    "scrutineer",
    "quality",
    "social.care",
    "contributor",
    "practitioner",
    "administrator",
)
ANEW = os.environ.get("GOLDTHREAD_SCREENSHOTS") == "1"
PICTURES = ROOT / "docs/screenshots" if ANEW else settings.VAR / "screenshots"


def barriers(page):
    """The serious and critical ones on the page as it stands."""
    found = page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def look(page, address):
    """What is wrong with one page, at a desk and on a phone."""
    page.set_viewport_size(DESK)
    page.goto(address)
    page.evaluate(AXE)
    wrong = barriers(page)
    page.set_viewport_size(PHONE)
    wrong += [f"on a phone, {barrier}" for barrier in barriers(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > PHONE["width"]:
        wrong.append(f"{wide} px wide on a phone")
    return [f"{kind(address)}: {each}" for each in wrong]


def looked_at(site, who, known):
    """Walk everywhere, look at each kind of page that nobody has looked at before."""
    page = site.visit(who)
    met, dead = walk(page)
    page.context.close()
    page = site.visit(who, bypass_csp=True)  # or axe could not be put into the page
    wrong = [
        f"{on} leads to {to}, which answers {status}"
        for on, to, status in sorted(set(dead))
    ]
    for each, address in met.items():
        if each not in known or each == "/":
            known.add(each)
            wrong += look(page, address)
    page.context.close()
    return [f"{who}: {each}" for each in wrong]


def test_the_board_manager_finds_no_barrier_on_any_page(site):
    known = set()

    wrong = looked_at(site, "board.manager", known)

    assert not wrong, "\n".join(wrong)
    assert len(known) > 100


def test_nobody_else_finds_a_barrier_on_the_pages_that_are_hers(site):
    known = set()

    wrong = [each for who in OTHERS for each in looked_at(site, who, known)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "address", ["/account/login/", "/published/", "/no-such-page/"]
)
def test_whoever_is_not_signed_in_finds_no_barrier(site, address):
    page = site.visit(bypass_csp=True)

    assert look(page, address) == []


def test_the_pictures_of_the_readme_can_be_made(site):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = site.visit("board.manager", viewport={"width": 1280, "height": 1000})
    page.screenshot(path=PICTURES / "home.png")

    page.get_by_role("link", name="Themes", exact=True).first.click()
    page.screenshot(path=PICTURES / "matrix.png")

    assert (PICTURES / "home.png").stat().st_size > 10_000
    assert (PICTURES / "matrix.png").stat().st_size > 10_000
