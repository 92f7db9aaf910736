"""Series: gaps made visible, rebases, icons, and files of them."""

from datetime import date

import pytest

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.reading import read_series
from goldthread.base.measures.rules.series import (
    HIGH,
    LOW,
    Series,
    chart_all,
    suggested_rebase,
)

QUARTERS = [date(2016 + at // 4, at % 4 * 3 + 1, 1) for at in range(40)]
BASE = (10, 12) * 4


def chart(*values, dates=QUARTERS, **more):
    (drawn,) = chart_all([Series("", dates[: len(values)], values, **more)])
    return drawn


# --- Gaps -----------------------------------------------------------------------------------


def test_a_quarter_that_is_missing_is_a_visible_gap():
    drawn = chart(10, 12, 11, dates=[QUARTERS[0], QUARTERS[1], QUARTERS[3]])

    assert [(p.date, p.value) for p in drawn.points] == [
        (QUARTERS[0], 10),
        (QUARTERS[1], 12),
        (QUARTERS[2], None),
        (QUARTERS[3], 11),
    ]
    assert drawn.n == 3


def test_ends_of_quarters_are_regular_though_months_differ_in_length():
    dates = [date(2016, 6, 30), date(2016, 9, 30), date(2017, 3, 31)]

    drawn = chart(1, 2, 3, dates=dates)

    assert [p.date for p in drawn.points][2] == date(2016, 12, 31)


def test_dates_that_follow_no_rhythm_of_months_have_no_gaps():
    dates = [date(2016, 1, 4), date(2016, 1, 18), date(2016, 3, 7)]

    assert len(chart(1, 2, 3, dates=dates).points) == 3


def test_rows_in_any_order_are_read_by_date():
    dates = [QUARTERS[1], QUARTERS[0]]

    assert [p.value for p in chart(2, 1, dates=dates).points] == [1, 2]


# --- Rebases --------------------------------------------------------------------------------


def test_limits_begin_anew_at_a_rebase():
    drawn = chart(*BASE, 30, 34, 30, rebases=frozenset({QUARTERS[8]}))

    assert [(p.segment, p.mean) for p in drawn.points] == [(0, 11)] * 8 + [
        (1, 31.3333333333)
    ] * 3
    assert {p.rule for p in drawn.points} == {"none"}


def test_a_rebase_at_the_first_date_changes_nothing():
    assert chart(*BASE, rebases=frozenset({QUARTERS[0]})).points == chart(*BASE).points


def test_a_rebase_that_is_none_of_the_dates_is_refused():
    with pytest.raises(BadFigures) as refused:
        chart(*BASE, rebases=frozenset({date(2016, 2, 1)}))

    assert str(refused.value) == (
        "2016-02-01 is a rebase and no date of the series. Limits begin anew at a date that "
        "has a point."
    )


def test_a_date_that_stands_there_twice_is_refused():
    with pytest.raises(BadFigures) as refused:
        chart(1, 2, dates=[QUARTERS[0], QUARTERS[0]])

    assert str(refused.value).startswith("The series has two values on 2016-01-01.")


def test_a_rebase_is_suggested_where_the_last_seven_points_or_more_lie_on_one_side():
    drawn = chart(*BASE, *(20, 21) * 4)

    assert suggested_rebase(drawn) == QUARTERS[8]
    assert {p.segment for p in drawn.points} == {0}  # and none is made


@pytest.mark.parametrize(
    "values",
    [BASE, (*BASE, 20, 21, 20, 21, 20, 21), (*BASE, *(20, 21) * 4, 5), (20,) * 9],
    ids=["no shift", "six points", "over again", "no variation"],
)
def test_otherwise_none_is_suggested(values):
    assert suggested_rebase(chart(*values)) is None


# --- State and icons ------------------------------------------------------------------------


def test_of_fewer_than_thirteen_points_limits_are_on_trial():
    assert chart(*BASE, 10, 12, 10, 12).state == "trial_limits"
    assert chart(*BASE, 10, 12, 10, 12, 10).state == "ok"


def test_what_does_not_vary_is_a_state_of_its_own_and_no_alarm():
    drawn = chart(1, 1, 1, 1, 2, direction=LOW, targets={QUARTERS[4]: 1.5})

    assert (drawn.state, drawn.variation, drawn.assurance) == (
        "not_enough_variation",
        "common_cause",
        "none",
    )
    assert {(p.lower, p.upper) for p in drawn.points} == {(None, None)}


@pytest.mark.parametrize(
    ("direction", "last", "icon"),
    [
        (HIGH, 30, "improvement_high"),
        (HIGH, -9, "concern_low"),
        (LOW, 30, "concern_high"),
        (LOW, -9, "improvement_low"),
        (0, 30, "neutral_high"),
        (0, -9, "neutral_low"),
        (HIGH, 11, "common_cause"),
    ],
)
def test_the_variation_icon_is_that_of_the_last_point(direction, last, icon):
    drawn = chart(*BASE, 30, last, fix_after=8, direction=direction)

    assert drawn.variation == icon
    assert drawn.points[-1].kind == icon


@pytest.mark.parametrize(
    ("direction", "target", "icon"),
    [
        (HIGH, 20, "fail"),
        (HIGH, 2, "pass"),
        (LOW, 20, "pass"),
        (LOW, 2, "fail"),
        (HIGH, 11, "hit_or_miss"),
        (HIGH, 11 + 2.66 * 2, "hit_or_miss"),
        (0, 20, "none"),
    ],
)
def test_the_assurance_icon_compares_the_last_target_with_the_limits(
    direction, target, icon
):
    targets = {QUARTERS[0]: 11.0, QUARTERS[7]: target}

    assert chart(*BASE, direction=direction, targets=targets).assurance == icon


def test_without_a_target_nothing_is_assured():
    assert chart(*BASE, direction=HIGH).assurance == "none"


def test_series_that_are_read_otherwise_are_drawn_side_by_side():
    a, b = chart_all(
        [
            Series("a", QUARTERS[:9], (*BASE, 40), fix_after=8),
            Series("b", QUARTERS[:3], (1, 2, 1), screen=False),
        ]
    )

    assert (a.series, a.points[-1].rule) == ("a", "outside_above")
    assert (b.series, b.n) == ("b", 3)


# --- Files -----------------------------------------------------------------------------------


def test_a_file_tells_each_series_with_what_is_said_of_it():
    (one, two) = read_series(
        "Date,Value,Series,Direction,Target,Rebase,Fix_after,Screen\n"
        '2016-01-01,"1,200",a,high,95,2016-04-01;01/07/2016,12,no\n'
        "01/04/2016,,a,,96,,,\n"
        "2016-01-01,3,b,down,,,,\n"
    )

    assert one == Series(
        "a",
        [date(2016, 1, 1), date(2016, 4, 1)],
        [1200, None],
        HIGH,
        {date(2016, 1, 1): 95, date(2016, 4, 1): 96},
        frozenset({date(2016, 4, 1), date(2016, 7, 1)}),
        12,
        screen=False,
    )
    assert (two.name, two.direction, two.screen) == ("b", LOW, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ("date,value\n", "Below the headings there is no row."),
        (
            "when,value\n2016-01-01,1\n",
            "The first row must name the columns; date is missing. It names when, value.",
        ),
        ("date,date,value\n1,1,1\n", "Two columns are called date."),
        (
            "date,value\n2016-13-01,1\n",
            "Row 2, date: '2016-13-01' is not a date. Write it as 2016-04-01.",
        ),
        (
            "date,value\n2016-01-01,n/a\n",
            "Row 2, value: 'n/a' is not a number. Leave the cell empty if there is none.",
        ),
        (
            "date,value\n\n2016-01-01,1e999\n",
            "Row 3, value: '1e999' is not a number. Leave the cell empty if there is none.",
        ),
        (
            "date,value\n2016-01-01,1,200\n",
            (
                "Row 2 has more cells than there are headings. If a number is written "
                "with a comma, put it in quotation marks or leave the comma out."
            ),
        ),
        (
            "date,value,direction\n2016-01-01,1,best\n",
            "Row 2, direction: 'best' is none of high, low and neutral.",
        ),
        (
            "date,value,direction\n2016-01-01,1,high\n2016-02-01,1,low\n",
            "Row 3, direction: the series says something else in an earlier row.",
        ),
        (
            "date,value,fix_after\n2016-01-01,1,1\n",
            "Row 2, fix_after: it must be a whole number of points, 2 or more.",
        ),
        (
            "date,value,screen\n2016-01-01,1,perhaps\n",
            "Row 2, screen: 'perhaps' is neither yes nor no.",
        ),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_that_names_the_row(text, said):
    with pytest.raises(BadFigures) as refused:
        read_series(text)

    assert str(refused.value) == said
