from fractions import Fraction

import pytest

from goldthread.base.instruments.rules.answers import BadAnswers
from goldthread.base.instruments.rules.scoring import score
from goldthread.base.instruments.rules.telling import told
from tests.base.instruments.conftest import criterion, standard

YES_NO = {"kind": "yes_no", "scale": None}


def yes_no(key, **more):
    return {
        "key": key,
        "asks": f"Is {key} so?",
        "answer": {"kind": "yes_no"},
        **more,
    }


def percent(found):
    return told(found)["overall"]["percent"]


def refused(asked, answers, **more):
    with pytest.raises(BadAnswers) as wrong:
        score(asked, answers, **more)
    return list(wrong.value.problems)


def test_the_best_grade_is_all_of_it_whichever_end_of_the_scale_is_best(asking):
    asked = asking(standard("s", criterion("up"), criterion("down", "downwards")))

    assert percent(score(asked, {"up": 3, "down": 1})) == 100
    assert percent(score(asked, {"up": 0, "down": 4})) == 0
    assert percent(score(asked, {"up": 1, "down": 3})) == 33.33


def test_weights_count(asking):
    asked = asking(standard("s", criterion("a", weight=3), criterion("b")))

    assert percent(score(asked, {"a": 3, "b": 0})) == 75


def test_standards_weigh_what_they_say_however_many_criteria_they_have(asking):
    asked = asking(
        standard("one", criterion("a")),
        standard("many", *(criterion(f"b{n}") for n in range(9))),
    )
    answers = {"a": 3, **{f"b{n}": 0 for n in range(9)}}

    assert percent(score(asked, answers)) == 50


def test_what_does_not_apply_is_left_out_and_the_weights_are_a_hundred_again(asking):
    asked = asking(
        standard("one", criterion("a"), weight=50),
        standard("two", criterion("b"), weight=30),
        standard("three", criterion("c"), weight=20),
    )
    answers = {"a": 3, "b": {"not_applicable": "We recruit nobody."}, "c": 0}

    found = score(asked, answers)

    assert [round(float(part.weight), 2) for part in found.standards] == [
        71.43,
        0,
        28.57,
    ]
    assert percent(found) == 71.43
    assert found.standards[1].why == "Nothing of it applies."


def test_what_is_missing_is_not_left_out_but_makes_the_score_uncertain(asking):
    asked = asking(standard("s", *(criterion(key) for key in "abcd")))

    found = told(score(asked, {"a": 3, "b": 0}))

    assert found["complete"] is False
    assert found["overall"]["percent"] is None
    assert (found["overall"]["lowest"], found["overall"]["highest"]) == (25, 75)
    assert found["overall"]["why"] == "2 of 4 not answered yet."


def test_a_policy_that_is_not_lived_counts_as_what_is_lived(asking):
    parts = {"answer": {"parts": ["policy", "embedded"]}}
    asked = asking(standard("s", criterion("a", **parts)))

    assert percent(score(asked, {"a": {"policy": 3, "embedded": 0}})) == 0
    mean = asking(standard("s", criterion("a", **parts)), together="mean")
    assert percent(score(mean, {"a": {"policy": 3, "embedded": 0}})) == 50


def test_one_part_alone_is_no_answer_yet(asking):
    asked = asking(
        standard("s", criterion("a", answer={"parts": ["policy", "embedded"]}))
    )

    assert score(asked, {"a": {"policy": 3}}).overall.missing == 1


def test_yes_partly_and_no(asking):
    asked = asking(standard("s", yes_no("a"), yes_no("b"), yes_no("c")))

    found = score(asked, {"a": "yes", "b": {"answer": "partly"}, "c": "no"})

    assert found.shares == {"a": 1, "b": Fraction(1, 2), "c": 0}


def test_numbers_and_words_are_not_scored(asking):
    text = {"key": "t", "asks": "What changed?", "answer": {"kind": "text"}}
    asked = asking(standard("s", criterion("a"), text))

    found = score(asked, {"a": 3, "t": "Much."})

    assert (percent(found), found.overall.asked) == (100, 1)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (
            {"a": 1.5},
            (
                "a: 1.5 is no grade of “Upwards”. Its grades are 0 (Step 0), 1 (Step 1), "
                "2 (Step 2), 3 (Step 3)."
            ),
        ),
        ({"a": "good"}, "a: good is no grade of “Upwards”."),
        ({"a": True}, "a: True is no grade of “Upwards”."),
        (
            {"f": 52},
            "f: 52 is no grade of “Fives”. Its grades are 0 to 100 in steps of 5.",
        ),
        ({"z": 1}, "z: no such criterion is asked."),
        ({"a": {"not_applicable": " "}}, "a: say why it does not apply."),
        (
            {"m": {"not_applicable": "Not us."}},
            "m: must be answered: it applies to everybody.",
        ),
        ({"y": "maybe"}, "y: maybe is not yes, partly or no."),
    ],
)
def test_what_the_set_does_not_allow_is_refused_in_words(asking, answers, problem):
    asked = asking(
        standard(
            "s",
            criterion("a"),
            criterion("f", "fives"),
            criterion("m", mandatory=True),
            yes_no("y"),
        )
    )

    assert refused(asked, answers)[0].startswith(problem)


def test_every_problem_is_said_at_once(asking):
    asked = asking(standard("s", criterion("a"), criterion("b")))

    assert len(refused(asked, {"a": 9, "b": 9, "c": 9})) == 3


def test_each_form_scores_what_it_asks(asking):
    asked = asking(
        standard("s", criterion("a"), criterion("b", forms=["large"])),
        forms=[{"key": "large", "name": "Large"}, {"key": "small", "name": "Small"}],
    )

    assert percent(score(asked, {"a": 3}, form="small")) == 100
    assert score(asked, {"a": 3}, form="large").overall.missing == 1
    assert refused(asked, {"b": 3}, form="small") == ["b: no such criterion is asked."]


def test_a_criterion_is_asked_of_the_organisations_it_applies_to(asking):
    asked = asking(
        standard("s", criterion("a"), criterion("b", applies={"types": ["police"]}))
    )

    assert list(asked.asked(kind="police")) == ["a", "b"]
    assert list(asked.asked(kind="faith")) == ["a"]


def test_a_score_has_the_name_of_its_band_once_it_is_known(asking):
    asked = asking(
        standard("s", criterion("a"), criterion("b")),
        bands=[
            {"name": "Green", "at_least": 80, "colour": "green"},
            {"name": "Red", "at_least": 0, "colour": "red"},
        ],
    )

    assert score(asked, {"a": 3, "b": 3}).overall.band == "Green"
    assert score(asked, {"a": 3, "b": 0}).overall.band == "Red"
    assert score(asked, {"a": 3}).overall.band == ""


def test_where_nothing_applies_there_is_no_score(asking):
    asked = asking(standard("s", criterion("a")))

    found = score(asked, {"a": {"not_applicable": "We see no children."}})

    assert (found.overall.percent, found.overall.why) == (
        None,
        "Nothing of it applies.",
    )
