from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.plan import rules
from goldthread.loop.plan.rules import Month, Slot

YEAR = {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_gaps_are_what_a_line_does_not_say():
    assert rules.gaps(owner=True, frequency=True, outcome=True) == []
    assert rules.gaps(owner=False, frequency=False, outcome=False) == [
        "owner",
        "frequency",
        "expected outcome",
    ]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "name"),
    [
        (date(2016, 4, 1), date(2017, 3, 31), "2016/17"),
        (date(2016, 1, 1), date(2016, 12, 31), "2016"),
        (date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
    ],
)
def test_a_year_is_called_by_the_years_it_touches(starts_on, ends_on, name):
    assert rules.year_name(starts_on, ends_on) == name


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2016, 4, 1), 12, date(2017, 4, 1)),
        (date(2016, 11, 30), 3, date(2017, 2, 28)),
        (date(2015, 11, 30), 3, date(2016, 2, 29)),
        (date(2016, 12, 31), 0, date(2016, 12, 31)),
    ],
)
def test_months_on_stop_at_the_last_day_of_a_short_month(day, months, later):
    assert rules.add_months(day, months) == later


@pytest.mark.parametrize(
    ("on", "starts_on"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2026, 12, 31), date(2026, 4, 1)),
    ],
)
def test_a_year_runs_from_april_to_march_by_default(on, starts_on):
    first, last = rules.april_year(on)

    assert (first, last) == (starts_on, date(starts_on.year + 1, 3, 31))


def test_months_are_the_twelve_columns_of_the_year():
    months = rules.months(**YEAR)

    assert [m.name for m in months] == (
        [
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "Jan",
            "Feb",
            "Mar",
        ]
    )
    assert months[-1] == Month(date(2017, 3, 1), date(2017, 3, 31))


def test_a_short_year_has_fewer_columns_and_its_last_is_cut():
    months = rules.months(date(2016, 1, 15), date(2016, 3, 20))

    assert [(m.name, m.ends_on) for m in months] == [
        ("15 Jan", date(2016, 2, 14)),
        ("15 Feb", date(2016, 3, 14)),
        ("15 Mar", date(2016, 3, 20)),
    ]


@given(DAYS, st.integers(1, 364))
def test_every_day_of_a_year_is_in_one_month(starts_on, length):
    ends_on = min(starts_on + timedelta(days=length), rules.year_end(starts_on))
    months = rules.months(starts_on, ends_on)

    for offset in range((ends_on - starts_on).days + 1):
        day = starts_on + timedelta(days=offset)
        assert sum(month.holds(day) for month in months) == 1
    assert len(months) <= 12


def test_a_month_holds_no_day_that_is_not_said():
    assert not Month(date(2016, 4, 1), date(2016, 4, 30)).holds(None)


def test_quarters_end_every_three_months():
    assert rules.quarter_ends(**YEAR) == [
        date(2016, 6, 30),
        date(2016, 9, 30),
        date(2016, 12, 31),
        date(2017, 3, 31),
    ]


def test_quarters_of_a_short_year_stop_where_it_ends():
    assert rules.quarter_ends(date(2016, 4, 1), date(2016, 8, 15)) == [
        date(2016, 6, 30),
        date(2016, 8, 15),
    ]


@pytest.mark.parametrize(
    ("frequency", "slots"),
    [
        ("annual", [Slot("day 2017-03-31", date(2017, 3, 31))]),
        (
            "quarterly",
            [
                Slot("day 2016-06-30", date(2016, 6, 30)),
                Slot("day 2016-09-30", date(2016, 9, 30)),
                Slot("day 2016-12-31", date(2016, 12, 31)),
                Slot("day 2017-03-31", date(2017, 3, 31)),
            ],
        ),
        (
            "every_meeting",
            [
                Slot("meeting 7", date(2016, 6, 9), 7),
                Slot("meeting 9", date(2016, 9, 8), 9),
            ],
        ),
        ("as_and_when", [Slot("as and when", None)]),
        ("", []),
    ],
)
def test_slots_are_what_a_frequency_asks_of_the_year(frequency, slots):
    meetings = [(7, date(2016, 6, 9)), (9, date(2016, 9, 8)), (11, date(2017, 6, 8))]

    assert rules.slots(frequency, **YEAR, meetings=meetings) == slots


def test_a_slot_is_titled_without_a_date_that_could_move():
    quarter = Slot("day 2016-06-30", date(2016, 6, 30))
    meeting = Slot("meeting 7", date(2016, 6, 9), 7)
    year = Slot("day 2017-03-31", date(2017, 3, 31))

    assert (
        rules.slot_title("Data", "quarterly", quarter)
        == "Data: quarter to 30 June 2016"
    )
    assert rules.slot_title("CDOP", "every_meeting", meeting) == (
        "CDOP: for the board meeting"
    )
    assert rules.slot_title("Training", "annual", year) == "Training"


@pytest.mark.parametrize(
    ("state", "due_on", "look"),
    [
        ("planned", date(2016, 6, 30), "planned"),
        ("planned", date(2016, 6, 29), "late"),
        ("planned", None, "planned"),
        ("started", date(2016, 6, 29), "started"),
        ("dropped", date(2016, 6, 29), "dropped"),
    ],
)
def test_only_what_is_planned_and_past_is_late(state, due_on, look):
    assert rules.look(state, due_on, on=date(2016, 6, 30)) == look
