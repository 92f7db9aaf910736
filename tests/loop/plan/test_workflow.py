from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState
from goldthread.loop.plan import workflow
from goldthread.loop.plan.models import (
    Adoption,
    Framework,
    Intention,
    Line,
    LineChange,
    Meeting,
    Priority,
    Year,
)
from tests.factories import (
    GroupFactory,
    IntentionFactory,
    LineFactory,
    MeetingFactory,
    PriorityFactory,
    YearFactory,
    board_team,
    chair,
)
from tests.loop.plan.conftest import FIRST

pytestmark = pytest.mark.django_db


def said(refused):
    return refused.value.messages


# --- Adopting and sharing -----------------------------------------------------------------


def test_adopting_an_edition_gives_the_board_its_lines(kingston, framework, groups):
    lines = list(
        framework.lines.values_list("key", "frequency", "owner_words", "owner")
    )

    assert lines == [
        ("case_reviews", "as_and_when", "LSCB", groups["board"].pk),
        (
            "section_11_and_multi_agency_audit",
            "as_and_when",
            "Multi-agency Audit Group and Case Review Group",
            groups["audit"].pk,
        ),
        ("child_deaths", "every_meeting", "CDOP Chair", groups["cdop"].pk),
        ("views", "as_and_when", "LSCB", groups["board"].pk),
        (
            "training",
            "annual",
            "Learning and Development Subgroup",
            groups["learning"].pk,
        ),
        ("dataset", "quarterly", "QASG", groups["qasg"].pk),
        ("needs_analysis", "annual", "QASG", groups["qasg"].pk),
        ("supporting_data", "as_and_when", "QASG", groups["qasg"].pk),
        ("single_agency_audit", "", "", None),
        ("observation", "", "", None),
        ("good_practice", "", "", None),
    ]


def test_what_the_table_leaves_out_shows_as_gaps(framework):
    gaps = {line.key: line.gaps for line in framework.lines.all() if line.gaps}

    every = ["owner", "frequency", "expected outcome"]
    assert gaps == {
        "single_agency_audit": every,
        "observation": every,
        "good_practice": every,
    }


def test_adopting_is_written_in_the_ledger_of_the_board_and_the_framework(
    kingston, framework, ada
):
    lines = [e.sentence for e in Entry.objects.about(kingston)]

    assert lines == [f"{ada}: Adopt a framework"]
    assert [e.sentence for e in Entry.objects.about(framework)] == lines


def test_adopting_is_refused_without_an_edition_or_with_two(kingston, ada, framework):
    for choice in ({}, {"edition": "wt2015", "framework": framework}):
        with pytest.raises(ValidationError) as refused:
            workflow.adopt_framework(kingston, by=ada, on=FIRST, **choice)
        assert said(refused) == ["Choose an edition, or a framework that was shared."]


def test_adopting_is_refused_for_an_unknown_edition(kingston, ada):
    with pytest.raises(ValidationError) as refused:
        workflow.adopt_framework(kingston, by=ada, edition="wt1999", on=FIRST)

    assert said(refused) == [
        "There is no edition “wt1999”. Choose one of wt2015, wt2023."
    ]
    assert list(Framework.objects.all()) == []


def test_adopting_is_refused_to_the_chair_and_to_another_board(kingston, richmond):
    for person in (chair(kingston), board_team(richmond)):
        with pytest.raises(PermissionDenied):
            workflow.adopt_framework(kingston, by=person, edition="wt2015", on=FIRST)


def test_adopting_another_edition_ends_the_first_the_day_before(
    kingston, ada, framework
):
    later = workflow.adopt_framework(
        kingston, by=ada, edition="wt2023", on=date(2024, 1, 1)
    )

    adoptions = Adoption.objects.filter(board=kingston).values_list(
        "framework", "since", "until"
    )
    assert list(adoptions) == [
        (later.pk, date(2024, 1, 1), None),
        (framework.pk, FIRST, date(2023, 12, 31)),
    ]


def test_adopting_another_on_or_before_the_day_of_the_first_is_refused(
    kingston, ada, framework
):
    with pytest.raises(ValidationError) as refused:
        workflow.adopt_framework(kingston, by=ada, edition="wt2023", on=FIRST)

    assert said(refused) == [
        "Kingston adopted its present framework on 1 April 2016. Choose a later day."
    ]


def test_a_second_board_joins_the_same_framework(kingston, richmond, ada, framework):
    rita = board_team(richmond)
    workflow.share_framework(framework, by=ada, board=richmond)

    joined = workflow.adopt_framework(richmond, by=rita, framework=framework, on=FIRST)

    assert joined == framework
    assert list(framework.boards.order_by("name")) == [kingston, richmond]
    assert list(framework.offered_to.all()) == []
    workflow.change_line(
        framework.lines.get(key="observation"),
        by=rita,
        because="We agreed it together.",
        owner_words="Both QASGs",
    )


def test_joining_is_refused_while_nothing_was_shared(richmond, framework):
    with pytest.raises(ValidationError) as refused:
        workflow.adopt_framework(
            richmond, by=board_team(richmond), framework=framework, on=FIRST
        )

    assert said(refused) == ["That framework has not been shared with Richmond."]


def test_joining_again_is_refused(kingston, ada, framework):
    framework.offered_to.add(kingston)

    with pytest.raises(ValidationError) as refused:
        workflow.adopt_framework(
            kingston, by=ada, framework=framework, on=date(2017, 4, 1)
        )

    assert said(refused) == ["Kingston works by this framework already."]


def test_sharing_with_a_board_that_has_it_is_refused(kingston, ada, framework):
    with pytest.raises(ValidationError) as refused:
        workflow.share_framework(framework, by=ada, board=kingston)

    assert said(refused) == ["Kingston works by this framework already."]


def test_a_board_that_left_a_framework_changes_it_no_more(kingston, ada, framework):
    workflow.adopt_framework(kingston, by=ada, edition="wt2023", on=date(2024, 1, 1))

    with pytest.raises(PermissionDenied):
        workflow.change_line(
            framework.lines.first(), by=ada, because="Too late", title="Another"
        )


# --- Lines --------------------------------------------------------------------------------


def test_changing_a_line_keeps_what_it_said_and_why(framework, ada, groups):
    line = framework.lines.get(key="single_agency_audit")

    workflow.change_line(
        line,
        by=ada,
        because="QASG asked for it.",
        owner=groups["qasg"],
        frequency="quarterly",
        expected_outcome="Themes reach the board.",
        principles=["improves_practice"],
    )

    line.refresh_from_db()
    assert line.gaps == []
    change = LineChange.objects.get()
    assert (change.line, change.by, change.because) == (line, ada, "QASG asked for it.")
    changed = {
        name for name in change.after if change.after[name] != change.before[name]
    }
    assert changed == {"owner", "frequency", "expected_outcome", "principles"}
    assert (change.before["owner"], change.after["owner"]) == ("", str(groups["qasg"]))
    assert [e.sentence for e in Entry.objects.about(line)] == [
        f"{ada}: Change this line"
    ]
    assert str(change) == "Single-agency audit: QASG asked for it."


def test_new_frequency_drops_the_words_of_the_old_one(framework, ada):
    line = framework.lines.get(key="views")

    workflow.change_line(
        line,
        by=ada,
        because="A survey each year.",
        frequency="annual",
        frequency_words="As and when required",
    )

    assert (line.frequency_words, line.when) == ("", "Annually")


def test_changing_nothing_is_refused(framework, ada):
    line = framework.lines.get(key="views")

    with pytest.raises(ValidationError) as refused:
        workflow.change_line(line, by=ada, because="Why", title=line.title)

    assert said(refused) == ["Nothing is different. Change something, or cancel."]
    assert list(LineChange.objects.all()) == []


def test_own_words_need_no_confirming_and_the_rest_still_does(kingston, ada, groups):
    framework = workflow.adopt_framework(kingston, by=ada, edition="wt2023", on=FIRST)
    line = framework.lines.get(key="dataset")
    assert line.unconfirmed == [
        "method",
        "who",
        "expected_outcome",
        "when",
        "principles",
    ]

    workflow.change_line(line, by=ada, because="Ours", method="Our dataset", owner=None)

    assert line.unconfirmed == ["expected_outcome", "when", "principles"]


def test_a_board_confirms_a_line_without_changing_a_word(framework, ada):
    line = framework.lines.get(key="training")

    workflow.change_line(line, by=ada, because="Read and agreed.", confirmed=True)

    line.refresh_from_db()
    assert line.unconfirmed == []


def test_changing_a_line_is_refused_for_the_group_of_another_board(framework, ada):
    stranger = GroupFactory(name="Elsewhere")

    with pytest.raises(ValidationError) as refused:
        workflow.change_line(
            framework.lines.first(), by=ada, because="Why", owner=stranger
        )

    assert said(refused) == [
        "Elsewhere is not a group of a board that works by this framework."
    ]


@pytest.mark.parametrize(
    ("said_of", "sentence"),
    [
        ({"principles": ["speed"]}, "The edition has no principle “speed”."),
        ({"scope": ["space"]}, "The edition has no part of the content “space”."),
    ],
)
def test_changing_a_line_is_refused_for_what_the_edition_lacks(
    framework, ada, said_of, sentence
):
    with pytest.raises(ValidationError) as refused:
        workflow.change_line(framework.lines.first(), by=ada, because="Why", **said_of)

    assert said(refused) == [sentence]


def test_a_line_of_an_edition_whose_file_has_gone_can_still_change(framework, ada):
    Framework.objects.update(edition="wt2001")
    line = Line.objects.get(key="observation")

    workflow.change_line(line, by=ada, because="Kept", principles=["anything"])

    assert line.principles == ["anything"]


def test_adding_a_line_puts_it_last_under_a_key_of_its_own(framework, ada):
    first = workflow.add_line(framework, by=ada, title="Peer review", way="other")
    second = workflow.add_line(framework, by=ada, title="Peer review", way="other")
    nameless = workflow.add_line(framework, by=ada, title="???", way="other")

    assert [(line.key, line.position) for line in (first, second, nameless)] == [
        ("peer_review", 12),
        ("peer_review_2", 13),
        ("line", 14),
    ]
    assert first.ways == ["other"]


def test_adding_the_first_line_to_a_framework_without_any(framework, ada):
    framework.lines.all().delete()

    line = workflow.add_line(framework, by=ada, title="Peer review", way="other")

    assert line.position == 1


# --- The year -------------------------------------------------------------------------------


def test_a_year_is_april_to_march_unless_said_otherwise(kingston, ada):
    year = workflow.open_year(kingston, by=ada, starts_on=FIRST)
    short = workflow.open_year(
        kingston, by=ada, starts_on=date(2017, 4, 1), ends_on=date(2017, 12, 31)
    )

    assert (year.ends_on, str(year)) == (date(2017, 3, 31), "Kingston, 2016/17")
    assert str(short) == "Kingston, 2017"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "sentence"),
    [
        (
            date(2017, 3, 31),
            date(2018, 3, 30),
            (
                "The plan for 2016/17 already covers 1 April 2016 to 31 March 2017. "
                "Choose days outside it."
            ),
        ),
        (
            date(2017, 4, 1),
            date(2018, 4, 2),
            "A plan year is at most twelve months long.",
        ),
        (date(2018, 4, 1), date(2018, 4, 1), "The year must end after it starts."),
    ],
)
def test_a_year_is_refused(kingston, ada, year, starts_on, ends_on, sentence):
    with pytest.raises(ValidationError) as refused:
        workflow.open_year(kingston, by=ada, starts_on=starts_on, ends_on=ends_on)

    assert said(refused) == [sentence]
    assert list(Year.objects.all()) == [year]


def test_another_board_opens_the_same_year(richmond, year):
    theirs = workflow.open_year(richmond, by=board_team(richmond), starts_on=FIRST)

    assert Year.objects.count() == 2
    assert theirs.board == richmond


def test_a_priority_says_which_lines_serve_it(year, framework, ada):
    views, audit = framework.lines.filter(key__in=["views", "single_agency_audit"])

    priority = workflow.add_priority(
        year, by=ada, title="Neglect", why="Data", lines=[views]
    )
    workflow.edit_priority(priority, by=ada, title="Early neglect")
    workflow.serve(priority, by=ada, lines=[audit])

    priority.refresh_from_db()
    assert (str(priority), priority.why) == ("Early neglect", "")
    assert list(priority.lines.all()) == [audit]


def test_a_priority_without_a_title_is_refused(year, ada):
    with pytest.raises(ValidationError):
        workflow.add_priority(year, by=ada, title="")

    assert list(Priority.objects.all()) == []


def test_a_priority_taken_out_stays_on_record_and_can_come_back(year, ada):
    priority = PriorityFactory(year=year)

    workflow.remove_priority(priority, by=ada, because="Done early.")
    assert list(Priority.objects.standing()) == []
    assert priority.removed_because == "Done early."
    with pytest.raises(WrongState):
        workflow.serve(priority, by=ada, lines=[])

    workflow.restore_priority(priority, by=ada)
    assert list(Priority.objects.standing()) == [priority]
    assert priority.removed_because == ""


# --- Meetings and the calendar ------------------------------------------------------------------


def test_a_meeting_is_refused_twice_on_a_day_and_for_a_strange_group(kingston, ada):
    on = date(2016, 6, 9)
    workflow.add_meeting(kingston, by=ada, on=on)

    with pytest.raises(ValidationError) as refused:
        workflow.add_meeting(kingston, by=ada, on=on)
    assert said(refused) == ["This meeting is already in the calendar for that day."]

    with pytest.raises(ValidationError) as refused:
        workflow.add_meeting(kingston, by=ada, on=on, group=GroupFactory(name="CDOP"))
    assert said(refused) == ["CDOP is not a group of Kingston."]


def test_a_meeting_of_a_group_stands_under_its_name(kingston, ada, groups):
    meeting = workflow.add_meeting(
        kingston, by=ada, on=date(2016, 6, 9), group=groups["qasg"]
    )

    assert str(meeting) == f"{groups['qasg']}, 9 June 2016"


def planned(year):
    return list(
        year.intentions.values_list("line__key", "due_on").order_by(
            "line__position", "due_on"
        )
    )


def test_the_calendar_plans_what_each_frequency_asks(kingston, year, framework, ada):
    MeetingFactory(board=kingston, on=date(2016, 6, 9))
    MeetingFactory(board=kingston, on=date(2016, 12, 8))
    MeetingFactory(board=kingston, on=date(2017, 6, 8))

    workflow.make_calendar(year, by=ada)

    assert planned(year) == [
        ("case_reviews", None),
        ("section_11_and_multi_agency_audit", None),
        ("child_deaths", date(2016, 6, 9)),
        ("child_deaths", date(2016, 12, 8)),
        ("views", None),
        ("training", date(2017, 3, 31)),
        ("dataset", date(2016, 6, 30)),
        ("dataset", date(2016, 9, 30)),
        ("dataset", date(2016, 12, 31)),
        ("dataset", date(2017, 3, 31)),
        ("needs_analysis", date(2017, 3, 31)),
        ("supporting_data", None),
    ]
    each = year.intentions.get(line__key="training")
    assert [e.sentence for e in Entry.objects.about(each)] == [
        f"{ada}: Planned from the frequency of its line"
    ]


def test_only_meetings_of_the_board_itself_are_board_meetings(
    kingston, year, framework, ada, groups
):
    MeetingFactory(board=kingston, group=groups["qasg"], on=date(2016, 6, 9))

    workflow.make_calendar(year, by=ada)

    assert not year.intentions.filter(line__key="child_deaths").exists()


def test_making_the_calendar_again_changes_nothing(year, framework, ada):
    workflow.make_calendar(year, by=ada)
    before = list(year.intentions.values_list("pk", "due_on", "state"))

    workflow.make_calendar(year, by=ada)

    assert list(year.intentions.values_list("pk", "due_on", "state")) == before


def test_making_the_calendar_again_adds_only_what_is_missing(
    kingston, year, framework, ada
):
    workflow.make_calendar(year, by=ada)
    moved = year.intentions.get(line__key="needs_analysis")
    workflow.edit_intention(moved, by=ada, title="Needs", due_on=date(2016, 11, 1))
    dropped = year.intentions.get(line__key="dataset", due_on=date(2016, 9, 30))
    workflow.drop(dropped, by=ada, because="No data.")
    workflow.change_line(
        framework.lines.get(key="training"),
        by=ada,
        because="More",
        frequency="quarterly",
    )
    MeetingFactory(board=kingston, on=date(2016, 6, 9))
    before = set(planned(year))

    workflow.make_calendar(year, by=ada)

    assert set(planned(year)) - before == {
        ("child_deaths", date(2016, 6, 9)),
        ("training", date(2016, 6, 30)),
        ("training", date(2016, 9, 30)),
        ("training", date(2016, 12, 31)),
    }
    assert year.intentions.filter(line__key="training").count() == 4


def test_the_calendar_is_refused_without_a_framework(year, ada):
    with pytest.raises(ValidationError) as refused:
        workflow.make_calendar(year, by=ada)

    assert said(refused) == [
        "Adopt a framework first: the calendar is made from how often its lines are due."
    ]


def test_what_is_planned_for_a_meeting_moves_with_it(kingston, year, framework, ada):
    meeting = MeetingFactory(board=kingston, on=date(2016, 6, 9))
    workflow.make_calendar(year, by=ada)

    workflow.move_meeting(meeting, by=ada, on=date(2016, 6, 23))
    workflow.make_calendar(year, by=ada)

    moved = year.intentions.get(line__key="child_deaths")
    assert (moved.due_on, moved.state) == (date(2016, 6, 23), "planned")
    assert [e.words for e in Entry.objects.about(moved)] == [
        "Planned from the frequency of its line",
        "Moved with its meeting to 23 June 2016",
    ]


def test_what_is_planned_for_a_meeting_is_dropped_when_it_leaves_the_year(
    kingston, year, framework, ada
):
    meeting = MeetingFactory(board=kingston, on=date(2017, 3, 30))
    workflow.make_calendar(year, by=ada)

    workflow.move_meeting(meeting, by=ada, on=date(2017, 4, 6))

    left = year.intentions.get(line__key="child_deaths")
    assert (left.due_on, left.state, left.dropped_because) == (
        date(2017, 3, 30),
        "dropped",
        "Its meeting moved to 6 April 2017, outside the year.",
    )
    assert [e.words for e in Entry.objects.about(left)][-1] == (
        "Dropped: its meeting moved to 6 April 2017, outside the year."
    )


def test_a_meeting_is_not_moved_onto_another(kingston, ada):
    first = MeetingFactory(board=kingston, on=date(2016, 6, 9))
    second = MeetingFactory(board=kingston, on=date(2016, 6, 23))

    with pytest.raises(ValidationError) as refused:
        workflow.move_meeting(second, by=ada, on=first.on)

    assert said(refused) == ["This meeting is already in the calendar for that day."]
    assert Meeting.objects.get(pk=second.pk).on == date(2016, 6, 23)


def test_something_else_is_planned_by_hand(year, ada):
    line = LineFactory()

    intention = workflow.add_intention(
        year, by=ada, title="Dip sample", line=line, due_on=date(2016, 10, 1)
    )

    assert (intention.slot, intention.created_by, str(intention)) == (
        "",
        ada,
        "Dip sample",
    )


def test_a_day_outside_the_year_is_refused(year, ada):
    by_hand = IntentionFactory(year=year, due_on=None)
    sentence = (
        "The plan for 2016/17 runs from 1 April 2016 to 31 March 2017. "
        "Choose a day in it, or plan this in another year."
    )

    with pytest.raises(ValidationError) as refused:
        workflow.add_intention(year, by=ada, title="Late", due_on=date(2017, 4, 1))
    assert said(refused) == [sentence]

    with pytest.raises(ValidationError) as refused:
        workflow.edit_intention(by_hand, by=ada, title="Late", due_on=date(2016, 3, 31))
    assert said(refused) == [sentence]
    assert list(Intention.objects.values_list("due_on", flat=True)) == [None]


def test_an_intention_is_started_or_dropped_and_put_back(year, ada):
    dropped, started = IntentionFactory(year=year), IntentionFactory(year=year)

    workflow.drop(dropped, by=ada, because="No capacity.")
    workflow.start(started, by=ada)

    assert (dropped.state, dropped.dropped_because) == ("dropped", "No capacity.")
    assert list(Intention.objects.standing()) == [started]
    with pytest.raises(WrongState):
        workflow.drop(started, by=ada, because="Too late.")

    workflow.reinstate(dropped, by=ada)
    assert (dropped.state, dropped.dropped_because) == ("planned", "")


def test_nobody_of_another_board_touches_the_plan():
    year = YearFactory()
    stranger = board_team(YearFactory().board)
    refused = (
        (workflow.add_priority, year, {"title": "x"}),
        (workflow.add_intention, year, {"title": "x"}),
        (workflow.make_calendar, year, {}),
        (workflow.edit_priority, PriorityFactory(year=year), {"title": "x"}),
        (workflow.remove_priority, PriorityFactory(year=year), {"because": "x"}),
        (workflow.move_meeting, MeetingFactory(board=year.board), {"on": FIRST}),
        (workflow.start, IntentionFactory(year=year), {}),
        (workflow.drop, IntentionFactory(year=year), {"because": "x"}),
    )

    for step, record, given in refused:
        with pytest.raises(PermissionDenied):
            step(record, by=stranger, **given)
    assert list(Entry.objects.all()) == []
