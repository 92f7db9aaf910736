"""XmR charts, against limits and rules worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.measures.rules.spc import RUN, Rule, charts

GAP = np.nan


def rules(*values, **how):
    found = charts(np.array([values], dtype=float), **how)
    return [Rule(int(each)).words for each in found.rules[0]]


def limits(*values, **how):
    found = charts(np.array([values], dtype=float), **how)
    return tuple(
        round(float(each[0]), 4) for each in (found.mean, found.lower, found.upper)
    )


# --- Limits ---------------------------------------------------------------------------------


def test_limits_lie_2_66_mean_moving_ranges_from_the_mean():
    # Ranges 2, 1, 3, 2: their mean is 2.
    assert limits(10, 12, 11, 14, 12) == (11.8, 6.48, 17.12)


def test_a_range_that_is_too_large_is_left_out_once_and_its_point_stays_in_the_mean():
    # Ranges 1, 1, 1, 1, 1, 19: their mean is 4; 3.267 × 4 is 13.068, so 19 is left out.
    assert limits(10, 11, 10, 11, 10, 11, 30) == (13.2857, 10.6257, 15.9457)


def test_without_the_screen_every_range_counts():
    assert limits(10, 11, 10, 11, 10, 11, 30, screen=False) == (
        13.2857,
        2.6457,
        23.9257,
    )


def test_limits_of_the_first_points_stand_for_the_later_ones():
    assert limits(10, 12, 10, 12, 40, 41, fix_after=4) == (11, 5.68, 16.32)
    assert rules(10, 12, 10, 12, 40, 41, fix_after=4)[-2:] == ["outside_above"] * 2


def test_a_gap_takes_both_its_ranges_out():
    # Only 10 to 12 and 20 to 22 are ranges.
    assert limits(10, 12, GAP, 20, 22) == (16, 10.68, 21.32)


@pytest.mark.parametrize(
    "values",
    [(5, 5, 5, 5), (1, 1, 1, 1, 2), (3,), (GAP, GAP), (1, GAP, 3)],
    ids=["constant", "collapsed", "one point", "no point", "no two in a row"],
)
def test_what_does_not_vary_enough_has_no_limits_and_no_alarm(values):
    found = charts(np.array([values], dtype=float))

    assert found.varies.tolist() == [False]
    assert np.isnan([found.lower[0], found.upper[0]]).all()
    assert set(found.rules[0].tolist()) == {Rule.NONE}


# --- Rules ----------------------------------------------------------------------------------

BASE = (10, 12) * 4  # mean 11, limits 5.68 and 16.32, close from 14.5467 and 7.4533


def after(*values):
    """What fires at these points, after eight that set the limits."""
    return rules(*BASE, *values, fix_after=8)[8:]


def test_a_point_outside_its_limits_is_singled_out_and_one_on_them_is_not():
    limit = 11 + 2.66 * 2

    assert after(17, 11, 5) == ["outside_above", "none", "outside_below"]
    assert after(limit) == ["none"]


def test_seven_points_that_rise_are_a_trend_from_the_first_on():
    assert after(9, 9.5, 10, 10.5, 11, 11.5, 12, 11) == ["trend_up"] * 7 + ["none"]


def test_six_points_that_rise_are_no_trend():
    assert after(9.5, 10, 10.5, 11, 11.5, 12, 11) == ["none"] * 7


def test_a_tie_breaks_a_trend():
    assert after(9, 9.5, 10, 10, 10.5, 11, 11.5, 12, 11) == ["none"] * 9


def test_where_a_rise_ends_in_a_fall_the_turning_point_belongs_to_the_fall():
    up, down = (8, 9, 10, 10.5, 11, 11.5), (12, 11.5, 11, 10.5, 10, 9, 8)

    assert after(*up, *down) == ["trend_up"] * 6 + ["trend_down"] * 7


def test_two_of_three_close_to_a_limit_are_singled_out_and_the_third_is_not():
    assert after(15, 12, 15.5) == ["two_of_three_above", "none", "two_of_three_above"]
    assert after(7, 6.5, 10) == ["two_of_three_below", "two_of_three_below", "none"]


def test_three_points_must_lie_on_one_side_of_the_mean():
    assert after(15, 10, 15.5) == ["none"] * 3
    assert after(15, 11, 15.5) == ["none"] * 3


def test_a_point_beyond_the_limit_does_not_count_as_close_to_it():
    assert after(15, 17, 12) == ["none", "outside_above", "none"]


def test_seven_points_above_the_mean_are_a_shift():
    assert after(11.5, 12, 11.5, 12, 11.5, 12, 11.5) == ["shift_above"] * 7


def test_a_point_on_the_mean_breaks_a_shift():
    assert after(11.5, 12, 11.5, 11, 11.5, 12, 11.5) == ["none"] * 7


def test_outside_comes_before_trend_trend_before_two_of_three_and_that_before_shift():
    assert after(11.5, 12, 12.5, 13, 13.5, 15, 17) == ["trend_up"] * 6 + [
        "outside_above"
    ]
    assert after(12, 11.5, 12, 15, 12, 15, 12) == [
        *("shift_above",) * 3,
        *("two_of_three_above", "shift_above", "two_of_three_above", "shift_above"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        (11.5, 12, 11.5, 12, GAP, 11.5, 12, 11.5),
        (8, 8.5, 9, 9.5, GAP, 10, 10.5, 11),
        (15, GAP, 15.5, 11),
    ],
    ids=["shift", "trend", "two of three"],
)
def test_a_gap_stops_a_run(values):
    assert set(after(*values)) == {"none"}


def test_rounding_of_the_computer_singles_nothing_out():
    """0.1 + 0.2 is not 0.3 to a computer; the mean of these is 0.2 all the same."""
    assert set(rules(*(0.1, 0.3) * 3, *(0.2,) * 8)) == {"none"}


# --- Many at once -----------------------------------------------------------------------------


@given(
    st.lists(
        st.lists(st.one_of(st.just(GAP), st.integers(0, 20)), min_size=12, max_size=12),
        min_size=2,
        max_size=6,
    )
)
def test_many_series_are_read_as_each_by_itself(series):
    together = charts(np.array(series, dtype=float))

    for row, values in enumerate(series):
        alone = charts(np.array([values], dtype=float))
        assert together.rules[row].tolist() == alone.rules[0].tolist()
        np.testing.assert_allclose(together.upper[row], alone.upper[0])


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 50))
def test_a_chart_turned_upside_down_fires_the_same_rules_the_other_way(values, by):
    def flipped(words):
        for a, b in (("above", "below"), ("up", "down")):
            if words.endswith((a, b)):
                stem = words.removesuffix(a).removesuffix(b)
                return stem + (b if words.endswith(a) else a)
        return words

    assert rules(*(-each * by for each in values)) == [
        flipped(each) for each in rules(*values)
    ]


@given(st.lists(st.integers(0, 30), min_size=RUN, max_size=30))
def test_a_shift_is_seven_points_on_one_side(values):
    mean = np.mean(values)
    side = np.sign(np.array(values) - mean)

    for at, words in enumerate(rules(*values)):
        if words.startswith("shift"):
            around = range(max(0, at - RUN + 1), at + 1)
            runs = [side[s : s + RUN] for s in around if s + RUN <= len(values)]
            assert any(abs(run.sum()) == RUN for run in runs)
