import csv
import io

import pytest
from django.test import Client

from goldthread.base.govuk import pages
from goldthread.base.govuk.pages import PER_PAGE
from goldthread.loop.themes.models import Theme
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
    VerdictFactory,
    agency_lead,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
STATEMENTS = 10  # the most a page may take


@pytest.fixture
def board():
    return BoardFactory(name="Kingston", slug="kingston")


@pytest.fixture
def amira(board):
    return board_team(board)


@pytest.fixture
def browser(amira, sign_in):
    return sign_in(amira)


def found(board, way="data", **more):
    return FindingFactory(activity=ActivityFactory(board=board, way=way), **more)


def page(response):
    return " ".join(response.content.decode().split())


# --- The matrix -----------------------------------------------------------------------


def test_the_matrix_says_each_cell_as_a_sentence_and_links_to_its_findings(
    board, browser
):
    theme = ThemeFactory(board=board, name="Neglect", findings=[found(board, number=9)])

    shown = page(browser.get("/boards/kingston/matrix/?kind=concern"))

    assert (
        f'href="/themes/{theme.pk}/?kind=concern&amp;way=data">'
        ' <span class="govuk-visually-hidden">Neglect, Performance data: 1 concern, '
        "9 looked at, weak weight, newest without a date, 1 not yet agreed</span>"
    ) in shown
    assert "<em>Single source</em>, proposed by the rule" in shown


def test_the_matrix_marks_silence_decided_verdicts_and_what_came_since(board, browser):
    decided = ThemeFactory(board=board)
    VerdictFactory(theme=decided, verdict="conflicting", decided_on="2026-11-02")
    ThemeFactory(board=board, findings=[found(board)])

    before = page(browser.get("/boards/kingston/matrix/"))
    decided.memberships.create(finding=found(board, "views"))
    after = page(browser.get("/boards/kingston/matrix/"))

    assert "Performance data: silent" in before
    assert "<strong>Conflicting</strong><br> Decided on 2 November 2026" in before
    assert "The rule now proposes: Silent" in before
    assert "Findings have joined since" not in before
    assert "Findings have joined since" in after


def test_an_empty_matrix_says_what_to_do_first(board, browser):
    assert "No finding has joined a theme yet" in page(
        browser.get("/boards/kingston/matrix/")
    )
    assert "No finding matches these filters" in page(
        browser.get("/boards/kingston/matrix/?kind=strength")
    )


def test_a_period_that_ends_before_it_begins_is_said_and_counts_everything(
    board, browser
):
    ThemeFactory(board=board, findings=[found(board)])

    shown = page(
        browser.get("/boards/kingston/matrix/?since=2026-02-01&until=2026-01-01")
    )

    assert "The last day cannot be before the first" in shown
    assert "1 of 12 ways of learning" in shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_matrix_is_a_file_too(board, browser, form):
    ThemeFactory(board=board, name="Neglect", findings=[found(board)])

    response = browser.get(f"/boards/kingston/matrix/?format={form}")

    assert (response.status_code, response["Content-Disposition"][-5:-1]) == (
        200,
        f".{form}"[-4:],
    )
    if form == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [row[0] for row in rows] == ["Theme", "Neglect"]


def test_the_matrix_takes_as_many_statements_with_three_themes_as_with_thirty(
    board, browser, statements
):
    address = "/boards/kingston/matrix/"

    def fill(n):
        for _ in range(n):
            ThemeFactory(board=board, findings=[found(board), found(board, "views")])

    fill(3)
    browser.get(address)
    few = statements(browser, address)
    fill(27)

    assert statements(browser, address) == few <= STATEMENTS


def test_the_matrix_is_not_for_agencies_or_other_boards(board, sign_in):
    lead = agency_lead(OrganisationFactory(boards=[board]))

    for person in (lead, board_team(BoardFactory()), UserFactory()):
        assert sign_in(person).get("/boards/kingston/matrix/").status_code == 404
    assert Client().get("/boards/kingston/matrix/").status_code == 302


# --- One theme, and the list ----------------------------------------------------------


def test_a_theme_shows_the_cell_that_was_clicked(board, browser):
    inside = found(board, text="Visits were late.")
    theme = ThemeFactory(
        board=board, findings=[inside, found(board, "views", text="We were heard.")]
    )

    shown = page(browser.get(f"/themes/{theme.pk}/?way=data"))

    assert "Showing 1 of 2, from one way of learning" in shown
    assert "No finding here matches" in page(
        browser.get(f"/themes/{theme.pk}/?way=data&kind=strength")
    )
    assert ("Visits were late." in shown, "We were heard." in shown) == (True, False)


def test_a_theme_tells_its_verdict_its_history_and_what_came_since(board, browser):
    theme = ThemeFactory(board=board, findings=[found(board)])
    VerdictFactory(theme=theme, reason="At first.", decided_at="2026-01-01T09:00Z")
    chair_ = chair(board)
    VerdictFactory(
        theme=theme,
        verdict="conflicting",
        reason="Two audits differ.",
        decided_by=chair_,
        decided_on="2026-11-02",
        decided_at="2026-01-02T09:00Z",
    )

    shown = page(browser.get(f"/themes/{theme.pk}/"))

    assert (
        f"{chair_} decided <strong>conflicting</strong> on 2 November 2026, because:"
    ) in shown
    assert "Two audits differ." in shown
    assert "Findings have joined since this was decided" in shown
    assert "because At first." in shown


def test_a_theme_suggests_findings_and_a_merged_one_says_where_it_went(board, browser):
    theme = ThemeFactory(board=board, name="Neglect")
    gone = ThemeFactory(board=board, state="merged", merged_into=theme)
    waiting = found(board, text="Neglect of teeth.")

    assert f"/findings/{waiting.pk}/theme/" in page(browser.get(f"/themes/{theme.pk}/"))
    assert "Merged into" in page(browser.get(f"/themes/{gone.pk}/"))


def test_a_theme_takes_as_many_statements_with_thirty_findings_as_with_three(
    board, browser, statements, monkeypatch
):
    monkeypatch.delitem(pages.THREADS, "themes.theme")  # later stages count their own
    theme = ThemeFactory(board=board, findings=[found(board) for _ in range(3)])
    VerdictFactory(theme=theme)

    address = theme.get_absolute_url()
    browser.get(address)
    few = statements(browser, address)
    for _ in range(PER_PAGE + 2):
        theme.memberships.create(finding=found(board))

    assert statements(browser, address) == few <= STATEMENTS


def test_the_list_of_themes_filters_sorts_and_exports(board, browser):
    both = ThemeFactory(
        board=board, name="Both", findings=[found(board), found(board, "views")]
    )
    VerdictFactory(theme=both)
    ThemeFactory(board=board, name="Merged", state="merged", merged_into=both)
    ThemeFactory(board=board, name="Bare")
    ThemeFactory(name="Elsewhere")

    def names(query):
        response = browser.get(f"/themes/?format=csv&{query}")
        rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
        return [row[0] for row in rows][1:]

    assert names("") == ["Bare", "Both"]
    assert names("sort=-seen") == ["Both", "Bare"]
    assert names("verdict=corroborated") == ["Both"]
    assert names("verdict=none") == ["Bare"]
    assert names("ways=2") == ["Both"]
    assert names("state=merged") == ["Merged"]
    assert names(f"board={board.pk}") == ["Bare", "Both"]
    assert "The matrix of Kingston" in page(browser.get("/themes/"))


def test_the_list_takes_as_many_statements_with_thirty_themes_as_with_three(
    board, browser, statements
):
    address = "/themes/"
    ThemeFactory.create_batch(3, board=board)
    browser.get(address)
    few = statements(browser, address)
    ThemeFactory.create_batch(27, board=board)

    assert statements(browser, address) == few <= STATEMENTS


def test_themes_of_other_boards_are_not_found(board, sign_in):
    theme = ThemeFactory(board=board)
    stranger = sign_in(board_team(BoardFactory()))

    for path in ("", "edit/", "merge/", "decide/", "part/"):
        assert stranger.get(f"/themes/{theme.pk}/{path}").status_code == 404


# --- Steps on pages -------------------------------------------------------------------


def test_a_theme_is_added_with_its_words_each_once(board, browser):
    response = browser.post(
        "/boards/kingston/add_theme/",
        {
            "name": "Neglect",
            "lexicon": 'home  conditions\n"dental decay"\n\nhome conditions',
        },
    )

    theme = Theme.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/themes/{theme.pk}/")
    assert theme.lexicon == ["home conditions", "dental decay"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Answer the question “What is the theme?”"),
        ({"name": "neglect"}, "The board already has a theme of this name."),
        ({"name": "x", "lexicon": "w" * 61}, "to 60 letters or fewer"),
        (
            {"name": "x", "lexicon": "\n".join(map(str, range(51)))},
            "Enter 50 words or fewer",
        ),
    ],
)
def test_a_theme_that_cannot_be_added_is_refused_with_a_sentence(
    board, browser, given, sentence
):
    ThemeFactory(board=board, name="Neglect")

    response = browser.post("/boards/kingston/add_theme/", given)

    assert response.status_code == 422
    assert sentence in page(response)


def test_a_theme_is_changed_from_what_it_was(board, browser):
    theme = ThemeFactory(board=board, name="Neglect", lexicon=["home", "teeth"])

    asked = page(browser.get(f"/themes/{theme.pk}/edit/"))
    browser.post(f"/themes/{theme.pk}/edit/", {"name": "Neglect of teeth"})

    theme.refresh_from_db()
    assert 'value="Neglect"' in asked
    assert (theme.name, theme.lexicon) == ("Neglect of teeth", [])


def test_a_theme_is_merged_and_parted_on_pages(board, browser):
    theme, into = ThemeFactory.create_batch(2, board=board)

    browser.post(f"/themes/{theme.pk}/merge/", {"into": into.pk})
    theme.refresh_from_db()
    assert theme.merged_into == into

    browser.post(f"/themes/{theme.pk}/part/")
    theme.refresh_from_db()
    assert theme.state == "open"


def test_deciding_shows_what_the_rule_proposes_and_keeps_what_was_typed(board, browser):
    theme = ThemeFactory(board=board, findings=[found(board)])

    response = browser.post(f"/themes/{theme.pk}/decide/", {"reason": "Because."})

    assert response.status_code == 422
    assert "The rule proposes <strong>single source</strong>" in page(response)
    assert "Because." in page(response)
    browser.post(
        f"/themes/{theme.pk}/decide/", {"verdict": "silent", "reason": "Because."}
    )
    assert [str(verdict) for verdict in theme.verdicts.all()] == ["Silent"]


def test_a_finding_is_put_in_the_suggested_theme_and_taken_out(board, browser):
    finding = found(board, text="Neglect of teeth.")
    other = ThemeFactory(board=board, name="Risk")
    neglect = ThemeFactory(board=board, name="Neglect")

    asked = page(browser.get(f"/findings/{finding.pk}/theme/"))
    browser.post(f"/findings/{finding.pk}/theme/", {"themes": [neglect.pk]})

    assert "Neglect (suggested: its words stand in the finding)" in asked
    assert asked.index("Neglect (suggested") < asked.index("> Risk <")
    assert list(neglect.findings.all()) == [finding]
    assert "Neglect" in page(browser.get(f"/findings/{finding.pk}/"))
    browser.post(f"/findings/{finding.pk}/leave/", {"themes": [other.pk]})
    assert list(neglect.findings.all()) == [finding]
    browser.post(f"/findings/{finding.pk}/leave/", {"themes": [neglect.pk]})
    assert list(neglect.findings.all()) == []


def test_many_findings_join_themes_in_one_submission(board, browser):
    neglect = ThemeFactory(board=board, name="Neglect")
    risk = ThemeFactory(board=board, name="Risk")
    teeth = found(board, text="Neglect of teeth.")
    visit = found(board, text="Visits were late.")
    found(board, text="Left as it is.")

    asked = page(browser.get("/boards/kingston/join_findings/"))
    response = browser.post(
        "/boards/kingston/join_findings/",
        {"pair": [f"{teeth.pk}:{neglect.pk}", "", f"{visit.pk}:{risk.pk}"]},
    )

    assert "3 findings without a theme" in asked
    assert f'type="checkbox" value="{teeth.pk}:{neglect.pk}"' in asked
    assert response.status_code == 302
    assert (list(neglect.findings.all()), list(risk.findings.all())) == (
        [teeth],
        [visit],
    )
    assert "1 finding without a theme" in page(
        browser.get("/boards/kingston/join_findings/")
    )


def test_a_submission_with_nothing_usable_is_refused_with_a_sentence(board, browser):
    ThemeFactory(board=board)
    finding = found(board)
    elsewhere = ThemeFactory()

    response = browser.post(
        "/boards/kingston/join_findings/",
        {"pair": ["", "x", "1:2:3", f"{finding.pk}:{elsewhere.pk}", "9" * 30 + ":1"]},
    )

    assert response.status_code == 422
    assert "Tick or choose a theme for at least one finding" in page(response)


def test_the_page_of_findings_without_a_theme_says_what_to_do_first(board, browser):
    assert "Your board has no themes yet" in page(
        browser.get("/boards/kingston/join_findings/")
    )
    ThemeFactory(board=board)
    assert "Every finding of this board has joined a theme" in page(
        browser.get("/boards/kingston/join_findings/")
    )


def test_the_page_of_findings_without_a_theme_takes_few_statements(
    board, browser, statements
):
    ThemeFactory.create_batch(5, board=board)

    address = "/boards/kingston/join_findings/"
    FindingFactory.create_batch(3, activity=ActivityFactory(board=board))
    browser.get(address)
    few = statements(browser, address)
    FindingFactory.create_batch(27, activity=ActivityFactory(board=board))

    assert statements(browser, address) == few <= STATEMENTS


def test_a_chair_reads_the_matrix_and_is_not_offered_the_teams_work(board, sign_in):
    shown = page(sign_in(chair(board)).get("/boards/kingston/matrix/"))

    assert ("Themes as a list" in shown, "Findings without a theme" in shown) == (
        True,
        False,
    )


def test_a_theme_does_not_tell_of_a_restricted_activity(board, browser):
    activity = ActivityFactory(board=board, restricted=True, title="The closed review")
    inside = FindingFactory(activity=activity, released=True)
    theme = ThemeFactory(board=board, findings=[inside])
    FindingFactory(activity=activity, released=True)

    for address in (theme.get_absolute_url(), "/boards/kingston/join_findings/"):
        assert "The closed review" not in page(browser.get(address))
