import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.base import tables
from goldthread.base.tables import Row, Table
from goldthread.loop.findings import imports
from goldthread.loop.findings.imports import (
    FIELDS,
    Change,
    Difference,
    FieldChange,
    FindingRow,
    Parsed,
    Problem,
)
from goldthread.loop.findings.rules import AsWritten, Kind

REGISTER = Path(__file__).parents[2] / "data" / "findings-register.csv"
WAYS = {
    "Serious case review": "scr",
    "Learning review": "review",
    "Section 11": "section_11",
    "Multi-agency audit": "audit",
    "Single-agency audit": "agency_audit",
    "Child death review": "child_death",
    "Training": "training",
    "Performance data": "data",
    "Views of children": "views",
    "Annual reports": "reports",
}


def table(*rows):
    """A table of rows given by heading; the first names every heading."""
    return Table(
        headers=tuple(rows[0]),
        rows=tuple(Row(n, tuple(row.values())) for n, row in enumerate(rows, 2)),
        encoding="UTF-8",
    )


def finding(**cells):
    """A sound row; heading by field name."""
    return {"activity": "Training", "kind": "concern", "text": "Late."} | cells


def parsed(*rows):
    given = table(*rows)
    columns = {name: i for i, name in enumerate(given.headers)}
    return imports.parse(given, columns, WAYS)


def only(**cells):
    (row,) = parsed(finding(**cells)).rows
    return row


def register():
    return tables.read(REGISTER.read_bytes(), "register.csv")


# The register


def test_the_headings_of_the_register_are_guessed():
    assert imports.guess_columns(register().headers) == {
        "ref": 0,
        "area": 1,
        "activity": 2,
        "title": 3,
        "date": 4,
        "kind": 5,
        "text": 6,
        "agencies": 7,
        "themes": 8,
        "basis": 9,
        "published": 10,
    }


def test_every_finding_of_the_register_is_read():
    given = register()

    read = imports.parse(given, imports.guess_columns(given.headers), WAYS)

    assert read.problems == ()
    assert [row.row for row in read.rows] == list(range(2, 30))
    assert read.rows[0] == FindingRow(
        row=2,
        key="ref f 001",
        ref="F-001",
        area="Kingston",
        way="scr",
        title="Family A",
        written=AsWritten("2015-11-18", date(2015, 11, 18), date(2015, 11, 18)),
        kind=Kind.CONCERN,
        text="Neglect was a key theme of the review.",
        agencies=("Children's social care", "Health", "Education", "Police"),
        all_agencies=False,
        themes=("Neglect",),
        basis="1 review, over 100 staff involved",
        basis_number=1,
        published="https://kingstonandrichmondsafeguardingchildrenpartnership.org.uk "
        "(child safeguarding practice reviews page)",
        meaning="",
        help_stage=None,
        characteristics=(),
    )


def test_the_numbers_behind_the_findings_of_the_register_are_read():
    given = register()

    read = imports.parse(given, imports.guess_columns(given.headers), WAYS)

    assert [row.basis_number for row in read.rows[11:]] == [
        *(1042, 26, 26, 12, 12, 85, None, None),
        *(105, 105, 129, 318, 393, 4, 4, None, 18),
    ]


def test_the_register_imported_again_changes_nothing():
    given = register()
    rows = imports.parse(given, imports.guess_columns(given.headers), WAYS).rows
    existing = {row.key: imports.fingerprint(row) for row in rows}

    assert imports.compare(rows, existing) == Difference((), (), rows, ())


def test_10_000_rows_are_read_in_two_seconds():
    rows = register().rows
    given = replace(
        register(),
        rows=tuple(
            Row(n + 2, (f"R{n}", *rows[n % len(rows)].cells[1:])) for n in range(10_000)
        ),
    )

    started = time.process_time()
    read = imports.parse(given, imports.guess_columns(given.headers), WAYS)

    assert len(read.rows) == 10_000
    assert time.process_time() - started < 2


# Rows


def test_a_required_column_that_is_not_chosen_is_a_problem():
    read = imports.parse(table({"text": "Late."}), {"text": 0}, WAYS)

    sentence = "Choose the column that holds this, or add one to the file."
    assert read == Parsed(
        rows=(),
        problems=(
            Problem(1, "How it was learned", "", sentence),
            Problem(1, "Strength or concern", "", sentence),
        ),
    )


def test_a_finding_needs_only_its_text_kind_and_way():
    assert only() == FindingRow(
        row=2,
        key=only().key,
        ref="",
        area="",
        way="training",
        title="",
        written=AsWritten("", None, None),
        kind=Kind.CONCERN,
        text="Late.",
        agencies=(),
        all_agencies=False,
        themes=(),
        basis="",
        basis_number=None,
        published="",
        meaning="",
        help_stage=None,
        characteristics=(),
    )


@pytest.mark.parametrize("words", ["All agencies", "all", "ALL PARTNERS"])
def test_all_agencies_is_not_the_name_of_one(words):
    row = only(agencies=f"{words}; Police")

    assert (row.all_agencies, row.agencies) == (True, ("Police",))


@pytest.mark.parametrize(
    ("basis", "number"),
    [
        ("1,042 replies", 1042),
        ("0 of 12 cases", 12),
        ("50.5% of 105", 105),
        ("23 per cent of 85", 85),
        ("2019/20 returns of 26", 26),
        ("Q2: nine cases", None),
        ("1,042,", 1042),
        ("12345678901 rows", None),
        ("", None),
    ],
)
def test_the_basis_says_how_many_were_looked_at(basis, number):
    assert only(basis=basis).basis_number == number


def test_every_problem_is_named_at_once():
    read = parsed(
        finding(kind="?", date="soon"),
        finding(text="Sound.", date=""),
        finding(text="", date=""),
    )

    assert [(p.row, p.column) for p in read.problems] == [
        (2, "date"),
        (2, "kind"),
        (4, "text"),
    ]
    assert [row.row for row in read.rows] == [3]


def test_a_problem_says_where_it_is_and_what_to_do():
    assert parsed(finding(meaning="x" * 10_001)).problems == (
        Problem(
            row=2,
            column="meaning",
            value="x" * 200,
            sentence="Shorten this to 10,000 characters: it has 10,001.",
        ),
    )


# The same finding again


def test_the_reference_is_the_identity_of_a_finding():
    assert only(ref="F-001", text="One.").key == only(ref="f 001", text="Two.").key


@pytest.mark.parametrize("field", ["area", "title", "text"])
def test_without_a_reference_a_finding_is_what_it_says(field):
    assert only(**{field: "One."}).key == only(**{field: " ONE"}).key
    assert only(**{field: "One."}).key != only(**{field: "Two."}).key


def test_a_key_stays_the_same_between_releases():
    assert only().key == "sha256 54fec5c7e5e4cc2aac33dfce2c4b34a7"


@given(ref=st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=60))
def test_a_key_fits_the_database(ref):
    assert 0 < len(only(ref=ref).key) <= 80


def test_a_reference_used_twice_names_both_rows():
    read = parsed(finding(ref="F-1"), finding(ref="F-2"), finding(ref="f.1", kind="?"))

    assert [p for p in read.problems if p.column == "ref"] == [
        Problem(
            4,
            "ref",
            "f.1",
            "Rows 2 and 4 are the same finding. Keep one of them, or give each its own "
            "reference.",
        )
    ]


def test_the_same_words_twice_name_both_rows():
    assert parsed(finding(), finding()).problems == (
        Problem(
            3,
            "text",
            "Late.",
            "Rows 2 and 3 are the same finding. Keep one of them.",
        ),
    )


def test_a_row_that_cannot_be_told_apart_yet_is_not_called_a_repeat():
    read = parsed(finding(title="x" * 201), finding(title="x" * 201))

    assert [(p.row, p.column) for p in read.problems] == [(2, "title"), (3, "title")]


def test_a_changed_file_shows_each_difference():
    new, late, same = (only(ref=ref) for ref in ("1", "2", "3"))
    existing = {
        late.key: imports.fingerprint(only(ref="2", text="Early.", themes="A")),
        same.key: imports.fingerprint(same),
        "ref gone": imports.fingerprint(same),
    }

    assert imports.compare((new, late, same), existing) == Difference(
        new=(new,),
        changed=(
            Change(
                late,
                (
                    FieldChange("text", "Early.", "Late."),
                    FieldChange("themes", "A", ""),
                ),
            ),
        ),
        same=(same,),
        missing=("ref gone",),
    )


def test_order_in_a_list_is_no_difference():
    one = only(agencies="Police; all; health", themes="B;A", characteristics="sex;age")
    other = only(agencies="all;Health;police", themes="A;B", characteristics="age;sex")

    assert imports.fingerprint(one)["agencies"] == "All agencies; health; Police"
    assert imports.fingerprint(one)["themes"] == imports.fingerprint(other)["themes"]
    assert imports.fingerprint(one)["characteristics"] == "age; sex"


def test_a_fingerprint_has_every_field_as_plain_text():
    prints = imports.fingerprint(only(help_stage="Early help"))

    assert list(prints) == list(FIELDS)
    assert {type(value) for value in prints.values()} == {str}


# The bad rows, to download


def test_the_bad_rows_come_back_with_what_to_do():
    given = table(finding(kind="?", date="soon"), finding(text="Sound.", date=""))
    columns = {name: i for i, name in enumerate(given.headers)}
    problems = imports.parse(given, columns, WAYS).problems

    bad = imports.bad_rows(given, problems)

    assert bad.headers == ("activity", "kind", "text", "date", "What to do")
    (row,) = bad.rows
    assert row == Row(
        2,
        (
            "Training",
            "?",
            "Late.",
            "soon",
            (
                "date: “soon” is not a date we can read: write it as 18/11/2015, 01/2011, "
                "2017, 2019/20 or 2019/20 Q2.\n"
                "kind: “?” is none of these: Strength, Area for improvement."
            ),
        ),
    )


def test_the_file_of_bad_rows_can_be_put_right_and_sent_again():
    bad = imports.bad_rows(
        table(finding(kind="?")), [Problem(2, "kind", "?", "Write concern.")]
    )
    data = tables.write_csv(bad.headers, [row.cells for row in bad.rows])

    again = tables.read(data, "bad.csv")
    bad_again = imports.bad_rows(again, [Problem(2, "kind", "?", "Write concern.")])

    assert (bad_again.headers, bad_again.rows) == (bad.headers, bad.rows)
