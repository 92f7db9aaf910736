"""Agreement of raters, against published examples and what must hold of any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.agreement import LEVELS, agreement, read_ratings

# Four observers on twelve units: K. Krippendorff, Computing Krippendorff’s
# Alpha-Reliability (2011), section C. Dots are missing.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# Fourteen raters put ten subjects into five classes: how often each class was chosen.
CLASSES = (
    *((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0)),
    *((2, 2, 8, 1, 1), (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2)),
    *((6, 5, 2, 1, 0), (0, 2, 2, 3, 7)),
)


def of(rows, level="nominal"):
    text = "unit,rater,value\n" + "".join(f"{u},{r},{v}\n" for u, r, v in rows)
    return agreement(read_ratings(text, level), level)


def table(*raters):
    return [
        (unit, rater, "" if value == "." else value)
        for rater, values in enumerate(raters)
        for unit, value in enumerate(values.split())
    ]


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_is_that_of_the_published_example(level, alpha):
    found = of(table(*OBSERVERS), level)

    assert round(found.alpha, 3) == alpha
    assert (found.units, found.raters, found.ratings) == (12, 4, 41)
    assert found.low < found.alpha < found.high


def test_kappa_is_that_of_the_published_example():
    rows = [
        (unit, f"{unit}-{value}-{one}", value)
        for unit, chosen in enumerate(CLASSES)
        for value, times in enumerate(chosen)
        for one in range(times)
    ]

    assert round(of(rows).kappa, 3) == 0.210


def test_kappa_is_undefined_where_ratings_are_missing_and_says_why():
    found = of(table(*OBSERVERS))

    assert found.kappa is None
    assert found.why == {
        "kappa": "Kappa needs as many ratings of every unit; some are missing. Alpha needs "
        "no such thing."
    }


def test_where_everybody_says_the_same_of_everything_nothing_is_defined():
    found = of(table("1 1 1", "1 1 1"))

    assert (found.alpha, found.kappa, found.low, found.high) == (None,) * 4
    assert set(found.why) == {"alpha", "kappa"}
    assert found.why["alpha"].startswith("Every rating is the same")


def test_where_nobody_rates_the_same_unit_there_is_nothing_to_compare():
    found = of(table("1 .", ". 2"))

    assert (found.alpha, found.kappa, found.ratings) == (None, None, 2)
    assert found.why["alpha"].startswith("Fewer than two ratings")


def test_one_unit_alone_has_no_interval():
    found = of(table("1", "2"))

    assert (found.low, found.high) == (None, None)
    assert found.why["low"] == "One unit alone says nothing of others."


def test_levels_of_need_are_an_ordered_list_and_no_numbers():
    rows = table("1 2a 2b 3 10", "1 2b 2b 3 10")

    assert read_ratings(
        "unit,rater,value\n" + "".join(f"{u},{r},{v}\n" for u, r, v in rows), "ordinal"
    ).values == ("1", "2a", "2b", "3", "10")
    assert of(rows, "ordinal").alpha > of(rows, "nominal").alpha


def test_the_same_file_has_the_same_interval():
    assert of(table(*OBSERVERS)) == of(table(*OBSERVERS))


@given(
    st.lists(
        st.lists(st.integers(1, 4), min_size=6, max_size=6), min_size=2, max_size=5
    ),
    st.sampled_from(LEVELS),
    st.randoms(use_true_random=False),
)
def test_who_rates_first_and_which_unit_comes_first_change_nothing(
    raters, level, shuffled
):
    rows = table(*(" ".join(map(str, each)) for each in raters))
    again = shuffled.sample(rows, len(rows))

    first, second = of(rows, level), of(again, level)

    assert (first.alpha, first.kappa) == (second.alpha, second.kappa)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=8), st.sampled_from(LEVELS))
def test_whoever_always_agrees_agrees_fully(values, level):
    found = of(table(*[" ".join(map(str, values))] * 3), level)

    assert found.alpha == (None if len(set(values)) == 1 else 1)


@pytest.mark.parametrize(
    ("text", "level", "said"),
    [
        (
            "unit,value\n1,2\n",
            "nominal",
            "The first row must name the columns; rater is missing. It names unit, value.",
        ),
        (
            "unit,rater,value\n1,a,2\n1,a,3\n",
            "nominal",
            "Row 3, rater: a has rated 1 in row 2 already.",
        ),
        ("unit,rater,value\n,a,2\n", "nominal", "Row 2, unit: it is empty."),
        (
            "unit,rater,value\n1,a,2b\n",
            "interval",
            "Row 2, value: '2b' is not a number. Leave the cell empty if there is none.",
        ),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(text, level, said):
    with pytest.raises(BadFigures) as refused:
        read_ratings(text, level)

    assert str(refused.value) == said
