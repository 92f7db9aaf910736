from fractions import Fraction

import pytest

from goldthread.base.instruments.rules.crosswalks import ancestry, problems, trend
from tests.base.instruments.conftest import criterion, standard


def version(asking, key, keys, *changes, old=""):
    more = {"crosswalk": {"old": old, "changes": list(changes)}} if old else {}
    return asking(standard("s", *map(criterion, keys)), key=key, **more)


def became(change, old=(), new=(), **more):
    return {"change": change, "old": list(old), "new": list(new), **more}


@pytest.fixture
def first(asking):
    return version(asking, "v1", ["a", "b", "c", "d", "e"])


@pytest.fixture
def second(asking):
    return version(
        asking,
        "v2",
        ["a", "b2", "c1", "c2", "de", "f"],
        became("same", ["a"], ["a"]),
        became("reworded", ["b"], ["b2"], note="It asks of all staff now."),
        became("split", ["c"], ["c1", "c2"], kept=True),
        became("merged", ["d", "e"], ["de"], kept=True),
        became("new", [], ["f"]),
        old="v1",
    )


def test_a_whole_cross_walk_has_no_problem(first, second):
    assert problems(second, first) == []


def test_a_hole_is_found_on_either_side(asking, first):
    second = version(asking, "v2", ["a", "x"], became("same", ["a"], ["a"]), old="v1")

    assert problems(second, first) == [
        *(f"{key}: what became of it is not said (v1)." for key in "bcde"),
        "x: where it comes from is not said (v2).",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (became("same", ["a", "b"], ["a"]), "same has one old and one new question."),
        (became("split", ["a"], ["a"]), "split has one old question, and several new."),
        (
            became("merged", ["a"], ["a"]),
            "merged has several old questions, and one new.",
        ),
        (became("new", ["a"], ["a"]), "new has no old question."),
        (became("dropped", ["a"], ["a"]), "dropped has no new question."),
    ],
)
def test_a_change_has_as_many_questions_as_it_says(asking, first, change, problem):
    second = version(asking, "v2", ["a"], change, old="v1")

    assert problems(second, first)[0] == f"changes[1]: {problem}"


def test_a_question_that_nobody_asked_is_found(asking, first):
    second = version(
        asking, "v2", ["a"], became("same", ["a"], ["a"]),
        became("dropped", ["b", "c", "d", "e", "z"]), old="v1",
    )  # fmt: skip

    assert problems(second, first) == ["z: v1 has no such question."]


def test_a_question_is_followed_as_long_as_it_means_the_same(first, second):
    def was(key):
        return ancestry(key, [second, first])["v1"]

    assert was("a").keys == ("a",)
    assert was("c1").keys == ("c",)
    assert was("de").keys == ("d", "e")
    assert was("b2").why_not == (
        "It means something else than in “A small set”. It asks of all staff now."
    )
    assert was("f").why_not == "“A small set” did not ask it yet."


def test_once_lost_it_is_not_compared_with_anything_before(asking, first, second):
    third = version(
        asking, "v3", ["b2"], became("same", ["b2"], ["b2"]),
        became("dropped", ["a", "c1", "c2", "de", "f"]), old="v2",
    )  # fmt: skip

    line = ancestry("b2", [third, second, first])

    assert line["v2"].keys == ("b2",)
    assert line["v1"].why_not.startswith("It means something else")


def test_without_a_cross_walk_nothing_is_compared(asking, first):
    other = version(asking, "other", ["a"])

    assert ancestry("a", [other, first])["v1"].why_not == (
        "There is no cross-walk from “A small set” to “A small set”."
    )


def test_a_trend_refuses_where_the_question_changed_its_meaning(first, second):
    newest = {"a": Fraction(1), "b2": Fraction(1), "de": Fraction(1)}
    before = {"a": Fraction(1, 2), "b": Fraction(0), "d": Fraction(1), "e": Fraction(0)}
    cycles = [(second, newest), (first, before), (first, {"a": Fraction(0)})]

    assert trend("a", cycles) == [(1, ""), (Fraction(1, 2), ""), (0, "")]
    assert trend("b2", cycles)[1] == (
        None,
        "It means something else than in “A small set”. It asks of all staff now.",
    )
    assert trend("de", cycles) == [
        (1, ""),
        (Fraction(1, 2), ""),
        (None, "It was not answered, or did not apply."),
    ]
