"""Files that come back and are no workbook of this return, or not as it was downloaded."""

import io
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from goldthread.base.workbooks import FILE_MB
from goldthread.sources.section11 import columns
from goldthread.sources.section11.models import Answer
from tests.sources.section11.conftest import Here, graded
from tests.sources.section11.workbooks import Returning, saved, sentences

pytestmark = pytest.mark.django_db

AGAIN = (
    "Nothing was imported. Download the workbook again, and copy your answers into it."
)


@pytest.fixture
def returning(here, sign_in):
    return Returning(sign_in(here.lead), here.confirmed())


def with_part(data, name, content):
    """The workbook with something more inside."""
    file = io.BytesIO(data)
    with ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def locked():
    """What Excel writes when a workbook has a password: no archive, but an OLE file."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return ole + bytes(504) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            saved(Workbook()),
            "f is blank. Nothing was imported. Check that it is the right file.",
        ),
        (
            locked(),
            "f has a password. Nothing was imported. Save it without one, and send that.",
        ),
        (
            b"Code,Answer\ns1.1,2\n",
            (
                "f is not an Excel workbook (.xlsx). Nothing was imported. Open it in your "
                "spreadsheet program, save it again, and send that."
            ),
        ),
        (
            b"PK\x03\x04 and nothing behind it",
            (
                "f is damaged. Nothing was imported. Open it in your spreadsheet program, save "
                "it again, and send that."
            ),
        ),
        (
            with_part(saved(Workbook()), "xl/vbaProject.bin", b"macro"),
            "f has macros. Nothing was imported. Save it as .xlsx, without macros.",
        ),
        (
            with_part(
                saved(Workbook()), "xl/worksheets/sheet9.xml", b"<a/>" * 1_500_001
            ),
            (
                "f expands too far: the limit is 50 MB, or 10,000 rows of some 20 columns. "
                "Nothing was imported. Copy the rows into a new workbook, without pictures or "
                "formatting."
            ),
        ),
        (
            bytes(FILE_MB * 1_000_000 + 1),
            "f is larger than 20 MB. Nothing was imported. Split the file.",
        ),
    ],
    ids=["blank", "locked", "csv", "damaged", "macros", "bomb", "large"],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(returning, data, sentence):
    page = returning.bring(data, "f")

    assert page.status_code == 422
    assert sentences(page) == [sentence]


def test_an_empty_file_is_refused(returning):
    answer = returning.bring(b" ")
    there = answer.request["PATH_INFO"]
    empty = io.BytesIO(b"")
    empty.name = "return.xlsx"

    assert sentences(returning.browser.post(there, {"file": empty})) == [
        "This file is empty. Check that it is the right one"
    ]
    assert sentences(returning.browser.post(there)) == [
        "Choose the workbook that you filled in"
    ]


def test_the_workbook_of_another_return_is_refused(here, returning, sign_in):
    there = Here()
    other = Returning(sign_in(there.lead), there.confirmed())

    assert sentences(returning.bring(saved(other.book))) == [
        (
            f"return.xlsx is the workbook of another return, not of "
            f"{returning.assessment.reference}. Nothing was imported. Choose the one that you "
            "downloaded here, or bring it back on its own return."
        )
    ]


def test_a_workbook_with_another_version_of_the_questions_is_refused(returning):
    returning.book[columns.HELD]["B2"].value = "another"

    assert sentences(returning.bring()) == [
        f"return.xlsx asks another version of the questions. {AGAIN}"
    ]


@pytest.mark.parametrize(
    ("sheet", "what"),
    [
        (
            columns.HELD,
            (
                "return.xlsx does not say any more which return it belongs to: its hidden "
                "sheet is gone."
            ),
        ),
        (columns.ANSWERS, "The sheet “Answers” of return.xlsx is gone."),
    ],
)
def test_a_workbook_without_one_of_its_sheets_is_refused(returning, sheet, what):
    del returning.book[sheet]

    assert sentences(returning.bring()) == [f"{what} {AGAIN}"]


def test_a_workbook_without_one_of_its_columns_is_refused(returning):
    returning.sheet.delete_cols(returning.column(columns.WORDS))

    assert sentences(returning.bring()) == [
        f"The column “How do you know?” of return.xlsx is gone. {AGAIN}"
    ]


def test_rows_that_were_removed_invented_or_worded_anew_are_said_and_left_out(
    returning,
):
    row = returning.row("s1.3")
    returning.write("s1.1", "Do you like it here?", columns.QUESTION)
    returning.cell("s1.3", columns.CODE).value = "s99"
    returning.sheet.cell(
        row + 300, returning.column(columns.WORDS)
    ).value = "Beside it."

    page = returning.bring()

    assert page.status_code == 200
    assert page.context["form"].brought.notes == (
        f"Row {row + 300} has no code. It is left out.",
        f"Row {row} has the code s99, which is not asked here. It is left out.",
        (
            "The question of s1.1 was worded anew in the workbook. That changes nothing: it "
            "stands as it was published."
        ),
        (
            "The row of s1.3 is not in the workbook any more. Its answer stays as it is "
            "online."
        ),
    )


def test_two_rows_with_the_same_code_are_refused(returning):
    first, second = returning.row("s1.1"), returning.row("s1.3")
    returning.cell("s1.3", columns.CODE).value = "s1.1"

    assert sentences(returning.bring()) == [
        f"Rows {first} and {second} both answer s1.1. Keep one of them."
    ]


def test_what_a_workbook_says_is_shown_as_text(returning):
    returning.write("s1.1", "<script>alert(1)</script>", columns.WORDS)

    page = returning.bring().content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_the_hidden_sheet_holds_no_words_that_were_taken_out(here, returning):
    key = graded(returning.assessment)[0]
    here.fill(returning.assessment, {key: {"said": "2", "words": "Kim of Elm Road."}})
    again = Returning(returning.browser, returning.assessment)
    again.write(key, "A child.", columns.WORDS)

    cells = [c.value for sheet in again.book for row in sheet.iter_rows() for c in row]

    assert [each for each in cells if "Elm Road" in str(each)] == []
    assert Answer.objects.get().words == "Kim of Elm Road."
