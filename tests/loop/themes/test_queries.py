from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldthread.loop.themes import exports, queries
from goldthread.loop.themes.models import Membership, Theme
from goldthread.loop.themes.queries import Narrowing
from goldthread.loop.themes.rules import Cell
from tests.conftest import TODAY
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    ThemeFactory,
    UserFactory,
    VerdictFactory,
    board_team,
    name,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def amira(board):
    return board_team(board)


def found(board, way="data", **more):
    return FindingFactory(activity=ActivityFactory(board=board, way=way), **more)


def matrix(board, user, **narrowing):
    return queries.matrix(board, user, on=TODAY, narrowing=Narrowing(**narrowing))


def test_the_matrix_counts_each_themes_findings_by_way(board, amira):
    concerns = [
        found(board, number=12, latest="2026-01-31", earliest="2026-01-01"),
        found(board, number=30, method="Records read", released=True),
    ]
    view = found(
        board, "views", kind="strength", latest="2020-05-01", earliest="2020-05-01"
    )
    neglect = ThemeFactory(board=board, name="Neglect", findings=[*concerns, view])
    ThemeFactory(board=board, name="Silent")
    ThemeFactory(findings=[found(BoardFactory())])

    got = matrix(board, amira)

    assert [row.theme.name for row in got.rows] == ["Neglect", "Silent"]
    assert got.ways == [
        ("views", "Views of children and families"),
        ("data", "Performance data"),
    ]
    row = got.rows[0]
    assert (row.theme, row.findings, row.not_agreed) == (neglect, 3, 2)
    assert row.cells == {
        "data": Cell(
            "data", 0, 2, agreed=1, number=42, based=True, newest=date(2026, 1, 31)
        ),
        "views": Cell(
            "views", 1, 0, agreed=0, number=None, based=False, newest=date(2020, 5, 1)
        ),
    }
    assert [spot.age and str(spot.age) for _, s in got.lines() for spot in s] == [
        "stale",
        "fresh",
        None,
        None,
    ]


def test_the_matrix_takes_three_statements(board, amira, django_assert_num_queries):
    for _ in range(5):
        ThemeFactory(board=board, findings=[found(board), found(board, "views")])

    with django_assert_num_queries(3):
        matrix(board, amira)


def test_the_matrix_shows_only_what_this_person_may_see(board, amira):
    hidden = found(board)
    restrict(hidden.activity)
    open_ = found(board, "views")
    ThemeFactory(board=board, findings=[hidden, open_])

    assert [set(row.cells) for row in matrix(board, amira).rows] == [{"views"}]
    assert [set(row.cells) for row in matrix(board, None).rows] == [{"views"}]
    name(hidden.activity, amira)
    assert [set(row.cells) for row in matrix(board, amira).rows] == [{"data", "views"}]
    assert [row.cells for row in matrix(board, UserFactory()).rows] == [{}]


def test_a_withdrawn_finding_and_a_merged_theme_count_nowhere(board, amira):
    withdrawn = found(board, state="withdrawn")
    kept = ThemeFactory(board=board, findings=[withdrawn])
    ThemeFactory(board=board, state="merged", merged_into=kept, findings=[found(board)])

    assert [(row.theme, row.cells) for row in matrix(board, amira).rows] == [(kept, {})]


@pytest.mark.parametrize(
    "narrowing",
    [
        {"since": date(2026, 3, 1)},
        {"until": date(2025, 12, 31)},
        {"kind": "strength"},
        {"help_stage": "early_help"},
        {"characteristic": "disability"},
        {"way": "views"},
        {"public": True},
    ],
)
def test_each_filter_narrows_what_is_counted(board, amira, narrowing):
    inside = found(board, earliest="2026-01-01", latest="2026-02-28")
    ThemeFactory(board=board, findings=[inside])

    assert matrix(board, amira).rows[0].findings == 1
    assert matrix(board, amira, **narrowing).rows[0].findings == 0


def test_a_finding_that_bears_on_what_was_asked_is_counted(board, amira):
    bears = found(board, characteristics=["disability", "age"], help_stage="early_help")
    ThemeFactory(board=board, findings=[bears])

    got = matrix(board, amira, characteristic="disability", help_stage="early_help")

    assert got.rows[0].findings == 1


def test_a_verdict_is_stale_once_findings_have_joined_since(board, amira):
    theme = ThemeFactory(board=board)
    assert matrix(board, amira).rows[0].stale is False
    VerdictFactory(theme=theme, decided_at=NOW - timedelta(days=1))
    assert matrix(board, amira).rows[0].stale is False

    Membership.objects.create(theme=theme, finding=found(board))

    assert matrix(board, amira).rows[0].stale is True
    latest = VerdictFactory(theme=theme, decided_at=timezone.now())
    row = matrix(board, amira).rows[0]
    assert (row.stale, row.verdict) == (False, latest)


def test_one_themes_row_is_the_same_as_in_the_matrix(board, amira):
    theme = ThemeFactory(board=board, findings=[found(board)])

    row = queries.row(theme, amira, None)

    assert row.cells == matrix(board, amira).rows[0].cells
    assert queries.row(ThemeFactory(), amira, None).proposal.verdict == "silent"


def test_the_list_counts_what_each_theme_holds_for_this_person(board, amira):
    theme = ThemeFactory(
        board=board,
        findings=[
            found(board, earliest="2020-01-01", latest="2020-12-31"),
            found(board, "views"),
            found(board, "views", state="withdrawn"),
        ],
    )
    VerdictFactory(theme=theme, verdict="conflicting")
    bare = ThemeFactory(board=board)

    listed = queries.with_evidence(Theme.objects.order_by("pk"), amira)

    assert [(each.pk, *queries.evidence(each), each.decided) for each in listed] == [
        (theme.pk, 2, 2, date(2020, 12, 31), "conflicting"),
        (bare.pk, 0, 0, None, None),
    ]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("seen", ["None", "Old", "Many"]),
        ("-seen", ["Many", "Old", "None"]),
        ("ways", ["None", "Old", "Many"]),
        ("newest", ["Old", "Many", "None"]),
    ],
)
def test_themes_are_sorted_by_what_is_seen_of_them(board, amira, by, names):
    day = {"earliest": "2020-01-01", "latest": "2020-12-31"}
    old = {"earliest": "2019-01-01", "latest": "2019-12-31"}
    many = [found(board, **day), *(found(board, "views", **day) for _ in range(9))]
    ThemeFactory(board=board, name="None")
    ThemeFactory(board=board, name="Many", findings=many)
    ThemeFactory(
        board=board, name="Old", findings=[found(board, **old), found(board, **old)]
    )

    listed = queries.with_evidence(Theme.objects.all(), amira)

    assert [theme.name for theme in listed.order_by(by, "pk")] == names


def test_a_boards_page_leads_to_its_matrix(board):
    assert queries.link_to_matrix(board) == (
        "Themes by ways of learning",
        f"/boards/{board.slug}/matrix/",
    )


# --- Suggestions ----------------------------------------------------------------------


def test_a_theme_is_suggested_by_its_name_or_one_of_its_words(board, amira):
    named = found(board, text="Sharing of information between agencies was late.")
    worded = found(board, text="Flagging vulnerabilities on records.")
    neither = found(board, text="Visits were on time.")
    theme = ThemeFactory(
        board=board, name="Information-sharing", lexicon=["flagging vulnerability"]
    )
    ThemeFactory(board=board, name="Closed: visits", state="closed")
    ThemeFactory(name="Visits")

    got = queries.suggestions(board, [named, worded, neither])

    assert dict(got) == {named.pk: [theme], worded.pk: [theme]}


def test_a_theme_finds_the_findings_that_hold_its_words(board, amira):
    inside = found(board, text="Neglect of teeth.")
    best = found(board, text="Neglect, neglect and neglect again.")
    other = found(board, text="Neglect was a theme of the review.")
    found(board, text="Neglect, withdrawn.", state="withdrawn")
    found(BoardFactory(), text="Neglect elsewhere.")
    theme = ThemeFactory(board=board, name="Neglect", findings=[inside])

    assert list(queries.suggested(theme, amira)) == [best, other]
    assert list(queries.suggested(theme, UserFactory())) == []


@pytest.mark.parametrize("name", ['"', "or or or", "!&|():*", "-", "the"])
def test_a_name_without_words_suggests_nothing_and_breaks_nothing(board, amira, name):
    finding = found(board, text="Neglect or not.")
    theme = ThemeFactory(board=board, name=name, lexicon=['"', ""])

    assert list(queries.suggested(theme, amira)) == []
    assert queries.suggestions(board, [finding]) == {}


def test_findings_without_a_theme_are_those_in_none_that_stands(board, amira):
    inside, merged, waiting = found(board), found(board), found(board)
    kept = ThemeFactory(board=board, findings=[inside])
    ThemeFactory(board=board, state="merged", merged_into=kept, findings=[merged])
    ThemeFactory(findings=[waiting])
    found(board, state="withdrawn")
    found(BoardFactory())

    assert set(queries.without_theme(board, amira)) == {merged, waiting}
    assert set(queries.without_theme(board, UserFactory())) == set()


# --- As a spreadsheet -----------------------------------------------------------------


def test_the_matrix_in_a_spreadsheet_says_in_words_what_the_picture_shows(board, amira):
    theme = ThemeFactory(board=board, name="Neglect", findings=[found(board)])
    ThemeFactory(board=board, name="Silent")
    verdict = VerdictFactory(theme=theme, reason="Only the figures.")
    got = matrix(board, amira)

    assert exports.headings(got) == [
        "Theme",
        "Findings",
        "Not yet agreed",
        "Performance data",
        "The rule proposes",
        "Why",
        "Decided",
        "Decided on",
        "Decided by",
        "Reason",
    ]
    assert list(exports.lines(got)) == [
        [
            "Neglect",
            "1",
            "1",
            "1 concern, weak weight, newest without a date, 1 not yet agreed",
            "Single source",
            "Only Performance data points to a concern (1 of 1 findings not yet agreed).",
            "Corroborated",
            "2026-11-01",
            str(verdict.decided_by),
            "Only the figures.",
        ],
        [
            "Silent",
            "0",
            "0",
            "",
            "Silent",
            "No finding has joined this theme.",
            "",
            "",
            "",
            "",
        ],
    ]
