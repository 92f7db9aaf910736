from datetime import date

import pytest

from goldthread.loop.plan import rules
from goldthread.loop.plan.rules.picture import (
    Calendar,
    CalendarRow,
    Due,
    Mark,
    Words,
    draw,
)

MONTHS = tuple(rules.months(date(2016, 4, 1), date(2017, 3, 31)))
ON = date(2016, 11, 16)


def row(*due, title="Data", when="Quarterly", who="QASG", url="/lines/1/"):
    return CalendarRow(title, url, who, when, due)


def due(on, look="planned", title="Data"):
    return Due(title, "/intentions/1/", on, look)


def year(*rows, on=ON):
    return Calendar(months=MONTHS, rows=rows, on=on)


def test_a_calendar_counts_what_is_due_late_and_missing():
    late = due(date(2016, 6, 30), "late")
    undated = due(None)
    full, hole = row(undated, late), row(title="Observation")
    by_hand = row(url="")
    calendar = year(full, hole, by_hand)

    assert calendar.due == (late, undated)
    assert calendar.late == 1
    assert calendar.lines == (full, hole)
    assert calendar.holes == (hole,)
    assert [calendar.due_in(month) for month in MONTHS[:4]] == [0, 0, 1, 0]


def test_the_picture_has_twelve_columns_in_the_width_of_the_page():
    picture = draw(year(row()))

    assert [column.month.name for column in picture.columns][::11] == ["Apr", "Mar"]
    last = picture.columns[-1]
    assert last.x + last.width == picture.width
    assert picture.columns[0].middle == picture.names + last.width // 2
    assert picture.right == picture.width - picture.names


def test_a_mark_stands_in_the_month_of_its_day():
    picture = draw(year(row(due(date(2016, 6, 30), "late"))))

    june = picture.columns[2]
    assert picture.strips[0].marks == (
        Mark(
            x=june.x + 2,
            y=picture.head + 5,
            day="30",
            look="late",
            url="/intentions/1/",
            label="Data, late, due 30 June 2016",
        ),
    )


@pytest.mark.parametrize(
    ("number", "marks", "last"), [(4, 4, "4"), (5, 4, "+2"), (9, 4, "+6")]
)
def test_a_full_month_counts_what_does_not_fit(number, marks, last):
    days = [due(date(2016, 6, day)) for day in range(1, number + 1)]
    strip = draw(year(row(*days))).strips[0]

    assert len(strip.marks) == marks
    assert strip.marks[-1].day == last
    assert len({(mark.x, mark.y) for mark in strip.marks}) == marks


def test_what_does_not_fit_leads_to_the_line_or_else_to_the_last_of_it():
    days = [due(date(2016, 6, day)) for day in range(1, 8)]

    with_line = draw(year(row(*days))).strips[0].marks[-1]
    without = draw(year(row(*days, url=""))).strips[0].marks[-1]

    assert (with_line.url, with_line.label) == ("/lines/1/", "4 more in June: Data")
    assert without.url == "/intentions/1/"


def test_marks_stay_inside_their_row():
    days = [due(date(2016, 6, day)) for day in range(1, 8)]
    picture = draw(year(row(*days, due(None)), row()))
    first, second = picture.strips

    assert max(mark.y for mark in first.marks) + 26 <= first.foot
    assert second.y == first.foot
    assert picture.height == second.foot + 1


def test_a_line_with_nothing_planned_is_a_hole():
    hole, band, marked = draw(
        year(row(), row(due(None)), row(due(date(2016, 6, 30))))
    ).strips

    assert [strip.hole for strip in (hole, band, marked)] == [True, False, False]
    assert (hole.band, band.band, marked.band) == ("", "Quarterly: no day set", "")


def test_what_has_no_day_leads_to_itself_or_to_the_line_of_several():
    one, two, by_hand = draw(
        year(
            row(due(None)),
            row(due(None), due(None), when=""),
            row(due(None), due(None), url=""),
        )
    ).strips

    assert (one.band_url, two.band_url) == ("/intentions/1/", "/lines/1/")
    assert by_hand.band_url == "/intentions/1/"
    assert two.band == "No day set"


def test_a_name_is_wrapped_and_a_line_without_an_owner_says_so():
    strip = draw(
        year(row(title="Section 11 audit and Multi-agency review", who=""))
    ).strips[0]

    assert strip.name == (
        Words(strip.y + 20, "Section 11 audit and Multi-agency"),
        Words(strip.y + 37, "review"),
    )
    assert strip.who == (Words(strip.y + 54, "Nobody named yet"),)


def test_today_stands_in_its_month_and_only_in_its_year():
    november = draw(year(row())).columns[7]

    assert draw(year(row())).today == november.x + november.width * 15 // 30
    assert draw(year(row(), on=date(2017, 4, 1))).today is None


def test_a_calendar_without_lines_is_only_its_months():
    picture = draw(year())

    assert (picture.strips, picture.height) == ((), picture.head + 1)
