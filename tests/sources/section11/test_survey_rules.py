"""What answers of staff come to, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from goldthread.sources.section11.rules import surveys
from goldthread.sources.section11.rules.surveys import Counted, Mirrored

HALVES = {"yes": Fraction(1), "partly": Fraction(1, 2), "no": Fraction(0)}


def question(key):
    return Mirrored("a", key, f"Is {key} so?", tuple((w, w) for w in HALVES), HALVES)


def test_it_is_the_mean_of_all_answers_with_what_it_is_of():
    said = {("a.1", "yes"): 8, ("a.1", "no"): 2, ("a.2", "partly"): 15}

    told = surveys.counted([question("a.1"), question("a.2")], said)

    assert told == Counted(Fraction(31, 2), 25, 10)  # 8 + 7.5 points of 25 answers
    assert told.words == "15.5 of 25 (62%)"


def test_of_a_question_that_nine_answered_nothing_is_counted():
    said = {("a.1", "yes"): 9, ("a.2", "no"): 10}

    assert surveys.counted([question("a.1")], said) is None
    assert surveys.counted([question("a.1"), question("a.2")], said) == Counted(
        Fraction(0), 10, 10
    )


@pytest.mark.parametrize(
    ("share", "people", "low", "high"),
    [  # Wilson's interval with z = 1.96
        (Fraction(1, 2), 10, "23.66", "76.34"),
        (Fraction(0), 10, "0.00", "27.75"),
        (Fraction(1), 10, "72.25", "100.00"),
        (Fraction(2, 3), 100, "56.96", "75.14"),
    ],
)
def test_the_more_answers_the_narrower_it_is(share, people, low, high):
    assert surveys.interval(share, people) == (Decimal(low), Decimal(high))


def test_nearly_all_is_not_said_to_be_all():
    assert Counted(Fraction(399, 2), 200, 200).words == "199.5 of 200 (99.8%)"
