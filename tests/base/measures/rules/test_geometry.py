"""Where things stand in the picture of a chart."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.measures.rules.geometry import HEIGHT, WIDTH, picture
from goldthread.base.measures.rules.series import HIGH, Series, chart_all

QUARTERS = [date(2016 + at // 4, at % 4 * 3 + 1, 1) for at in range(60)]
BASE = (10, 12) * 4


def drawn(*values, **more):
    (chart,) = chart_all([Series("", QUARTERS[: len(values)], values, **more)])
    return picture(chart)


def test_each_figure_has_its_dot_with_words():
    dots = drawn(*BASE, 30, fix_after=8, direction=HIGH).dots

    assert [dot.shape for dot in dots] == ["circle"] * 8 + ["up"]
    assert dots[8].words == "1 January 2018: 30, outside above"


def test_shapes_say_what_colours_say():
    worse = drawn(*BASE, -9, fix_after=8, direction=HIGH).dots[-1]
    neither = drawn(*BASE, -9, fix_after=8).dots[-1]

    assert (worse.shape, neither.shape) == ("down", "square")


def test_a_gap_breaks_the_line_and_is_shown():
    shown = drawn(10, 12, None, 11, 12)

    assert len(shown.paths) == 2
    assert len(shown.gaps) == 1
    assert len(shown.dots) == 4


def test_a_rebase_breaks_the_line_and_its_limits():
    shown = drawn(*BASE, 30, 34, 30, rebases=frozenset({QUARTERS[8]}))

    assert len(shown.paths) == 2
    assert [line.name for line in shown.lines].count("limit") == 4
    assert [line.name for line in shown.lines].count("mean") == 2


def test_a_target_that_changes_is_drawn_in_steps():
    targets = dict.fromkeys(QUARTERS[:4], 11.0) | dict.fromkeys(QUARTERS[4:8], 12.0)

    shown = drawn(*BASE, targets=targets)

    steps = [line for line in shown.lines if line.name == "target"]
    assert len(steps) == 2
    assert steps[0].y1 > steps[1].y1


def test_the_scale_has_round_numbers_around_all_that_is_shown():
    assert [tick.words for tick in drawn(*BASE).ticks] == [
        "5",
        "7.5",
        "10",
        "12.5",
        "15",
        "17.5",
    ]


def test_what_does_not_vary_is_drawn_without_limits():
    shown = drawn(5, 5, 5)

    assert [line.name for line in shown.lines] == ["mean"]
    assert [tick.words for tick in shown.words] == ["Average 5"]


def test_words_do_not_lie_on_one_another():
    shown = drawn(*BASE, targets=dict.fromkeys(QUARTERS[:8], 11.1))

    at = [tick.at for tick in shown.words]
    assert min(b - a for a, b in pairwise(at)) >= 15


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 10_000)), min_size=1, max_size=60)
)
def test_everything_stands_inside_the_picture(values):
    shown = drawn(*values)

    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in shown.dots)
    assert all(0 <= line.y1 <= HEIGHT for line in shown.lines)
    assert len(shown.dates) <= 12
