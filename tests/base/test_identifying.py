import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base.identifying import Suspect, identifying

REGISTER = Path(__file__).parents[1] / "data" / "findings-register.csv"


def words(text):
    return [suspect.words for suspect in identifying(text)]


def reasons(text):
    return [suspect.why for suspect in identifying(text)]


def test_a_suspect_says_where_it_stands_and_why():
    assert identifying("She told Mr Okoro first.") == (
        Suspect(
            "Mr Okoro", 9, 17, "This is a person's name: say what they do instead."
        ),
    )


def test_no_finding_of_the_register_is_suspected():
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        found = {
            row["Ref"]: words(row["What was found"]) for row in csv.DictReader(file)
        }

    assert found == {f"F-{number:03}": [] for number in range(1, 29)}


@pytest.mark.parametrize(
    "text",
    [
        "Family A was known to Children's Services, and Child B's school was told.",
        "Section 47 may be used; question 6 may not. Mr A and Dr B agreed.",
        "The Multi-Agency Safeguarding Hub (MASH) and CAMHS met on a Monday in May 2017.",
        "Every school was asked. Each hospital answered.",
        "For Family A. A review found that I\u2019ve heard.",
        "Children aged 10 to 14, aged 0-5, aged 16 and over or aged 16 years and over.",
        "• Neglect was missed.\n• Visits were late.",
        "",
    ],
)
def test_the_language_of_the_field_is_not_suspected(text):
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "suspects"),
    [
        ("Her number is 943 476 5919.", ["943 476 5919"]),
        ("Or 943-476-5919 or 9434765919", ["943-476-5919", "9434765919"]),
    ],
)
def test_an_nhs_number_is_known_by_its_check_digit(text, suspects):
    assert words(text) == suspects
    assert set(reasons(text)) == {"This is an NHS number."}


def test_ten_digits_without_the_check_digit_may_be_a_reference():
    assert words("She quoted 943 476 5918.") == []
    assert reasons("She quoted 9434765918.") == [
        "This looks like a reference number that leads to one child."
    ]


@pytest.mark.parametrize(
    ("text", "suspects", "why"),
    [
        (
            "They moved from KT1 1EU to sw1a 1aa.",
            ["KT1 1EU", "sw1a 1aa"],
            "This looks like a postcode: name the area instead.",
        ),
        (
            "Ring 020 7946 0958, (0117) 496 0123 or +44 7700 900123.",
            ["020 7946 0958", "(0117) 496 0123", "+44 7700 900123"],
            "This looks like a telephone number.",
        ),
        (
            "Write to a.b-c@example.gov.uk.",
            ["a.b-c@example.gov.uk"],
            "This is an email address.",
        ),
        (
            "A boy born in March 2011; DOB: 03/03/2011; date of birth 3 March 2011.",
            ["born in March 2011", "DOB: 03/03/2011", "date of birth 3 March 2011"],
            "This is a date of birth: give an age band instead.",
        ),
        (
            "Visits on 18th November 2015, 18/11/15, 2015-11-18, May 3 and 3 May.",
            ["18th November 2015", "18/11/15", "2015-11-18", "May 3", "3 May"],
            "An exact date can point to one child: give the month or the year.",
        ),
        (
            "One aged 3 years 2 months, a 14-month-old, a baby six weeks old, one aged 14.",
            ["aged 3 years 2 months", "14-month-old", "six weeks old", "aged 14"],
            "This is an exact age: give an age band instead.",
        ),
        (
            "We heard Mrs O\u2019Brien, PC Ada Brown and Dr. Zoë Łukasz.",
            ["Mrs O\u2019Brien", "PC Ada Brown", "Dr. Zoë Łukasz"],
            "This is a person's name: say what they do instead.",
        ),
        (
            "At 12 High Street and 3b, Old Mill Lane.",
            ["12 High Street", "3b, Old Mill Lane"],
            "This looks like an address.",
        ),
        (
            "The mother of J.S. and of K.L agreed.",
            ["J.S.", "K.L"],
            "These look like a person's initials.",
        ),
        (
            "See case no. 12345, ref: AB/2020/123 and 10293847.",
            ["case no. 12345", "ref: AB/2020/123", "10293847"],
            "This looks like a reference number that leads to one child.",
        ),
        (
            "At St Mary's School, Maple Ward, a Greenfield primary school and St. Ann's.",
            ["St Mary's School", "Maple Ward", "Greenfield primary school"],
            "This names a place: say what it is instead.",
        ),
        (
            "We told Jordan, and Jordan Smith-Jones of Darlington Council.",
            ["Jordan", "Jordan Smith-Jones", "Darlington Council"],
            "This may be a name: say what it is instead.",
        ),
    ],
)
def test_what_may_identify_is_suspected(text, suspects, why):
    found = [suspect for suspect in identifying(text) if suspect.why == why]

    assert [suspect.words for suspect in found] == suspects


def test_a_name_that_opens_a_sentence_is_suspected_when_two_words_long():
    assert words("Jordan Smith was seen. Neglect was not.") == ["Jordan Smith"]


def test_a_school_that_opens_a_sentence_is_suspected():
    assert words("Greenfield school was late.") == ["Greenfield school"]


def test_words_of_the_field_before_a_name_are_left_out():
    assert words("When Police Officer Jordan came") == ["Jordan"]


@given(text=st.text(alphabet="AbcJo Smith.Mr 0123/-@'(\n", max_size=80))
def test_suspects_stand_in_order_without_overlap_and_quote_the_text(text):
    suspects = identifying(text)

    assert [text[s.start : s.end] for s in suspects] == [s.words for s in suspects]
    assert all(a.end <= b.start for a, b in pairwise(suspects))


@pytest.mark.parametrize("piece", ["a", "1", "A. ", "Ab ", "0-", "1 ", "@a", "St. "])
def test_a_hostile_text_of_10_000_characters_is_soon_read(piece):
    text = (piece * 10_000)[:10_000]

    assert isinstance(identifying(text), tuple)
