from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.govuk import rules


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (23, 26, "23 of 26 (88%)"),
        (1, 8, "1 of 8 (13%)"),  # 12.5 goes up
        (3, 200, "3 of 200 (2%)"),  # 1.5 goes up
        (0, 7, "0 of 7 (0%)"),
        (7, 7, "7 of 7 (100%)"),
        (0, 0, "0 of 0"),
    ],
)
def test_fraction_gives_numbers_and_a_percentage_half_up(part, whole, said):
    assert rules.fraction(part, whole) == said


def test_day_is_said_in_full():
    assert rules.day(date(2015, 11, 8)) == "8 November 2015"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("012", 12),
        ("Nov", 11),
        ("nov.", 11),
        ("Sept", 9),
        ("MAY", 5),
        ("0", 0),
        ("13", 0),
        ("ma", 0),
        ("Marchx", 0),
        ("²", 0),
    ],
)
def test_month_number_reads_numbers_and_names(text, number):
    assert rules.month_number(text) == number


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_date_from_reads_any_day_typed_by_number_or_by_name(on):
    by_number = rules.date_from(str(on.day), str(on.month), str(on.year))
    by_name = rules.date_from(str(on.day), rules.MONTHS[on.month - 1], str(on.year))

    assert [by_number, by_name] == [on, on]


@given(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)))
def test_date_from_gives_a_date_or_a_sentence_that_says_what_to_do(typed):
    def answer():
        try:
            return rules.date_from(*typed)
        except ValueError as wrong:
            return str(wrong)

    said = answer()

    assert isinstance(said, date) or said.startswith("Enter the date. You ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "2026"), "You entered 31 February 2026, but February has 28 days"),
        (("30", "2", "2028"), "You entered 30 February 2028, but February has 29 days"),
        (
            ("29", "2", "2026"),
            "You entered 29 February 2026, which was not a leap year",
        ),
        (
            ("31", "Nov", "2025"),
            "You entered 31 November 2025, but November has 30 days",
        ),
        (
            ("18", "11", "25"),
            "You entered 18 November 25: use all four digits of the year",
        ),
        (
            ("31", "12", "9999"),
            "You entered 31 December 9999: use a year from 1900 to 2099",
        ),
        (
            ("18", "13", "2025"),
            "You entered the month as 13: use a number from 1 to 12",
        ),
        (
            ("0", "1", "2025"),
            "You entered 0 January 2025: the day must be a number from 1 to 31",
        ),
        (("3", "", ""), "You left out the month and the year"),
    ],
)
def test_date_from_refuses_a_day_that_never_was(typed, sentence):
    with pytest.raises(ValueError, match="Enter") as refused:
        rules.date_from(*typed, asked="the date the agency received the request")

    expected = f"Enter the date the agency received the request. {sentence}"
    assert str(refused.value) == expected


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("What was found", "Enter what was found"),
        ("NHS number", "Enter NHS number"),
        ("I have read it", "Enter I have read it"),
        ("Who signs?", "Answer the question “Who signs?”"),
    ],
)
def test_required_says_what_to_do_about_an_empty_field(label, sentence):
    assert rules.required(label) == sentence


def test_a_state_without_a_colour_of_its_own_is_grey():
    assert [rules.colour("agreed"), rules.colour("unheard_of")] == ["green", "grey"]


# --- Histories ----------------------------------------------------------------------


def line(sentence, hour=9, *, day=1, moves=False, times=1):
    return rules.Line(sentence, datetime(2026, 3, day, hour, tzinfo=UTC), moves, times)


def test_what_was_done_again_on_a_day_is_folded_into_the_first_and_tells_the_last():
    told = rules.fold([line("Ask", 9), line("Add", 10), line("Ask", 11)])

    assert told == [line("Ask", 11, times=2), line("Add", 10)]


def test_what_was_done_again_on_another_day_stays():
    told = rules.fold([line("Ask", day=1), line("Ask", day=2)])

    assert told == [line("Ask", day=1), line("Ask", day=2)]


def test_nothing_is_folded_across_a_change_of_state():
    lines = [line("Ask"), line("Close", moves=True), line("Ask")]

    assert rules.fold([*lines, line("Close", moves=True)]) == [*lines, lines[1]]
