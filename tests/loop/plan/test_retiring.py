"""Lines given up and taken up again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.states import WrongState
from goldthread.loop.plan import queries, workflow
from goldthread.loop.plan.models import LineChange
from tests.factories import board_team, chair

pytestmark = pytest.mark.django_db
SUMMER = date(2016, 8, 1)


@pytest.fixture
def line(framework):
    return framework.lines.get(key="dataset")


def retire(line, ada, on=SUMMER):
    workflow.retire_line(line, by=ada, because="The dataset has ended.", on=on)


def test_a_retired_line_leaves_the_year_and_its_coverage(kingston, year, line, ada):
    retire(line, ada)

    lines = queries.lines_of(year)
    assert (line.state, line.retired_on, line in lines) == ("retired", SUMMER, False)
    assert line.title not in [
        column.title for column in queries.coverage(kingston, year).columns
    ]


def test_a_line_retired_since_still_stands_in_a_year_that_is_over(year, line, ada):
    retire(line, ada, on=date(2017, 8, 1))

    assert line in queries.lines_of(year)


def test_retiring_drops_what_was_planned_and_not_what_was_begun(year, line, ada):
    workflow.make_calendar(year, by=ada)
    begun = line.intentions.first()
    workflow.start(begun, by=ada)

    retire(line, ada)

    assert list(line.intentions.values_list("state", "dropped_because")) == [
        ("started", ""),
        *[("dropped", "Its line was retired.")] * 3,
    ]


def test_the_calendar_plans_nothing_from_a_retired_line(year, line, ada):
    retire(line, ada)

    workflow.make_calendar(year, by=ada)

    assert list(line.intentions.all()) == []


def test_a_line_is_taken_up_again_with_what_was_planned(year, line, ada):
    workflow.make_calendar(year, by=ada)
    dropped = line.intentions.last()
    workflow.drop(dropped, by=ada, because="No capacity.")
    retire(line, ada)

    workflow.restore_line(line, by=ada, because="The dataset goes on.")

    assert (line.state, line.retired_on, line.retired_because) == ("kept", None, "")
    assert list(line.intentions.values_list("state", flat=True)) == [
        *["planned"] * 3,
        "dropped",
    ]


def test_why_a_line_was_given_up_and_taken_up_stays_with_it(line, ada):
    retire(line, ada)
    workflow.restore_line(line, by=ada, because="The dataset goes on.")

    kept = LineChange.objects.filter(line=line).values_list("because", flat=True)
    (taken_up, given_up) = queries.changes(line, None)
    assert list(kept) == ["The dataset goes on.", "The dataset has ended."]
    assert [
        (each.what, each.before, each.after)
        for change in (given_up, taken_up)
        for each in change.differences
    ] == [
        ("Whether the board works by it", "In the framework", "Retired"),
        ("Whether the board works by it", "Retired", "In the framework"),
    ]


def test_a_line_is_retired_once_with_a_reason_by_a_board_that_works_by_it(
    kingston, richmond, line, ada
):
    for stranger in (chair(kingston), board_team(richmond)):
        with pytest.raises(PermissionDenied):
            retire(line, stranger)
    with pytest.raises(ValidationError) as refused:
        workflow.retire_line(line, by=ada, because=" ", on=SUMMER)
    assert refused.value.message_dict == {"because": ["Say why the board gives it up."]}

    retire(line, ada)

    with pytest.raises(WrongState):
        retire(line, ada)
    with pytest.raises(WrongState):
        workflow.change_line(line, by=ada, because="x", title="Other")
    with pytest.raises(PermissionDenied):
        workflow.restore_line(line, by=chair(kingston), because="x")
