import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldthread.base import tables
from goldthread.base.tables import Refused, Row, Table

REGISTER = Path(__file__).parents[1] / "data" / "findings-register.csv"
SAVE_AS = "Save it as CSV or as an Excel workbook (.xlsx), and send that."
SAVE_AGAIN = "Open it in your spreadsheet program, save it again, and send that."


def refusal(data, name="f"):
    with pytest.raises(Refused) as refused:
        tables.read(data, name)
    return str(refused.value)


def csv(*lines):
    return "\r\n".join(lines).encode()


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


ONE_ROW = Table(("Ref", "Found"), (Row(2, ("1", "Late")),), "UTF-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_comma_semicolon_or_tab(delimiter):
    assert tables.read(csv(f"Ref{delimiter}Found", f"1{delimiter}Late"), "f") == ONE_ROW


def test_a_comma_inside_a_semicolon_file_is_text():
    table = tables.read(csv("Ref;Found, or not;When", "1;Late, again;2017"), "f")

    assert table.rows == (Row(2, ("1", "Late, again", "2017")),)


def test_the_register_is_read_whole():
    table = tables.read(REGISTER.read_bytes(), "register.csv")

    assert table.headers == (
        "Ref",
        "Area",
        "Activity",
        "Title",
        "Date",
        "Strength or concern",
        "What was found",
        "Agencies",
        "Themes",
        "Basis",
        "Where published",
    )
    assert [row.number for row in table.rows] == list(range(2, 30))
    assert {len(row.cells) for row in table.rows} == {11}
    assert table.encoding == "UTF-8"
    assert table.sheet is None


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_accents_and_dashes_survive_each_encoding(codec, label):
    table = tables.read("Ref,Found\r\n1,Zoë \u2013 “late”\r\n".encode(codec), "f")

    assert table.rows == (Row(2, ("1", "Zoë \u2013 “late”")),)
    assert table.encoding == label


def test_utf_16_with_the_other_mark_is_read():
    data = b"\xfe\xff" + "Ref,Found\n1,Late".encode("utf-16-be")

    assert tables.read(data, "f").rows == ONE_ROW.rows


def test_a_byte_that_is_no_text_is_refused_with_its_line():
    assert refusal(b"Ref,Found\n1,Late\n2,\x81") == (
        "f is not UTF-8 or Windows-1252 text: see byte 0x81 on line 3. Nothing was "
        "imported. In Excel, save it as “CSV UTF-8”, and send that."
    )


def test_a_marked_file_is_believed():
    assert refusal(b"\xef\xbb\xbfRef\n\xff").startswith("f is not UTF-8 text: see byte")


def test_rows_are_numbered_as_the_spreadsheet_shows_them():
    table = tables.read(csv("", "Ref,Found", "", ' ,""', '1,"two\nlines"', "2,x"), "f")

    assert table.rows == (Row(5, ("1", "two\nlines")), Row(6, ("2", "x")))


def test_short_rows_are_filled_up_and_empty_cells_beyond_the_headings_dropped():
    table = tables.read(csv("Ref,Found,,", "1", "2,x,,"), "f")

    assert table.rows == (Row(2, ("1", "")), Row(3, ("2", "x")))


def test_a_heading_may_look_like_an_archive():
    assert tables.read(b"PK,Found\n1,Late", "f").headers == ("PK", "Found")


def test_headings_are_tidied():
    assert tables.read(csv('" What  was\nfound ",Ref', "x,1"), "f").headers == (
        "What was found",
        "Ref",
    )


@pytest.mark.parametrize("cell", ["-5", "+44", "- a bullet", "5 = 5", "a@b.uk"])
def test_text_that_only_resembles_a_formula_is_kept_verbatim(cell):
    assert tables.read(csv("Found", cell), "f").rows == (Row(2, (cell,)),)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((), "f is empty. Nothing was imported. Check that it is the right file."),
        (
            ("", " , "),
            "f is empty. Nothing was imported. Check that it is the right file.",
        ),
        (
            ("Ref,Found", ""),
            (
                "f has headings but no rows. Nothing was imported. Put each finding, person "
                "or figure on a row of its own below them."
            ),
        ),
        (
            ("Ref,Found", "1,x", "2,y,more"),
            (
                "Row 3 of f has more cells than there are headings. Nothing was imported. "
                "Name every column, and put quotation marks round text with commas."
            ),
        ),
        (
            ("Ref,,Found", "1,x,y"),
            "f has no heading in column B. Nothing was imported. Name it.",
        ),
        (
            ("Ref,Found,REF", "1,x,y"),
            (
                "f has the heading “REF” twice, in columns A and C. Nothing was imported. "
                "Rename one of them."
            ),
        ),
        (
            ("Ref,Found", "1,=1+1"),
            (
                "f has formulas, in B2. Nothing was imported. Replace formulas by their "
                "values (in Excel: Paste Special, Values)."
            ),
        ),
        (
            ("Ref,Found", "@SUM(A1),=1", "2,x", "=2,=3"),
            (
                "f has formulas, in A2, B2 and A4. Nothing was imported. Replace formulas by "
                "their values (in Excel: Paste Special, Values)."
            ),
        ),
        (
            ("Ref,Found", "1,x", '2,"never ends'),
            "Row 3 of f is not proper CSV (unexpected end of data). Nothing was imported. "
            + SAVE_AGAIN,
        ),
        (
            ("Ref,Found", "1,nul\0"),
            "f is not text: it holds NUL characters. Nothing was imported. " + SAVE_AS,
        ),
        (
            ("\n<!DOCTYPE html>", "<table>"),
            "f is a web page, which we do not read. Nothing was imported. " + SAVE_AS,
        ),
    ],
)
def test_a_faulty_csv_is_refused_with_what_to_do(lines, sentence):
    assert refusal(csv(*lines)) == sentence


def test_a_huge_cell_is_refused():
    assert refusal(csv("Ref,Found", "1," + "x" * 200_000)).startswith(
        "Row 2 of f is not proper CSV (field larger than field limit"
    )


def test_10_000_rows_are_read_and_one_more_is_refused():
    lines = ["Ref", *map(str, range(10_000))]

    assert len(tables.read(csv(*lines), "f").rows) == 10_000
    assert refusal(csv(*lines, "one more")) == (
        "f has more than 10,000 rows. Nothing was imported. Split the file."
    )


def test_200_columns_are_read_and_one_more_is_refused():
    headings = [f"c{number}" for number in range(201)]

    assert len(tables.read(csv(",".join(headings[:200]), "x"), "f").headers) == 200
    assert refusal(csv(",".join(headings), "x")) == (
        "f has more than 200 columns. Nothing was imported. "
        "Send only the columns that matter."
    )


def test_large_files_are_refused_by_their_size():
    csv_file = b"Ref\n" + b"x\n" * 2_600_000

    assert refusal(csv_file) == (
        "f is larger than 5 MB. Nothing was imported. Split the file."
    )
    assert refusal(b"PK" + bytes(20_000_000)) == (
        "f is larger than 20 MB. Nothing was imported. Split the file."
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\n %PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"GIF89a", "an image"),
        (b"{\\rtf1", "a rich text document"),
        (b"\x1f\x8b\x08", "a compressed archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "in an old format of Excel or Office"),
        (zipped("word/document.xml"), "a Word document"),
        (zipped("ppt/presentation.xml"), "a presentation"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file"),
        (zipped("xl/workbook.bin"), "a binary Excel workbook"),
        (zipped("findings.csv"), "a zip archive"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_content(data, kind):
    assert refusal(data, "findings.xlsx") == (
        f"findings.xlsx is {kind}, which we do not read. Nothing was imported. {SAVE_AS}"
    )


def test_a_workbook_with_a_password_is_refused():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    assert refusal(data) == (
        "f has a password. Nothing was imported. Save it without one, and send that."
    )


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
live = st.sampled_from(("=1+1", "@SUM(A1)", "+x", "-x", "\tx", "\n=x", "'=x", "''-5"))
rows = st.lists(st.tuples(st.just("x"), cells | live), min_size=1, max_size=5)


@given(rows=rows)
def test_what_we_write_reads_back_the_same(rows):
    as_csv = tables.read(tables.write_csv(["A", "B"], rows), "f")
    as_xlsx = tables.read(tables.write_xlsx(["A", "B"], rows, "T"), "f")

    assert [row.cells for row in as_csv.rows] == rows
    assert [row.cells for row in as_xlsx.rows] == rows


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("\tx", "'\tx"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("-5", "-5"),
        ("+44", "+44"),
        (-5, "-5"),
        (0.5, "0.5"),
        (None, ""),
        (date(2015, 11, 18), "2015-11-18"),
    ],
)
def test_no_cell_of_a_written_csv_is_live(value, written):
    assert tables.write_csv(["A", "B"], [("x", value)]) == (
        f"\ufeffA,B\r\nx,{written}\r\n".encode()
    )


def test_a_written_workbook_keeps_text_as_text_and_numbers_as_numbers():
    rows = [("=1+1", 5), ("\x01Zoë", None), ("-x", date(2015, 11, 18))]

    data = tables.write_xlsx(
        ["A", "B"], rows, "Board: findings 2015/16 [draft] and more"
    )

    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet.title == "Board  findings 2015 16  draft "
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows()] == [
        ["s", "s"],
        ["s", "n"],
        ["s", "n"],
        ["s", "d"],
    ]
    assert [row.cells for row in tables.read(data, "f").rows] == [
        ("=1+1", "5"),
        ("Zoë", ""),
        ("-x", "2015-11-18"),
    ]
