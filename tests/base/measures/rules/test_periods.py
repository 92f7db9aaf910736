"""Financial quarters, and figures turned from one basis into another."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.periods import (
    Basis,
    Population,
    Quarter,
    closing,
    convert,
    population,
    rate,
)

FIRST = Quarter(2016, 1)


def quarters(*counts):
    return {FIRST.plus(at): count for at, count in enumerate(counts)}


# --- Quarters -------------------------------------------------------------------------------


def test_a_financial_year_begins_in_april():
    assert str(Quarter.of(date(2016, 4, 1))) == "2016/17 Q1"
    assert str(Quarter.of(date(2017, 3, 31))) == "2016/17 Q4"
    assert str(Quarter.of(date(1999, 12, 31))) == "1999/00 Q3"


def test_a_quarter_has_its_first_and_last_day():
    assert (FIRST.starts, FIRST.ends) == (date(2016, 4, 1), date(2016, 6, 30))
    last = Quarter(2016, 4)
    assert (last.starts, last.ends) == (date(2017, 1, 1), date(2017, 3, 31))


@pytest.mark.parametrize("said", ["2016/17 Q1", "2016/17Q1", "2016-2017, q1"])
def test_a_quarter_is_read_as_boards_write_it(said):
    assert Quarter.parse(said) == FIRST


def test_a_quarter_that_may_be_of_the_calendar_is_asked_about():
    for said in ("2016 Q1", "Q1 2016"):
        with pytest.raises(BadFigures) as refused:
            Quarter.parse(said)
        assert "may be a calendar quarter" in str(refused.value)


@pytest.mark.parametrize("said", ["2016/18 Q1", "2016/17 Q5", "spring"])
def test_what_is_no_quarter_is_refused(said):
    with pytest.raises(BadFigures) as refused:
        Quarter.parse(said)

    assert str(refused.value) == f"{said!r} is no quarter. Write it as 2016/17 Q1."


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_quarter(day):
    quarter = Quarter.of(day)

    assert quarter.starts <= day <= quarter.ends
    assert quarter.ends + timedelta(days=1) == quarter.plus(1).starts
    assert Quarter.parse(str(quarter)) == quarter


# --- From one basis to another ----------------------------------------------------------------


def test_quarters_make_the_year_so_far_which_begins_anew_in_april():
    so_far = convert(quarters(3, 4, 5, 6, 7), Basis.IN_QUARTER, Basis.YEAR_TO_DATE)

    assert list(so_far.values()) == [3, 7, 12, 18, 7]


def test_quarters_make_twelve_months_once_there_are_four():
    rolling = convert(quarters(3, 4, 5, 6, 7), Basis.IN_QUARTER, Basis.ROLLING)

    assert list(rolling.values()) == [None, None, None, 18, 22]


def test_a_quarter_that_is_missing_is_never_nought():
    counts = quarters(3, None, 5, 6, 7)

    so_far = convert(counts, Basis.IN_QUARTER, Basis.YEAR_TO_DATE)
    assert list(so_far.values()) == [3, None, None, None, 7]
    assert set(convert(counts, Basis.IN_QUARTER, Basis.ROLLING).values()) == {None}


def test_a_year_so_far_that_goes_down_is_refused():
    with pytest.raises(BadFigures) as refused:
        convert(quarters(10, 8), Basis.YEAR_TO_DATE, Basis.IN_QUARTER)

    assert str(refused.value) == (
        "The year to 2016/17 Q2 is 8, less than 10 a quarter before. Either one is wrong, or "
        "they are figures of each quarter."
    )


@pytest.mark.parametrize(
    ("was", "to"),
    [
        (Basis.ROLLING, Basis.IN_QUARTER),
        (Basis.ROLLING, Basis.YEAR_TO_DATE),
        (Basis.SNAPSHOT, Basis.IN_QUARTER),
        (Basis.IN_QUARTER, Basis.SNAPSHOT),
    ],
)
def test_what_cannot_be_known_is_refused(was, to):
    with pytest.raises(BadFigures) as refused:
        convert(quarters(1, 2), was, to)

    assert str(refused.value).startswith(
        f"Figures of a {was} cannot be turned into {to}"
    )


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_there_and_back_is_the_same(counts):
    given_ = quarters(*counts)

    so_far = convert(given_, Basis.IN_QUARTER, Basis.YEAR_TO_DATE)

    assert convert(so_far, Basis.YEAR_TO_DATE, Basis.IN_QUARTER) == given_
    assert convert(so_far, Basis.YEAR_TO_DATE, Basis.ROLLING) == convert(
        given_, Basis.IN_QUARTER, Basis.ROLLING
    )


def test_what_was_there_and_started_less_what_ended_is_what_is_left():
    assert closing(40, 12, 9) == 43
    with pytest.raises(BadFigures) as refused:
        closing(2, 1, 4)
    assert str(refused.value) == "4 ended, and there were 2 with 1 that started."


# --- Rates -------------------------------------------------------------------------------------


def test_a_rate_states_the_year_of_its_population():
    people = population(Quarter(2018, 2), {2015: 34_000, 2016: 35_000, 2019: 36_000})

    assert people == Population(2016, 35_000, years_old=2)
    assert rate(120, people) == Fraction(240, 7)
    assert rate(120, people, per=100_000) == Fraction(2400, 7)


def test_no_population_of_later_is_taken_back():
    with pytest.raises(BadFigures) as refused:
        population(FIRST, {2017: 35_000})

    assert str(refused.value) == (
        "There is no mid-year population for 2016/17 Q1 or before. Say which year’s estimate "
        "is to be used."
    )
