"""XLSX, as `tables.read` sees it."""

import io
import time
import zipfile
from datetime import date, datetime
from datetime import time as clock

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from goldthread.base import tables
from goldthread.base.archives import SAVE_AGAIN as AS_IT_CAME
from goldthread.base.tables import Refused, Row, Table

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SAVE_AGAIN = "Open it in your spreadsheet program, save it again, and send that."
EXPANDS = (
    "f expands too far: the limit is 50 MB, or 10,000 rows of some 20 columns. Nothing "
    "was imported. Copy the rows into a new workbook, without pictures or formatting."
)


def refusal(data, name="f"):
    with pytest.raises(Refused) as refused:
        tables.read(data, name)
    return str(refused.value)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows):
    book = Workbook()
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append(row)
    return saved(book)


def repacked(data, parts):
    """The workbook with these parts replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return file.getvalue()


def sheet_xml(content):
    return f"<worksheet {MAIN}><sheetData>{content}</sheetData></worksheet>"


SOUND = workbook(["Ref", "Found"], ["1", "Late"])


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"x" * 99, SOUND[:-30], b"PK\x05\x06"]
)
def test_a_damaged_archive_is_refused(data):
    assert refusal(data) == f"f is damaged. Nothing was imported. {SAVE_AGAIN}"


def test_a_workbook_is_read_by_content_whatever_its_name():
    table = tables.read(SOUND, "f.csv")

    assert table == Table(("Ref", "Found"), (Row(2, ("1", "Late")),), "XLSX", "Sheet1")


def test_cells_come_out_as_they_are_shown():
    book = Workbook()
    book.active.append(["Shown", "Cell"])
    for words, value, number_format in (
        ("2015-11-18", date(2015, 11, 18), "dd/mm/yyyy"),
        ("2015-11-18 09:30", datetime(2015, 11, 18, 9, 30), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001
        ("01/2011", date(2011, 1, 1), "mmm-yy"),
        ("2011", date(2011, 1, 1), '[$-809]yyyy "ad"'),
        ("09:30:00", clock(9, 30), "hh:mm"),
        ("5", 5.0, "General"),
        ("0.5", 0.5, "General"),
        ("1042", 1042, "#,##0"),
        ("23%", 0.23, "0%"),
        ("50.5%", 0.505, "0.0%"),
        ("TRUE", True, "General"),
        ("-5", -5, "General"),
        ("", None, "General"),
    ):
        book.active.append([words, value])
        book.active.cell(book.active.max_row, 2).number_format = number_format

    table = tables.read(saved(book), "f")

    assert [row.cells[1] for row in table.rows] == [row.cells[0] for row in table.rows]


def test_strings_that_excel_shares_between_cells_are_read():
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = zipfile.ZipFile(io.BytesIO(SOUND)).read("[Content_Types].xml").decode()
    strings = (
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings'
        '+xml"/></Types>'
    )
    shared = {
        "[Content_Types].xml": types.replace("</Types>", strings),
        "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>Ref</t></si><si><t>A</t></si></sst>",
        "xl/worksheets/sheet1.xml": sheet_xml(
            '<row><c t="s"><v>0</v></c></row>' + '<row><c t="s"><v>1</v></c></row>' * 2
        ),
    }

    table = tables.read(repacked(SOUND, shared), "f")

    assert table.rows == (Row(2, ("A",)), Row(3, ("A",)))


def test_the_first_visible_sheet_that_holds_anything_is_read():
    book = Workbook()
    for title, state in (
        ("Hidden", "hidden"),
        ("Very", "veryHidden"),
        ("Ours", "visible"),
    ):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["Sheet"])
        sheet.append([title])

    table = tables.read(saved(book), "f")

    assert (table.sheet, table.rows) == ("Ours", (Row(2, ("Ours",)),))


def test_of_merged_cells_the_first_keeps_the_text_and_row_numbers_stay():
    book = Workbook()
    for row in (["Ref", "Found"], [], ["1", "x"], ["2", "y"]):
        book.active.append(row)
    book.active.merge_cells("A3:A4")

    table = tables.read(saved(book), "f")

    assert table.rows == (Row(3, ("1", "x")), Row(4, ("", "y")))


def test_a_sheet_that_lies_about_its_size_is_read_whole():
    lie = sheet_xml(
        '<row r="1"><c t="inlineStr"><is><t>Ref</t></is></c></row>'
        '<row r="3"><c><v>7</v></c></row>'
    ).replace("<sheetData>", '<dimension ref="A1:XFD1"/><sheetData>')

    table = tables.read(repacked(SOUND, {"xl/worksheets/sheet1.xml": lie}), "f")

    assert table.rows == (Row(3, ("7",)),)


def test_a_workbook_of_blank_sheets_is_empty():
    assert refusal(workbook()) == (
        "f is empty. Nothing was imported. Check that it is the right file."
    )


def test_formulas_in_a_workbook_are_refused_by_cell():
    book = Workbook()
    for row in (["Ref", "Found"], ["=1+1", "x"], ["2", "=A1"]):
        book.active.append(row)
    book.active["B4"] = ArrayFormula("B4:B5", "=A1:A2")

    assert refusal(saved(book)) == (
        "Sheet “Sheet” of f has formulas, in A2, B3 and B4. Nothing was imported. "
        "Replace formulas by their values (in Excel: Paste Special, Values)."
    )


def test_one_row_too_many_is_refused_before_the_rest_is_read():
    data = workbook(["Ref"], *([number] for number in range(10_001)), ["=1+1"])

    assert refusal(data) == (
        "Sheet “Sheet1” of f has more than 10,000 rows. Nothing was imported. "
        "Split the file."
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/vbaProject.bin": "x"},
        {"xl/macrosheets/sheet1.xml": "<x/>"},
        {
            "[Content_Types].xml": "<Types>application/vnd.ms-excel.sheet.macroEnabled"
            ".main+xml</Types>"
        },
    ],
)
def test_a_workbook_with_macros_is_refused(parts):
    assert refusal(repacked(SOUND, parts)) == (
        "f has macros. Nothing was imported. Save it as .xlsx, without macros."
    )


def test_a_workbook_with_external_links_is_refused():
    assert refusal(repacked(SOUND, {"xl/externalLinks/link1.xml": "<x/>"})) == (
        "f takes values from other files. Nothing was imported. Break the links (in "
        "Excel: Data, Edit Links), and save it again."
    )


def test_a_file_inside_the_file_is_refused():
    assert refusal(repacked(SOUND, {"xl/embeddings/a.xlsx": SOUND})) == (
        "f holds another file inside it. Nothing was imported. Take it out, save it "
        "again, and send that."
    )


def test_an_unusual_compression_is_refused():
    file = io.BytesIO(SOUND)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x", "x")

    assert refusal(file.getvalue()) == (
        "f is packed in an unusual way. Nothing was imported. " + AS_IT_CAME
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/x.png": bytes(51_000_000)},
        {
            "xl/worksheets/sheet1.xml": sheet_xml(
                "<row>" + "<c/>" * 1_600_000 + "</row>"
            )
        },
        {"xl/styles.xml": f"<styleSheet {MAIN}>" + " " * 2_000_000 + "</styleSheet>"},
    ],
)
def test_a_bomb_is_refused_before_it_is_parsed(parts):
    data = repacked(SOUND, parts)

    started = time.process_time()
    assert refusal(data) == EXPANDS
    assert len(data) < 100_000
    assert time.process_time() - started < 2


def test_a_bomb_that_understates_its_size_is_refused():
    honest = repacked(SOUND, {"xl/media/x.png": bytes(60_000_000)})
    true_size, claimed = (n.to_bytes(4, "little") for n in (60_000_000, 1_000))

    assert refusal(honest.replace(true_size, claimed)) == (
        "f is damaged. Nothing was imported. " + SAVE_AGAIN
    )


def test_what_is_unpacked_is_counted_whatever_the_archive_claims():
    file = io.BytesIO(SOUND)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(2):
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr("xl/styles.xml", bytes(1_000))
        archive.writestr("xl/media/x.png", bytes(49_999_000))

    assert refusal(file.getvalue()) == EXPANDS


def test_entities_do_not_expand():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml(
        '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    )

    assert refusal(repacked(SOUND, {"xl/worksheets/sheet1.xml": laughs})) == (
        "f is damaged. Nothing was imported. " + SAVE_AGAIN
    )


def test_a_row_far_below_what_excel_holds_is_refused_soon():
    far = sheet_xml('<row r="2000000000"><c><v>1</v></c></row>')

    assert refusal(repacked(SOUND, {"xl/worksheets/sheet1.xml": far})) == (
        "f is longer than Excel allows. Nothing was imported. " + SAVE_AGAIN
    )
