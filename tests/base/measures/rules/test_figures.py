"""Printed figures against what they can be."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.measures.rules import BadFigures
from goldthread.base.measures.rules.figures import check, read_figures
from goldthread.base.measures.rules.rounding import (
    attainable,
    half_up,
    plain,
    smallest_base,
)
from goldthread.base.measures.rules.wholes import check_all

HEADINGS = "measure,numerator,denominator,printed,unit,group,tolerance\n"


def row(numerator="", denominator="", printed="", unit="%", tolerance=""):
    text = f"{HEADINGS}it,{numerator},{denominator},{printed},{unit},,{tolerance}\n"
    (figure,) = read_figures(text)
    return check(figure)


def told(*given, **more):
    said = row(*given, **more)
    return said.verdict, said.expected


def group(*rows):
    text = HEADINGS + "".join(f"it,{n},{d},{p},{u},g,{t}\n" for n, d, p, u, t in rows)
    (whole,) = check_all(read_figures(text))[1]
    return whole


# --- A percentage ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(8, 23, "35"), (231, 280, "83"), (142900, 632830, "22.6"), (1, 8, "12.5%")],
)
def test_a_percentage_that_is_right_is_right(part, whole, printed):
    assert row(part, whole, printed).verdict == "ok"


def test_a_five_is_rounded_up():
    assert told(1, 8, "13") == ("ok", 13)
    assert told(1, 8, "12") == ("rounding", 13)
    assert row(1, 8, "12").why == (
        "Right only if it is rounded otherwise (half to even); half up it is 13."
    )


def test_what_is_cut_off_is_named():
    assert row(2, 3, "66").why == (
        "Right only if it is rounded otherwise (cut off); half up it is 67."
    )


def test_counts_that_a_publisher_rounds_to_tens_can_have_given_it():
    assert told(2710, 62300, "4.4") == ("rounding", 4.3)
    assert told(2709, 62300, "4.4") == ("wrong", 4.3)
    assert told(2710, 62300, "4.5") == ("wrong", 4.3)


def test_a_tolerance_is_that_of_whoever_checks():
    assert told(50, 100, "52", tolerance="2") == ("rounding", 50)
    assert told(50, 100, "53", tolerance="2") == ("wrong", 50)


def test_a_decimal_slip_is_named():
    assert row(12, 100, "1.2").why == (
        "It should be 12, and 1.2 is printed. A decimal slip: the point stands in the wrong "
        "place."
    )
    assert row(12, 100, "0.12").why.endswith("in the wrong place.")


def test_a_part_is_not_more_than_its_whole():
    said = row(24, 23, "104")

    assert (said.verdict, said.why) == (
        "wrong",
        "The part, 24, is more than the whole, 23.",
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("-1", 5, ""), "The numerator is a count, and -1 is none."),
        (("1.5", 5, "30"), "The numerator is a count, and 1.5 is none."),
        (
            ("0", 0, "0"),
            "Of nobody there is no share: the denominator is 0, and a figure is printed.",
        ),
        (("", 5, "120"), "120% is more than all."),
        (("", 5, "-3"), "It cannot be less than 0."),
    ],
)
def test_what_cannot_be_is_wrong(given, why):
    said = row(*given)

    assert (said.verdict, said.why) == ("wrong", why)


def test_a_percentage_that_no_whole_number_gives_is_unattainable():
    said = row("", 23, "36")

    assert (said.verdict, said.expected) == ("unattainable", None)
    assert said.why == "No whole number of 23 gives it: 8 gives 35 and 9 gives 39."
    assert row("", 23, "35").verdict == "ok"


def test_the_smallest_base_on_which_it_can_be_is_told():
    assert row(8, 23, "35").smallest_base == 17  # 6 of 17 is 35.3
    assert row("", "", "50").smallest_base == 2
    assert row("", "", "100").smallest_base == 1
    assert row("", "", "97.3").smallest_base == 37


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("", "", "97.3"), "There is no base to check it on."),
        (("", "", ""), "There is no base, and no figure is printed."),
        (("n/a", 40, ""), "Of numerator and printed figure neither is known."),
        (("<5", 40, "c"), "Of numerator and printed figure neither is known."),
        ((0, 0, ""), "Of nobody there is no share: the denominator is 0."),
        ((58330, 74380, ""), "No figure is printed to check."),
    ],
)
def test_what_is_not_known_is_incomplete_and_never_nought(given, why):
    said = row(*given)

    assert (said.verdict, said.why) == ("incomplete", why)


def test_what_it_should_be_is_told_though_nothing_is_printed():
    assert told(58330, 74380) == ("incomplete", 78.4)


# --- Rates and counts --------------------------------------------------------------------------


def test_a_rate_is_of_ten_or_a_hundred_thousand():
    assert told(120, 35000, "34.3", unit="per10k") == ("ok", 34.3)
    assert told(120, 35000, "342.9", unit="per 100000") == ("ok", 342.9)
    assert told(120, 35000, "3.4", unit="per10k") == ("wrong", 34.3)


def test_a_rate_without_a_base_tells_the_population_that_it_implies():
    assert row(120, "", "34.3", unit="per10k").why == (
        "There is no base. 120 at 34.3 per 10,000 implies a population of about 34,985 "
        "(34,935 to 35,036)."
    )


def test_a_count_is_held_against_its_whole():
    assert told(678, 1845, unit="count") == ("ok", 678)
    assert row(1846, 1845, unit="count").verdict == "wrong"
    assert row(370, "", unit="count").verdict == "incomplete"
    assert told(370, "", "371", unit="count") == ("wrong", 370)


# --- Parts of a whole --------------------------------------------------------------------------


def test_parts_that_make_their_whole_are_right():
    assert group(
        (430, 1770, "", "count", ""), (1340, 1770, "", "count", "")
    ).verdict == ("ok")


def test_parts_that_exceed_their_whole_are_wrong():
    whole = group((12, 20, "", "count", ""), (9, 20, "", "count", ""))

    assert (whole.verdict, whole.sum, whole.expected) == ("wrong", 21, 20)
    assert whole.why == "Its parts make 21, and the whole is 20."


def test_counts_in_tens_may_miss_their_whole_by_rounding():
    """Plans at 31 March 2016 by category, as published: 50,300 of 50,310."""
    parts = (23150, 4200, 2370, 17770, 2810)

    whole = group(*((each, 50310, "", "count", "") for each in parts))

    assert (whole.verdict, whole.sum) == ("rounding", 50300)


def test_percentages_make_a_hundred_but_for_rounding():
    thirds = [("", "", "33", "%", "")] * 3

    assert group(*thirds).verdict == "rounding"
    assert group(*thirds[:2], ("", "", "34", "%", "")).verdict == "ok"
    assert group(*thirds[:2], ("", "", "40", "%", "")).verdict == "wrong"


def test_a_group_with_an_unknown_part_is_incomplete_unless_it_is_too_much_already():
    known, unknown = (12, 20, "", "count", ""), ("n/a", 20, "", "count", "")

    assert group(known, unknown).verdict == "incomplete"
    assert group(known, known, unknown).verdict == "wrong"


def test_parts_of_different_wholes_make_none():
    whole = group((1, 20, "", "count", ""), (19, 21, "", "count", ""))

    assert (whole.verdict, whole.why) == (
        "wrong",
        "Its parts are of different wholes: 20 and 21.",
    )


# --- Files -------------------------------------------------------------------------------------


def test_a_file_may_have_any_of_the_columns():
    (figure,) = read_figures("Printed\n97.30%\n")

    assert (figure.row, figure.printed, figure.places) == (2, Fraction(973, 10), 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a,b\n1,2\n",
            (
                "The first row must name columns: any of measure, numerator, "
                "denominator, printed, unit, group, tolerance."
            ),
        ),
        (
            "printed\nmany\n",
            "Row 2, printed: 'many' is no number, and no sign for an unknown one.",
        ),
        (
            "printed,unit\n1,miles\n",
            "Row 2, unit: 'miles' is none of %, per10k, per100k and count.",
        ),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(text, said):
    with pytest.raises(BadFigures) as refused:
        read_figures(text)

    assert str(refused.value) == said


# --- As they were published --------------------------------------------------------------------

PUBLISHED = Path(__file__).parents[3] / "data/published-figures.csv"
WITHOUT_A_BASE = "There is no base to check it on."
ALONE = "There is nothing to hold this count against."
UNKNOWN = "The count is not known."


def test_every_published_figure_has_its_verdict():
    said, _ = check_all(read_figures(PUBLISHED.read_text("utf-8")))

    assert Counter(each.verdict for each in said) == {
        "ok": 63,
        "incomplete": 25,
        "rounding": 1,
    }
    assert {each.row: each.why for each in said if each.verdict != "ok"} == {
        **dict.fromkeys(range(14, 30), WITHOUT_A_BASE),
        **dict.fromkeys((12, 74, 78, 82, 86, 90), ALONE),
        **dict.fromkeys((71, 73), UNKNOWN),
        39: "Right if the counts were rounded to 10; of these it is 4.3.",
        70: "No figure is printed to check.",
    }


def test_published_parts_make_their_whole_but_for_rounding():
    """Child protection plans at 31 March by category, England."""
    figures = read_figures(PUBLISHED.read_text("utf-8"))
    plans = [each for each in figures if each.measure.startswith("plans at 31 March")]
    years = [
        replace(each, group=f"{2016 + number // 5}")
        for number, each in enumerate(plans)
    ]

    _, wholes = check_all(years)

    assert [(each.group, each.verdict, each.expected) for each in wholes] == [
        ("2016", "rounding", 50310),
        ("2017", "rounding", 51080),
        ("2018", "rounding", 53790),
        ("2019", "ok", 52260),
        ("2020", "ok", 51510),
    ]


# --- Whatever is given -------------------------------------------------------------------------


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 2))
def test_a_share_that_is_rounded_by_hand_is_right_and_attainable(part, whole, places):
    part = min(part, whole)
    printed = half_up(Fraction(100 * part, whole), places)

    said = row(part, whole, f"{float(printed):.{places}f}")

    assert said.verdict == "ok"
    assert said.smallest_base <= whole
    assert attainable(printed, places, whole)


@given(st.integers(0, 100), st.integers(1, 60))
def test_what_is_attainable_is_what_some_count_gives(printed, base):
    counted = {half_up(Fraction(100 * n, base), 0) for n in range(base + 1)}

    assert attainable(Fraction(printed), 0, base) == (printed in counted)


@given(st.integers(0, 1000))
def test_on_no_smaller_base_is_it_attainable(tenths):
    printed = Fraction(tenths, 10)

    base = smallest_base(printed, 1)

    assert attainable(printed, 1, base)
    assert not any(attainable(printed, 1, each) for each in range(1, base))


def test_numbers_are_written_as_a_person_writes_them():
    assert [plain(each) for each in (Fraction(1200), Fraction(87, 20), None)] == [
        "1,200",
        "4.35",
        "",
    ]
