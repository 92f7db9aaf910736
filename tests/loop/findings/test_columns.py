import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.findings import columns
from goldthread.loop.findings.columns import FIELDS, way_reader
from goldthread.loop.findings.rules import Characteristic, HelpStage

WAYS = {"Training": "training", "Multi-agency audit": "audit", "S.11": "section_11"}


def read(field, cell):
    return columns.read_cell(cell, FIELDS[field])


def refusal(reader, *args):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the sentence is compared)
        reader(*args)
    return str(refused.value)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("REF.", "ref"),
        ("Local authority", "area"),
        ("Type of activity", "activity"),
        ("Key findings", "text"),
        ("Organisation(s)", "agencies"),
        ("Impact on children", "meaning"),
        ("Protected charactersitics", "characteristics"),
        ("Level of need", "help_stage"),
    ],
)
def test_a_heading_is_known_by_its_synonyms_and_despite_slips(heading, field):
    assert columns.guess_columns([heading]) == {field: 0}


def test_the_likest_heading_wins_and_the_rest_are_named():
    headers = ["Findings so far", "Finding", "What was found", "Colour"]

    guessed = columns.guess_columns(headers)

    assert guessed == {"text": 1}
    assert columns.unmatched(headers, guessed) == (
        "Findings so far",
        "What was found",
        "Colour",
    )


@given(
    headers=st.lists(st.sampled_from([f.label for f in FIELDS.values()]) | st.text())
)
def test_no_two_fields_share_a_column(headers):
    guessed = columns.guess_columns(headers)

    assert len(set(guessed.values())) == len(guessed)
    assert set(guessed) <= set(FIELDS)


def test_every_label_is_a_heading_that_is_guessed():
    labels = [field.label for field in FIELDS.values()]

    assert set(columns.guess_columns(labels)) == set(FIELDS)


def test_names_are_parted_by_semicolon_bar_or_line_but_not_by_comma():
    assert read("agencies", "Health, Kingston;Police\r\nHousing | police ;") == (
        "Health, Kingston",
        "Police",
        "Housing",
    )
    assert read("themes", "A,B;C") == ("A,B", "C")


def test_the_stage_of_help_is_read():
    assert read("help_stage", "Early help") is HelpStage.EARLY_HELP


def test_characteristics_may_be_parted_by_comma_too():
    assert read("characteristics", "Disability, age; disabled") == (
        Characteristic.DISABILITY,
        Characteristic.AGE,
    )


@pytest.mark.parametrize("cell", ["", "n/a", "None", "Not known"])
def test_not_applicable_is_nothing(cell):
    assert read("help_stage", cell) is None
    assert read("characteristics", cell) == ()


def test_white_space_is_tidied_but_paragraphs_stay():
    assert read("title", " Family\n A ") == "Family A"
    assert read("text", "\r\nOne.\r\n\r\nTwo.\r") == "One.\n\nTwo."


@pytest.mark.parametrize("name", ["training", " TRAINING. ", "Training"])
def test_a_way_of_learning_is_known_however_it_is_written(name):
    assert way_reader(WAYS)(name) == "training"


def test_an_unknown_way_of_learning_is_answered_with_the_nearest():
    assert refusal(way_reader(WAYS), "Trainings") == (
        "We do not know this way of learning. Do you mean “training”?"
    )


def test_a_way_of_learning_like_no_other_is_answered_with_all():
    assert refusal(way_reader(WAYS), "xyz") == (
        "We do not know this way of learning. "
        "Do you mean one of these: training, multi agency audit, s 11?"
    )


@pytest.mark.parametrize(
    ("field", "cell", "sentence"),
    [
        ("text", " ", "Fill this in: every finding needs it."),
        ("kind", "", "Fill this in: every finding needs it."),
        (
            "kind",
            "neutral",
            "“neutral” is none of these: Strength, Area for improvement.",
        ),
        (
            "date",
            "31/02/2019",
            "“31/02/2019” is not a date we can read: February 2019 has 28 days.",
        ),
        (
            "characteristics",
            "age, height",
            (
                "“height” is none of these: Age, Disability, Gender reassignment, "
                "Marriage and civil partnership, Pregnancy and maternity, Race, "
                "Religion or belief, Sex, Sexual orientation."
            ),
        ),
        (
            "text",
            "a\u200bb",
            "Take out the invisible character (zero width space) after “a”.",
        ),
        (
            "title",
            "The board\u202egnp.exe",
            (
                "Take out the invisible character (right-to-left override) after "
                "“The board”."
            ),
        ),
        (
            "meaning",
            "\x00x",
            "Take out the invisible character (u+0000) after “”.",
        ),
        ("text", "x" * 10_001, "Shorten this to 10,000 characters: it has 10,001."),
        (
            "agencies",
            "Health, " * 30,
            (
                "Put a semicolon between names, or shorten "
                "“Health, Health, Health, Health, Health, …”."
            ),
        ),
        (
            "themes",
            "y" * 121,
            f"Put a semicolon between names, or shorten “{'y' * 40}…”.",
        ),
    ],
)
def test_a_faulty_cell_is_answered_with_what_to_do(field, cell, sentence):
    assert refusal(read, field, cell) == sentence
