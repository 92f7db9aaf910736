import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.template import Context, Template
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual

from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.ledger.models import Story


class State(TextChoices):
    DRAFT = "draft", "being written"
    AGREED = "agreed", "agreed"


def shown(template, **context):
    return Template("{% load govuk %}" + template).render(Context(context))


def record(state=State.AGREED):
    return SimpleNamespace(
        state=str(state),
        get_state_display=lambda: state.label,
        get_absolute_url=lambda: "/findings/7/",
    )


def test_steps_are_buttons_and_the_first_is_green():
    steps = [
        SimpleNamespace(name="agree", words="Agree"),
        SimpleNamespace(name="send_back", words="Send back"),
    ]

    html = shown("{% steps record steps %}", record=record(), steps=steps)

    button = """<a class="govuk-button{}" role="button" draggable="false"
        data-module="govuk-button" href="/findings/7/{}/">{}</a>"""
    first = button.format("", "agree", "Agree")
    second = button.format(" govuk-button--secondary", "send_back", "Send back")
    expected = f'<div class="govuk-button-group">{first}{second}</div>'
    assertHTMLEqual(html, expected)


def test_no_step_draws_nothing():
    assert shown("{% steps record steps %}", record=record(), steps=[]).strip() == ""


@pytest.mark.parametrize(
    ("state", "colour", "word"),
    [
        (record(), "green", "Agreed"),
        (State.AGREED, "green", "Agreed"),
        (State.DRAFT, "grey", "Being written"),
        (("late", "overdue at NHS"), "red", "Overdue at NHS"),
        ("in_progress", "blue", "In progress"),
    ],
)
def test_a_state_is_one_word_in_one_colour(state, colour, word):
    html = shown("{% tag state %}", state=state)

    expected = f'<strong class="govuk-tag govuk-tag--{colour}">{word}</strong>'
    assertHTMLEqual(html, expected)


def test_a_summary_lists_keys_and_values_and_says_what_is_missing():
    rows = [
        ("Due", date(2025, 11, 18)),
        ("Source", "Section 11", "/section11/"),
        ("Note", ""),
        ("Found", "One\n<two>"),
    ]

    html = shown("{% summary rows %}", rows=rows)

    row = """<div class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key">{}</dt>
      <dd class="govuk-summary-list__value">{}</dd></div>"""
    expected = "".join(
        row.format(key, value)
        for key, value in (
            ("Due", "18 November 2025"),
            ("Source", '<a class="govuk-link" href="/section11/">Section 11</a>'),
            ("Note", "Not recorded"),
            ("Found", "One<br>&lt;two&gt;"),
        )
    )
    assertHTMLEqual(html, f'<dl class="govuk-summary-list">{expected}</dl>')


def happened(sentence, day=1, to_state=""):
    at = datetime(2025, 7, day, 9, 30, tzinfo=UTC)
    return SimpleNamespace(at=at, sentence=sentence, to_state=to_state)


def told(*entries, older=False):
    return shown("{% history story %}", story=Story(list(entries), older))


def test_history_tells_each_entry_and_when_it_was():
    html = told(happened("A. Lead: Submit (Open → Submitted)", to_state="Submitted"))

    expected = """<h2 class="govuk-heading-m" id="history">History</h2>
      <ol class="goldthread-history"><li class="goldthread-history__entry">
        <p class="goldthread-history__sentence">A. Lead: Submit (Open → Submitted)</p>
        <p class="goldthread-history__when"><time datetime="2025-07-01T10:30:00+01:00">
          1 July 2025 at 10:30</time></p></li></ol>"""
    assertHTMLEqual(html, expected)
    assert told().strip() == ""


def test_what_was_done_again_on_a_day_is_told_once():
    html = told(happened("A: Ask"), happened("A: Add"), happened("A: Ask"))

    assert re.findall("A: .*?(?=<)", html) == ["A: Ask (2 times)", "A: Add"]


def test_the_newest_of_a_long_history_show_and_the_rest_are_a_click_away():
    html = told(*[happened(f"A: Step {n}", day=n) for n in range(1, 16)])

    earlier, newest = html.split("</details>")
    assert "5 earlier lines" in earlier
    assert [earlier.count("A: Step"), newest.count("A: Step")] == [5, 10]
    assert "Show the whole history" not in html


def test_a_history_without_its_beginning_says_so():
    html = told(happened("A: Ask"), older=True)

    assert 'href="?history=whole#history">Show the whole history</a>' in html


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 finding"), (0, "0 findings"), (1204, "1,204 findings")]
)
def test_a_number_agrees_with_what_it_counts(number, said):
    assert shown("{% several number 'finding' %}", number=number) == said


def test_the_thread_shows_both_ends_and_admits_what_is_not_there_yet():
    strands = [
        Strand("Where it came from", [Link("Section 11", "/a/", note="agreed in May")]),
        Strand("Where it went", []),
    ]

    html = shown("{% thread strands %}", strands=strands)

    expected = """<section class="goldthread-thread"
        aria-label="The thread of this record">
      <div class="goldthread-thread__strand">
        <h2 class="govuk-heading-s">Where it came from</h2>
        <ul class="govuk-list"><li><a class="govuk-link" href="/a/">Section 11</a>
          <span class="goldthread-thread__note">agreed in May</span></li></ul></div>
      <div class="goldthread-thread__strand">
        <h2 class="govuk-heading-s">Where it went</h2>
        <p class="govuk-body">Nothing yet</p></div></section>"""
    assertHTMLEqual(html, expected)


def test_sub_navigation_marks_where_we_are():
    links = [Link("Open", "/o/", current=True), Link("Closed", "/c/")]

    html = shown('{% sub_navigation links "Actions" %}', links=links)

    link = 'class="goldthread-sub-navigation__link"'
    expected = f"""<nav class="goldthread-sub-navigation" aria-label="Actions">
      <ul class="goldthread-sub-navigation__list">
        <li><a {link} href="/o/" aria-current="page">Open</a></li>
        <li><a {link} href="/c/">Closed</a></li></ul></nav>"""
    assertHTMLEqual(html, expected)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% fraction 23 26 %}", "23 of 26 (88%)"),
        ("{% fraction 0 0 %}", "0 of 0"),
        ("{% day on %}", "18 November 2025"),
        ("{% day at %}", "1 July 2025"),
        ("{% day none %}", ""),
    ],
)
def test_numbers_and_days_are_said_one_way(template, said):
    at = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)  # already July in London
    context = {"on": date(2025, 11, 18), "at": at, "none": None}

    assert shown(template, **context) == said


def test_pages_of_a_list_keep_the_rest_of_its_address():
    page = Paginator(range(30), 10).get_page(2)
    request = RequestFactory().get("/?state=open&page=2")

    html = shown("{% pagination page %}", page=page, request=request)

    hrefs = [part.partition('"')[0] for part in html.split('href="')[1:]]
    assert hrefs == [
        "?state=open&amp;page=1",
        "?state=open&amp;page=1",
        "?state=open&amp;page=2",
        "?state=open&amp;page=3",
        "?state=open&amp;page=3",
    ]


def test_a_list_of_one_page_has_no_links_to_others():
    page = Paginator(range(3), 10).get_page(1)
    request = RequestFactory().get("/")

    assert shown("{% pagination page %}", page=page, request=request).strip() == ""


def test_a_wide_table_scrolls_in_a_region_that_has_a_name():
    html = shown('{% wide "A & B" %}<table></table>{% endwide %}')

    expected = """<div class="goldthread-wide" role="region" aria-label="A &amp; B"
      tabindex="0"><table></table></div>"""
    assertHTMLEqual(html, expected)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            '{% details "Why?" %}<p>So</p>{% enddetails %}',
            """<details class="govuk-details"><summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">Why?</span></summary>
              <div class="govuk-details__text"><p>So</p></div></details>""",
        ),
        (
            "{% inset %}{{ text }}{% endinset %}",
            '<div class="govuk-inset-text">&lt;b&gt;</div>',
        ),
        (
            "{% warning %}{{ text }}{% endwarning %}",
            """<div class="govuk-warning-text">
              <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
              <strong class="govuk-warning-text__text">
              <span class="govuk-visually-hidden">Warning</span>&lt;b&gt;</strong></div>""",
        ),
    ],
)
def test_blocks_of_text_keep_what_is_inside_them(template, expected):
    assertHTMLEqual(shown(template, text="<b>"), expected)


def test_a_row_of_a_list_is_headed_by_what_leads_to_its_record():
    drawn = [
        (SimpleNamespace(heading=heading, look=look), value)
        for heading, look, value in [
            ("Theme", "", "<b>Voice</b>"),
            ("State", "tag", ("late", "Late")),
            ("Due", "day", date(2026, 11, 18)),
            ("Who", "", None),
            ("Number", "", 7),
        ]
    ]

    html = shown("<tr>{% cells record drawn %}</tr>", record=record(), drawn=drawn)

    header = """<th scope="row" role="rowheader" class="govuk-table__header"><a class="govuk-link"
        href="/findings/7/">&lt;b&gt;Voice&lt;/b&gt;</a></th>"""
    late = '<strong class="govuk-tag govuk-tag--red">Late</strong>'
    cells = "".join(
        f"""<td role="cell" class="govuk-table__cell {classes}">
          <span class="goldthread-stacked__heading" aria-hidden="true">{heading}</span>
          {each}</td>"""
        for heading, each, classes in [
            ("State", late, ""),
            ("Due", "18 November 2026", "goldthread-nowrap"),
            ("Who", "", "goldthread-stacked__nothing"),
            ("Number", "7", ""),
        ]
    )
    assertHTMLEqual(html, f"<tr>{header}{cells}</tr>")


def test_the_rows_of_a_plain_table_are_headed_by_their_first_cell_and_escaped():
    html = shown("{% table_rows rows %}", rows=[["Drift & delay", "3 of 10"], ["<b>"]])

    assertHTMLEqual(
        html,
        """<tr class="govuk-table__row">
        <th scope="row" class="govuk-table__header">Drift &amp; delay</th>
        <td class="govuk-table__cell">3 of 10</td></tr>
        <tr class="govuk-table__row">
        <th scope="row" class="govuk-table__header">&lt;b&gt;</th></tr>""",
    )
