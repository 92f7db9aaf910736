"""What is looked at before a return is submitted, and the figures boards have published."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.instruments.rules import Scale, Step
from goldthread.base.instruments.rules.answers import BadAnswers
from goldthread.base.instruments.rules.shelf import find
from goldthread.sources.section11 import rules
from goldthread.sources.section11.rules import Doubt, Held, Shown
from tests.conftest import TODAY

ASKED = find("section11_2015")
POLICY = Shown(1, "Policy")


def looked_at(**answers):
    keys = [key.replace("_", ".") for key in answers]
    held = dict(zip(keys, answers.values(), strict=True))
    return rules.check(ASKED, keys, held)


def doubts(**answers):
    return [each.words for each in looked_at(**answers).doubts]


def test_what_is_not_answered_is_missing():
    found = looked_at(s1_1=Held(), s1_2=Held(said="2", actions=1))

    assert found.missing == (Doubt("s1.1", "Not answered yet."),)
    assert (found.answered, found.asked) == (1, 2)


def test_what_was_carried_over_is_confirmed_first():
    found = looked_at(s1_1=Held(said="2", actions=1, carried=True))

    assert [each.words for each in found.missing] == [
        "From the last cycle or another site: confirm it, or change it."
    ]


def test_the_best_grade_needs_evidence_and_what_difference_it_makes():
    words = "The best grade, without evidence and what difference it makes."

    assert doubts(s1_1=Held(said="3", evidence=(POLICY,))) == [words]
    assert doubts(s1_1=Held(said="3", impact="Heard.")) == [words]
    assert doubts(s1_1=Held(said="3", impact="Heard.", evidence=(POLICY,))) == []


def test_below_the_best_grade_needs_an_action():
    assert doubts(s1_1=Held(said="2")) == ["Below the best grade, without an action."]
    assert doubts(s1_1=Held(said="2", actions=1)) == []


def test_what_does_not_apply_needs_neither():
    assert doubts(s1_1=Held(said={"not_applicable": "We recruit nobody."})) == []


def test_evidence_out_of_date_is_named():
    old = Shown(2, "Old policy", expired=True)

    assert doubts(s1_1=Held(said="2", actions=1, evidence=(old,))) == [
        "Evidence out of date: Old policy."
    ]


def test_one_file_on_everything_is_looked_at():
    held = Held(said="2", actions=1, evidence=(POLICY,))

    assert doubts(s1_1=held, s1_2=held, s1_3=held) == [
        "“Policy” is the only thing shown for 3 answers."
    ]
    assert doubts(s1_1=held, s1_2=held) == []


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (23, 26, "23 of 26 (88%)"),
        (415, 419, "415 of 419 (99.0%)"),
        (419, 419, "419 of 419 (100%)"),
        (1, 419, "1 of 419 (0.2%)"),
        (0, 419, "0 of 419 (0%)"),
        (0, 0, "0 of 0"),
    ],
)
def test_a_rate_prints_as_boards_have_published_it(part, whole, printed):
    assert rules.of(part, whole) == printed


@given(
    st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
)
def test_nearly_all_is_never_printed_as_all_unless_one_in_two_thousand_is_left(both):
    part, whole = both

    printed = rules.of(part, whole)

    if whole - part and (whole - part) * 2000 > whole:
        assert "(100%)" not in printed
        assert "(100.0%)" not in printed


def test_the_power_to_require_information_is_that_of_the_day():
    assert rules.power(TODAY) == "Children Act 2004, section 16H"
    assert rules.power(TODAY.replace(year=2016)) == "Children Act 2004, section 14B"


def test_percentages_are_kept_half_up_to_two_places():
    assert rules.percent(Fraction(200, 3)) == Decimal("66.67")
    assert rules.percent(Fraction(1, 200)) == Decimal("0.01")
    assert rules.percent(None) is None


def test_the_gap_is_unknown_while_one_of_both_is():
    assert rules.gap(Decimal(80), Decimal(50)) == Decimal(30)
    assert rules.gap(Decimal(80), None) is None


def test_a_file_of_answers_says_what_is_wrong_with_it(tmp_path):
    for data, problem in (
        ([], "The file must hold set and answers."),
        ({"set": "gone", "answers": {}}, "There is no set 'gone'."),
        (
            {"set": "section11_2015", "form": "x", "answers": {}},
            "section11_2015 has no form 'x'.",
        ),
    ):
        with pytest.raises(BadAnswers) as refused:
            rules.scored_file(data, beside=tmp_path)
        assert refused.value.problems == (problem,)


def test_a_scale_that_goes_by_steps_offers_each_of_them():
    ends = tuple(Step(Fraction(n), name) for n, name in enumerate(("Not", "All")))
    scale = Scale("half", "Halves", "highest", ends, by=Fraction(1, 2))

    assert rules.grades(scale) == [("0", "0"), ("0.5", "0.5"), ("1", "1")]


def test_what_there_is_to_choose_is_the_same_for_whoever_asks():
    offered = {
        key: rules.offered(ASKED, ASKED.criteria[key]) for key in ("s2.1", "s3.2")
    }

    assert offered == {"s2.1": rules.YES_NO, "s3.2": []}
    assert rules.offered(ASKED, ASKED.criteria["s1.1"])[0] == ("0", "0: Not in place")
