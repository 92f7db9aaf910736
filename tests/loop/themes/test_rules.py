from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.activities.rules import Way
from goldthread.loop.themes.rules import (
    Age,
    Cell,
    Direction,
    Proposal,
    Verdict,
    Weight,
    age,
    propose,
    sentence,
)

ON = date(2026, 11, 18)
counts = st.integers(0, 50)


@st.composite
def cells(draw):
    """Up to twelve ways, each saying something."""
    made = []
    for way in draw(st.lists(st.sampled_from(list(Way)), unique=True)):
        strengths, concerns = draw(
            counts.flatmap(lambda n: st.tuples(st.just(n), counts))
        )
        made.append(
            Cell(
                way=way,
                strengths=strengths,
                concerns=concerns if strengths else max(concerns, 1),
                agreed=draw(st.integers(0, strengths + concerns)),
                number=draw(st.none() | st.integers(0, 2000)),
                based=draw(st.booleans()),
                newest=draw(st.none() | st.dates()),
            )
        )
    return made


def concern(way, **more):
    return Cell(way=way, strengths=0, concerns=1, agreed=1, **more)


def strength(way, **more):
    return Cell(way=way, strengths=1, concerns=0, agreed=1, **more)


def mixed(way, **more):
    return Cell(way=way, strengths=1, concerns=1, agreed=2, **more)


def test_no_finding_is_silence():
    assert propose([]) == Proposal(Verdict.SILENT, "No finding has joined this theme.")
    assert propose([Cell("data", 0, 0)]).verdict == Verdict.SILENT


def test_one_way_of_learning_is_a_single_source_however_much_it_says():
    said = propose([Cell("data", strengths=20, concerns=30, agreed=50, number=900)])

    assert said == Proposal(
        Verdict.SINGLE, "Only Performance data points to both strengths and concerns."
    )
    assert said.label == "Single source"


def test_two_ways_in_the_same_direction_corroborate():
    said = propose([concern("training"), concern("serious_case_review")])

    assert said == Proposal(
        Verdict.CORROBORATED, "Serious case review and Training point to a concern."
    )


def test_a_way_that_says_both_agrees_with_either():
    said = propose([strength("views"), mixed("multi_agency_audit")])

    assert said == Proposal(
        Verdict.CORROBORATED,
        "Views of children and families points to a strength; "
        "Multi-agency audit points to both strengths and concerns.",
    )


def test_two_ways_that_both_say_both_agree_that_practice_is_uneven():
    said = propose([mixed("views"), mixed("data")])

    assert said == Proposal(
        Verdict.CORROBORATED,
        "Views of children and families and Performance data "
        "point to both strengths and concerns.",
    )


def test_weight_on_both_sides_is_a_conflict():
    said = propose([concern("data"), strength("views"), mixed("training")])

    assert said == Proposal(
        Verdict.CONFLICTING,
        "Performance data points to a concern, "
        "but Views of children and families points to a strength.",
    )


def test_a_light_dissent_does_not_undo_what_two_ways_say():
    said = propose(
        [
            concern("serious_case_review", based=True),
            concern("case_review"),
            strength("views"),
        ]
    )

    assert said == Proposal(
        Verdict.CORROBORATED,
        "Serious case review and Other case review point to a concern; "
        "Views of children and families points to a strength "
        "on less than half the weight.",
    )


def test_one_strong_way_against_one_weak_is_no_more_than_a_single_source():
    said = propose([concern("serious_case_review", based=True), strength("views")])

    assert said == Proposal(
        Verdict.SINGLE,
        "Serious case review points to a concern; Views of children and families "
        "points to a strength on less than half the weight.",
    )


def test_the_sentence_says_how_many_findings_are_not_yet_agreed():
    said = propose([Cell("data", 0, 3, agreed=1), Cell("training", 0, 2, agreed=2)])

    assert said == Proposal(
        Verdict.CORROBORATED,
        "Training and Performance data point to a concern "
        "(2 of 5 findings not yet agreed).",
    )


@given(cells(), st.randoms())
def test_the_order_of_the_ways_does_not_matter(ways, random):
    shuffled = list(ways)
    random.shuffle(shuffled)

    assert propose(shuffled) == propose(ways)


@given(cells())
def test_silent_and_single_follow_from_how_many_ways_speak(ways):
    verdict = propose(ways).verdict

    assert (verdict == Verdict.SILENT) == (not ways)
    assert len(ways) != 1 or verdict == Verdict.SINGLE


@given(cells(), st.booleans())
def test_an_agreeing_source_never_makes_a_corroborated_theme_less(ways, based):
    """Agreeing is: pointing where most of the weight points, or both ways."""
    said = propose(ways)
    new = next((way for way in Way if way not in {cell.way for cell in ways}), None)
    if said.verdict != Verdict.CORROBORATED or new is None:
        return
    weight = {
        direction: sum(c.weight for c in ways if c.direction == direction)
        for direction in Direction
    }
    heavier = max(Direction.CONCERN, Direction.STRENGTH, key=weight.__getitem__)
    one = {Direction.CONCERN: concern, Direction.STRENGTH: strength}[heavier]

    assert propose([*ways, one(new, based=based)]).verdict == Verdict.CORROBORATED
    assert propose([*ways, mixed(new)]).verdict == Verdict.CORROBORATED


@given(cells())
def test_strengths_and_concerns_are_treated_alike(ways):
    turned = [
        Cell(c.way, c.concerns, c.strengths, c.agreed, c.number, c.based, c.newest)
        for c in ways
    ]

    assert propose(turned).verdict == propose(ways).verdict


@given(cells())
def test_without_opposition_there_is_no_conflict(ways):
    directions = {cell.direction for cell in ways}

    if not {Direction.CONCERN, Direction.STRENGTH} <= directions:
        assert propose(ways).verdict != Verdict.CONFLICTING


@pytest.mark.parametrize(
    ("cell", "weight"),
    [
        (Cell("training", 0, 1), Weight.WEAK),
        (Cell("training", 0, 1, agreed=1), Weight.WEAK),
        (Cell("training", 0, 1, number=9, based=True), Weight.WEAK),
        (Cell("training", 0, 1, number=10, based=True), Weight.FAIR),
        (Cell("training", 0, 1, agreed=1, number=10, based=True), Weight.STRONG),
        (Cell("serious_case_review", 0, 1, number=1, based=True), Weight.FAIR),
        (Cell("child_death_review", 0, 1, agreed=1, based=True), Weight.STRONG),
    ],
)
def test_weight_is_a_point_each_for_agreed_method_and_enough(cell, weight):
    assert cell.weight == weight


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (None, Age.UNDATED),
        (date(2027, 1, 1), Age.FRESH),
        (date(2025, 5, 18), Age.FRESH),
        (date(2025, 5, 17), Age.AGEING),
        (date(2023, 11, 18), Age.AGEING),
        (date(2023, 11, 17), Age.STALE),
    ],
)
def test_age_is_counted_in_months_to_the_day(newest, expected):
    assert age(newest, on=ON) == expected


def test_a_cell_is_a_full_sentence_for_someone_who_hears_it():
    cell = Cell(
        "data", 2, 1, agreed=1, number=1042, based=True, newest=date(2019, 1, 1)
    )

    assert sentence(cell, on=ON) == (
        "1 concern and 2 strengths, 1,042 looked at, strong weight, "
        "newest older than 36 months, 2 not yet agreed"
    )
    assert sentence(strength("views"), on=ON) == (
        "1 strength, weak weight, newest without a date"
    )
