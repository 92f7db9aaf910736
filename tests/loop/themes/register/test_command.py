import io
import json
import os
import sys

import pytest
from django.core.management import call_command

from goldthread.base.ledger.models import Entry
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.register.models import Upload
from tests.factories import BoardFactory, board_team, chair
from tests.loop.themes.register.conftest import REGISTER

pytestmark = pytest.mark.django_db
NOTHING = {"findings": 0, "activities": 0, "organisations": 0, "themes": 0}


@pytest.fixture
def run(capsys, board):
    """The command as the operator runs it: exit code, standard output and error."""

    def as_(file, *options, board="kingston"):
        code = 0
        try:
            call_command("import-findings", str(file), "--board", board, *options)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return as_


@pytest.fixture
def write(tmp_path):
    def file(data):
        path = tmp_path / "register.csv"
        path.write_bytes(data)
        return path

    return file


def test_the_register_is_imported_and_the_second_time_there_is_nothing_to_do(run):
    assert run(REGISTER) == (
        0,
        (
            "Made 28 findings, 15 activities, 7 organisations, 20 themes for kingston. "
            "0 changed, 0 unchanged, 0 not in this file.\n"
        ),
        "",
    )
    entries = Entry.objects.count()
    assert run(REGISTER) == (
        0,
        "Nothing to do: all 28 findings of findings-register.csv are here.\n",
        "",
    )
    assert (Finding.objects.count(), Upload.objects.count()) == (28, 1)
    assert Entry.objects.count() == entries


def test_on_a_terminal_the_progress_is_told_on_one_line_and_cleared(board, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())

    call_command("import-findings", str(REGISTER), "--board", "kingston")

    told = terminal.getvalue().split("\r\x1b[K")
    assert told[1:3] == ["Reading the rows", "Writing the history"]
    assert "Making findings: 0 of 28" in told
    assert told[-1] == ""


def test_a_rehearsal_shows_and_writes_nothing(run):
    code, out, _ = run(REGISTER, "--dry-run", "--json")

    assert code == 0
    assert json.loads(out) == {
        "board": "kingston",
        "file": "findings-register.csv",
        "dry_run": True,
        "rows": 28,
        "created": {
            "findings": 28,
            "activities": 15,
            "organisations": 7,
            "themes": 20,
        },
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "errors": [],
    }
    assert run(REGISTER, "--dry-run")[1].startswith("Would make 28 findings")
    assert [Finding.objects.count(), Entry.objects.count()] == [0, 0]


def test_a_changed_file_shows_the_difference_first(run, write, edited):
    run(REGISTER)
    changed = write(edited({("F-005", "What was found"): "Burns."}))

    assert run(changed)[1].splitlines() == [
        "Row 6 F-005 changed. text: “How injuries were responded to.” → “Burns.”",
        (
            "Made 0 findings, 0 activities, 0 organisations, 0 themes for kingston. "
            "1 changed, 27 unchanged, 0 not in this file."
        ),
    ]
    assert Finding.objects.get(reference="F-005").text == "Burns."


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_what_is_wrong_is_said_with_row_and_column_and_nothing_is_made(
    run, write, edited, options
):
    bad = write(edited({("F-005", "Date"): "31/02/2016"}))

    code, out, err = run(bad, "--json", *options)

    told = json.loads(out)
    assert (code, told["rows"], Finding.objects.count()) == (1, 28, 0)
    assert [(e["row"], e["column"], e["value"]) for e in told["errors"]] == [
        (6, "Date", "31/02/2016")
    ]
    assert err == f"Row 6, Date: {told['errors'][0]['message']}\n"
    assert options or told["created"] == NOTHING


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "register.csv is empty. Nothing was imported."),
        (b"%PDF-1.7", "register.csv is a PDF, which we do not read."),
        (b"Name,Colour\nA,Red\n", "We found no column for: "),
    ],
)
def test_a_file_we_cannot_use_is_refused_with_a_sentence(
    run, write, data, sentence, options
):
    code, out, err = run(write(data), "--json", *options)

    assert (code, err.startswith(sentence)) == (1, True)
    told = json.loads(out)
    assert (told["rows"], told["created"]) == (0, NOTHING)
    assert [(e["row"], e["column"]) for e in told["errors"]] == [(None, "")]
    assert Upload.objects.count() == 0


def test_an_unknown_board_is_told_the_boards_there_are(run):
    BoardFactory(slug="richmond")

    assert run(REGISTER, board="kingstn") == (
        1,
        "",
        "There is no board “kingstn”. The boards are: kingston, richmond.\n",
    )


def test_a_file_that_is_missing_or_unreadable_is_said(run, tmp_path):
    missing = tmp_path / "none.csv"

    assert run(missing)[2] == f"There is no file {missing}. Check the name.\n"
    assert run(tmp_path)[2] == (
        f"{tmp_path} cannot be read ({os.strerror(21)}). Check that it is a file.\n"
    )


def test_a_register_is_imported_in_somebodys_name_if_she_may(run, board):
    amira, reader = board_team(board), chair(board)

    assert run(REGISTER, "--by", "nobody@example.org")[2] == (
        "Nobody with the address nobody@example.org has an account.\n"
    )
    assert run(REGISTER, "--by", reader.email)[2] == (
        f"{reader.email} may not import for Kingston.\n"
    )
    assert run(REGISTER, "--by", amira.email.upper())[0] == 0
    assert set(Finding.objects.values_list("drafted_by", flat=True)) == {amira.pk}


def test_a_change_of_a_released_finding_is_refused_and_names_the_row(
    run, write, edited, board
):
    run(REGISTER)
    amira = board_team(board)
    now = "2026-11-18T09:00Z"
    Finding.objects.filter(reference="F-005").update(
        state="released",
        agreed_at=now,
        agreed_by=amira,
        released_at=now,
        released_by=amira,
    )

    code, _, err = run(write(edited({("F-005", "What was found"): "Burns."})))

    assert (code, err) == (
        1,
        (
            "Row 6, What was found: This finding is released on the board. Reopen it "
            "there first, or take the change out of the file.\n"
        ),
    )
