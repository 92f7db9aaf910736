from datetime import date

import pytest

from goldthread.base.yaml_files import BadFile
from goldthread.loop.plan import queries, rules, workflow
from goldthread.loop.plan.editions.rules import Point
from goldthread.loop.plan.models import Adoption, Intention, Line
from goldthread.loop.plan.queries import Hole, frameworks
from goldthread.loop.plan.rules.picture import Due
from tests.factories import (
    BoardFactory,
    FrameworkFactory,
    IntentionFactory,
    LineFactory,
    MeetingFactory,
    PriorityFactory,
    YearFactory,
)
from tests.loop.plan.conftest import FIRST

pytestmark = pytest.mark.django_db
ON = date(2016, 11, 18)


# --- Editions, frameworks and years ---------------------------------------------------------


def test_an_edition_of_the_installation_is_found_beside_ours(settings, tmp_path):
    folder = tmp_path / "editions"
    folder.mkdir()
    settings.VAR = tmp_path
    ours = (queries.edition_folders()[0] / "wt2015.yaml").read_text(encoding="utf-8")
    (folder / "local.yaml").write_text(ours.replace("key: wt2015", "key: local", 1))
    queries.editions.cache_clear()

    found = list(queries.editions())

    assert found == ["local", "wt2015", "wt2023"]
    queries.editions.cache_clear()


def test_start_up_is_refused_for_an_edition_that_does_not_read(settings, tmp_path):
    folder = tmp_path / "editions"
    folder.mkdir()
    settings.VAR = tmp_path
    (folder / "bad.yaml").write_text("key: bad", encoding="utf-8")
    queries.editions.cache_clear()

    errors = queries.every_edition_reads()

    assert errors[0].msg == "bad.yaml, line 1: name: must say something."
    with pytest.raises(BadFile):
        queries.editions()
    queries.editions.cache_clear()


def test_editions_that_read_start_up():
    assert queries.every_edition_reads() == []


def test_the_framework_of_a_day_is_the_one_adopted_then(kingston, ada, framework):
    later = workflow.adopt_framework(
        kingston, by=ada, edition="wt2023", on=date(2024, 1, 1)
    )

    assert queries.framework_now(kingston, on=date(2016, 3, 31)) is None
    assert queries.framework_now(kingston, on=date(2023, 12, 31)) == framework
    assert queries.framework_now(kingston, on=date(2024, 1, 1)) == later
    assert str(framework) == "wt2015, adopted on 1 April 2016"
    assert str(Adoption.objects.current().get()) == f"Kingston: {later}"


def test_the_framework_of_a_year_is_the_later_of_two(kingston, ada, framework):
    later = workflow.adopt_framework(
        kingston, by=ada, edition="wt2023", on=date(2016, 12, 1)
    )
    before, now = (
        YearFactory(board=kingston, starts_on=date(y, 4, 1), ends_on=date(y + 1, 3, 31))
        for y in (2015, 2016)
    )

    assert queries.framework_of(before) is None
    assert queries.framework_of(now) == later


def test_the_year_of_a_day_holds_its_first_and_its_last(kingston, year):
    assert queries.year_now(kingston, on=FIRST) == year
    assert queries.year_now(kingston, on=date(2017, 3, 31)) == year
    assert queries.year_now(kingston, on=date(2017, 4, 1)) is None
    assert queries.year_now(BoardFactory(), on=FIRST) is None


def test_lines_count_what_the_year_plans_and_nothing_else(kingston, year, framework):
    line = framework.lines.get(key="dataset")
    IntentionFactory(year=year, line=line)
    IntentionFactory(year=year, line=line, state="dropped")
    IntentionFactory(line=line)

    counted = {one.key: one.planned for one in queries.lines_of(year) if one.planned}

    assert counted == {"dataset": 1}
    assert {one.planned for one in queries.lines_now(kingston, on=FIRST)} == {0}


def test_meetings_of_a_year_are_those_of_its_board_in_its_days(kingston, year):
    first = MeetingFactory(board=kingston, on=FIRST)
    last = MeetingFactory(board=kingston, on=date(2017, 3, 31))
    MeetingFactory(board=kingston, on=date(2017, 4, 1))
    MeetingFactory(on=FIRST)

    assert list(queries.meetings_of(year)) == [first, last]


# --- The calendar ---------------------------------------------------------------------------------


def test_the_calendar_has_a_row_for_each_line_and_one_for_the_rest(year, framework):
    line = framework.lines.get(key="views")
    late = IntentionFactory(year=year, line=line, due_on=date(2016, 6, 1))
    by_hand = IntentionFactory(year=year, due_on=date(2016, 12, 1))
    IntentionFactory(year=year, line=line, state="dropped")

    calendar = queries.calendar(year, on=ON)

    assert len(calendar.rows) == 12
    assert len(calendar.lines) == 11
    assert calendar.months == tuple(rules.months(FIRST, date(2017, 3, 31)))
    views = next(row for row in calendar.rows if row.title == line.title)
    assert (views.who, views.when) == ("LSCB", "As and when required")
    assert views.due == (
        Due(late.title, late.get_absolute_url(), date(2016, 6, 1), "late"),
    )
    assert calendar.rows[-1].title == "Outside the lines of the framework"
    assert [each.title for each in calendar.rows[-1].due] == [by_hand.title]


def test_the_calendar_keeps_what_a_former_framework_planned(
    kingston, ada, year, framework
):
    line = framework.lines.get(key="views")
    IntentionFactory(year=year, line=line, due_on=date(2016, 6, 1))
    workflow.adopt_framework(kingston, by=ada, edition="wt2023", on=date(2016, 12, 1))

    rows = queries.calendar(year, on=ON).rows

    assert [row.url for row in rows][15:] == [line.get_absolute_url()]


@pytest.mark.parametrize("number", [3, 30])
def test_the_calendar_takes_two_statements(number, django_assert_num_queries):
    framework = FrameworkFactory()
    year = YearFactory(board=framework.boards.get())
    for line in LineFactory.create_batch(number, framework=framework):
        IntentionFactory(year=year, line=line)

    with django_assert_num_queries(2):
        calendar = queries.calendar(year, on=ON)

    assert len(calendar.due) == number


# --- Coverage and holes -------------------------------------------------------------------------------


def test_coverage_shows_which_lines_serve_a_principle_or_a_priority(
    kingston, year, framework
):
    training = framework.lines.get(key="training")
    IntentionFactory.create_batch(2, year=year, line=training)
    priority = PriorityFactory(year=year, title="Neglect", lines=[training])
    PriorityFactory(year=year, state="removed")

    found = queries.coverage(kingston, year)

    aims = {aim.title: [c.title for yes, c in aim.against if yes] for aim in found.aims}
    assert aims["Neglect"] == ["Workforce Development and Training"]
    assert aims["Places children at the centre of practice and of services"] == [
        "Section 11 audit and Multi-agency review and audit",
        "Children’s and families’ views",
    ]
    assert len(found.principles) == 9
    assert [aim.url for aim in found.priorities] == [priority.get_absolute_url()]
    assert found.served == 8
    assert [aim.title for aim in found.unserved] == [
        "Promotes a common understanding of thresholds and access to services",
        "Promotes equality, diversity and inclusion",
    ]
    planned = {
        column.title: column.planned for column in found.columns if column.planned
    }
    assert planned == {"Workforce Development and Training": 2}
    assert found.unconfirmed == 8


@pytest.mark.parametrize("number", [3, 30])
def test_coverage_takes_two_statements(number, django_assert_num_queries):
    framework = FrameworkFactory()
    year = YearFactory(board=framework.boards.get())
    lines = LineFactory.create_batch(number, framework=framework)
    PriorityFactory.create_batch(number, year=year, lines=lines)

    with django_assert_num_queries(2):
        found = queries.coverage(year.board, year)

    assert [aim.served for aim in found.priorities] == [number] * number


def test_coverage_without_year_or_day_is_empty(kingston, framework):
    assert queries.coverage(kingston, None).columns == ()


def test_an_edition_whose_file_has_gone_has_no_principles():
    framework = FrameworkFactory(edition="wt1999")
    LineFactory(framework=framework)
    board = framework.boards.get()

    found = queries.coverage(board, None, on=framework.adopted_on)

    assert (len(found.columns), found.principles, found.uncovered) == (1, (), ())


def test_a_board_that_has_not_begun_has_two_holes(kingston):
    assert queries.holes(kingston, ON) == [
        Hole("framework", "Kingston works by no framework yet."),
        Hole("year", "No plan year covers 18 November 2016."),
    ]


def test_holes_say_what_the_plan_leaves_out(kingston, year, framework, ada):
    workflow.make_calendar(year, by=ada)
    meeting, data = framework.lines.filter(key__in=["child_deaths", "dataset"])
    for line in framework.lines.exclude(key__in=["good_practice", "dataset"]):
        Line.objects.filter(pk=line.pk).update(
            owner_words="Us",
            frequency=line.frequency or "annual",
            expected_outcome="Better",
        )
    Line.objects.filter(key="single_agency_audit").update(scope=[])
    Intention.objects.filter(line=data).update(state="dropped")
    priority = PriorityFactory(year=year, title="Neglect")
    good = framework.lines.get(key="good_practice")

    found = queries.holes(kingston, ON)

    named = {hole.kind: hole for hole in found}
    assert [hole.kind for hole in found] == [
        "priority",
        "principle",
        "principle",
        "content",
        "line",
        "meeting",
        "nothing",
        "nothing",
        "nothing",
        "nothing",
    ]
    assert named["priority"] == Hole(
        "priority",
        "No line serves the priority “Neglect”.",
        priority.get_absolute_url(),
    )
    assert named["principle"].sentence == (
        "No line serves the principle “Promotes equality, diversity and inclusion”."
    )
    assert named["content"].sentence == (
        "No line covers “Findings, themes and learning from single-agency audit”."
    )
    assert named["line"] == Hole(
        "line",
        "“Good practice” has no owner or frequency or expected outcome yet.",
        good.get_absolute_url(),
    )
    assert named["meeting"] == Hole(
        "meeting",
        f"“{meeting.title}” is due at every board meeting, and nothing is planned for "
        "any meeting of 2016/17.",
        year.get_absolute_url(),
    )
    assert found[6] == Hole(
        "nothing",
        f"Nothing is planned in 2016/17 from “{data.title}”.",
        data.get_absolute_url(),
    )


def test_a_year_without_priorities_is_a_hole(kingston, year, framework):
    found = [hole for hole in queries.holes(kingston, ON) if hole.kind == "priority"]

    assert found == [
        Hole(
            "priority",
            "The plan for 2016/17 has no improvement priorities.",
            year.get_absolute_url(),
        )
    ]


def test_gaps_are_gathered_by_what_is_missing():
    framework = FrameworkFactory()
    silent = LineFactory(framework=framework, frequency="", owner_words="")
    LineFactory(framework=framework)
    board = framework.boards.get()

    found = queries.coverage(board, None, on=framework.adopted_on)
    gaps = queries.gaps_by_kind(found.columns)

    assert {gap: [column.title for column in of] for gap, of in gaps.items()} == {
        "owner": [silent.title],
        "frequency": [silent.title],
    }


# --- Records -----------------------------------------------------------------------------------------------


def test_points_are_told_by_their_text_or_else_by_their_key(framework):
    edition = queries.edition_of(framework)

    assert [p.text for p in queries.points(edition, "scope", ["views", "gone"])] == [
        "Views of children, young people and their families",
        "gone",
    ]
    assert queries.points(None, "scope", ["views"]) == [Point("views", "views")]


def test_changes_are_told_in_words(framework, ada, groups):
    line = framework.lines.get(key="observation")
    workflow.change_line(
        line,
        by=ada,
        because="Agreed in May.",
        frequency="annual",
        principles=["children_at_centre"],
    )

    (change,) = queries.changes(line, queries.edition_of(framework))

    assert (change.by, change.because) == (str(ada), "Agreed in May.")
    assert [(d.what, d.before, d.after) for d in change.differences] == [
        ("When", "", "Annually"),
        (
            "Principles it serves",
            "",
            "Places children at the centre of practice and of services",
        ),
    ]
    (without_file,) = queries.changes(line, None)
    assert without_file.differences[1].after == "children_at_centre"


def test_what_is_planned_says_where_it_came_from():
    by_hand = IntentionFactory(why="Asked for", due_on=None)
    made = IntentionFactory(
        slot="day 2016-06-30", state="dropped", dropped_because="No data."
    )

    assert queries.said_of(by_hand) == [
        ("Due", "No day set"),
        ("Why", "Asked for"),
        ("Planned", "By hand"),
    ]
    assert queries.said_of(made)[2:] == [
        ("Planned", "From the framework’s frequency"),
        ("Why it was dropped", "No data."),
    ]


def test_the_folder_of_the_installation_may_be_missing(settings, tmp_path):
    settings.VAR = tmp_path / "nowhere"

    assert frameworks.edition_folders()[1] == tmp_path / "nowhere/editions"
