"""Whole pages: what is said once, what is left out, and nothing inline anywhere."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from goldthread.base.govuk.renderer import GovukRenderer
from goldthread.base.govuk.rules import Link, Navigation
from goldthread.base.ledger.models import Story

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Filters(forms.Form):
    words = forms.CharField(required=False)


def page(name, path="/", **context):
    known = {"request": RequestFactory().get(path), "webauthn_form": forms.Form()}
    return render_to_string(name, known | context)


def words(html, element):
    """The text of every such element."""
    inside = re.findall(rf"<{element}\b[^>]*>(.*?)</{element}>", html, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in inside]


def test_the_heading_is_said_once_and_shown_as_the_title_too():
    html = Template(
        '{% extends "page.html" %}{% block heading %}A <b>finding</b>{% endblock %}'
    ).render(Context())

    assert words(html, "title") == ["A finding - Goldthread"]
    assert words(html, "h1") == ["A finding"]


@pytest.mark.parametrize(("said", "asides"), [("Papers", ["Papers"]), ("", [])])
def test_there_is_an_aside_only_if_something_stands_in_it(said, asides):
    html = Template(
        """{% extends "page.html" %}{% block heading %}A{% endblock %}
        {% block aside %} {{ said }} {% endblock %}"""
    ).render(Context({"said": said}))

    assert words(html, "aside") == asides


def test_a_view_may_say_the_heading_and_it_is_escaped():
    html = page("page.html", heading="Drugs & <alcohol>", lead="Why", caption="Theme 3")

    assert words(html, "title") == ["Drugs &amp; &lt;alcohol&gt; - Goldthread"]
    assert words(html, "h1") == ["Drugs &amp; &lt;alcohol&gt;"]
    assert 'class="govuk-caption-l">Theme 3<' in html


def test_a_form_with_errors_says_so_in_the_title():
    form = forms.Form({}, renderer=GovukRenderer())
    form.add_error(None, "Grade these first")

    html = page(
        "form.html",
        form=form,
        heading="Submit",
        caption="Section 11",
        button="Submit it",
        cancel="/a/",
    )

    assert words(html, "title") == ["Error: Submit: Section 11 - Goldthread"]
    assert words(html, "button") == ["Submit it"]
    assert '<a class="govuk-link" href="/a/">Cancel</a>' in html


def test_the_frame_shows_board_menu_and_account_and_signs_out_by_post():
    navigation = Navigation(
        board="Northshire",
        items=[Link("Home", "/", current=True), Link("Plan", "/plan/")],
        account=[Link("A. Lead", "/me/"), Link("Sign out", "/out/", post=True)],
    )
    html = page("page.html", heading="Home", navigation=navigation)

    header = html[html.index("<header") : html.index("</header>")]
    assert words(header, "a") == ["Goldthread", "A. Lead", "Home", "Plan"]
    assert words(header, "button") == ["Sign out", "Menu"]
    assert words(header, "span") == ["Northshire"]
    assert '<form method="post" action="/out/">' in header


def test_a_stranger_sees_neither_menu_nor_account():
    html = page("page.html", heading="Sign in")

    header = html[html.index("<header") : html.index("</header>")]
    assert words(header, "a") == ["Goldthread"]
    assert words(header, "nav") == []


def test_what_has_just_been_done_is_said_on_top():
    done = Message(constants.SUCCESS, "Submitted.")
    known = Message(constants.INFO, "You were signed out.")
    html = page("page.html", heading="Home", messages=[done, known])

    assert words(html, "h2") == ["Done", "Important"]
    assert re.findall(r'role="(\w+)"', html) == ["alert", "region"]


def test_a_record_has_its_parts_in_order():
    record = SimpleNamespace(
        state="agreed",
        get_state_display=lambda: "Agreed",
        get_absolute_url=lambda: "/findings/7/",
    )
    html = page(
        "record.html",
        record=record,
        heading="ignored",
        caption="Finding 7",
        holder="The board has it.",
        open_steps=[SimpleNamespace(name="release", words="Release")],
        rows=[("Lead", "A. Lead")],
        strands=[SimpleNamespace(title="Where it came from", links=[])],
        story=Story([SimpleNamespace(at=NOON, sentence="A. Lead: Agree", to_state="")]),
    )

    parts = [
        "Finding 7",
        "<h1",
        "Agreed\n",
        "The board has it.",
        "Release</a>",
        "govuk-summary-list",
        "Where it came from",
        "History",
    ]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)


def listed(count, path="/", **context):
    form = Filters(RequestFactory().get(path).GET, renderer=GovukRenderer())
    shown = Paginator(range(count), 10).get_page(1)
    return page(
        "list.html", path, heading="Actions", page=shown, filter_form=form, **context
    )


def test_a_list_counts_sorts_and_exports_what_the_filters_left():
    html = listed(
        30,
        "/?words=a&page=2&sort=due",
        noun="actions",
        sorts=[("due", "Due"), ("title", "Title")],
        exports=True,
    )

    main = html[html.index("<main") : html.index('aria-label="Pages"')]
    links = re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', main)
    assert "30 actions" in main
    assert links == [
        ("?", "Clear filters"),
        ("?words=a&amp;sort=-due", "Due, up"),
        ("?words=a&amp;sort=title", "Title"),
        ("?words=a&amp;sort=due&amp;format=csv", "Download as CSV"),
        ("?words=a&amp;sort=due&amp;format=xlsx", "Download as Excel"),
    ]
    assert '<input type="hidden" name="sort" value="due">' in main


def test_a_list_sorted_downwards_can_be_turned_round():
    html = listed(30, "/?sort=-due", sorts=[("due", "Due")])

    assert (
        '<a class="govuk-link" aria-current="true" href="?sort=due">Due, down</a>'
        in html
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Agree a theme first."),
        ("/?words=a", "Nothing matches these filters. Clear filters"),
    ],
)
def test_an_empty_list_says_what_to_do(path, said):
    html = listed(0, path, empty="Agree a theme first.")

    empty = html[html.index("goldthread-empty") : html.index("</main>")]
    assert words(f"<p {empty}</p>", "p")[0].startswith(said)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400.html", "We could not read that request"),
        ("404.html", "We cannot find that page"),
        ("409.html", "Someone has already moved this on"),
        ("500.html", "Sorry, there is a problem with Goldthread"),
    ],
)
def test_an_error_page_needs_nothing_to_be_drawn(name, heading):
    assert words(render_to_string(name), "h1") == [heading]


def test_a_confirmation_says_what_happened_who_knows_and_what_is_next():
    html = page(
        "done.html",
        heading="Submitted",
        told="the board team",
        next="They moderate it.",
    )

    assert words(html, "h1") == ["Submitted"]
    assert words(html, "p")[:2] == ["We have told the board team.", "They moderate it."]


ALLAUTH = [
    "account/login.html",
    "account/password_reset.html",
    "account/reauthenticate.html",
    "mfa/index.html",
    "mfa/authenticate.html",
    "mfa/totp/activate_form.html",
    "mfa/recovery_codes/index.html",
    "mfa/webauthn/authenticator_list.html",
]
OURS = ["page.html", "confirm.html", "done.html", "404.html", *ALLAUTH]


@pytest.mark.parametrize("name", OURS)
def test_nothing_on_a_page_is_inline(name):
    html = page(name, heading="A", authenticators=[], unused_codes=["a"])

    assert re.findall(r"\sstyle=|\son\w+=|<style|javascript:", html) == []
    scripts = re.findall(r"<script([^>]*)>", html)
    assert [s for s in scripts if "src=" not in s and "application/json" not in s] == []


@pytest.mark.parametrize("name", ALLAUTH)
def test_sign_in_pages_stand_in_our_frame(name):
    html = page(name, authenticators=[], unused_codes=["a"])

    assert len(words(html, "h1")) == 1
    assert '<h1 class="govuk-heading-l">' in html
    assert [c for c in re.findall(r"<button([^>]*)", html) if "class=" not in c] == []
