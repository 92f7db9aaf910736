import json
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from goldthread.base import printing
from goldthread.loop.reports import drawing, workflow
from goldthread.loop.reports.models import Paper
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    agency_lead,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    board = BoardFactory(name="Kingston", slug="kingston")
    activity = ActivityFactory(board=board, title="Case discussion")
    FindingFactory(activity=activity, text="Visits to <babies> were late.")
    return Paper.objects.create(
        board=board,
        title="Report for the board",
        since=date(2015, 1, 1),
        until=date(2030, 1, 1),
        narrative={"summary": "**Mind** the gap.\n\n- first\n- second"},
    )


def made(form, paper):
    content = workflow.content(paper, on=timezone.localdate())
    return drawing.rendered(form, drawing.heading(paper), content)


def test_the_pdf_holds_the_findings_and_is_tagged_for_screen_readers(paper):
    reader = PdfReader(BytesIO(made("pdf", paper)))
    text = "".join(page.extract_text() for page in reader.pages)

    assert "Visits to <babies> were late." in text
    assert "Draft: figures may change" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title == "Report for the board – Kingston"


def test_the_word_file_has_headings_and_tables_with_a_header_row(paper):
    word = Document(BytesIO(made("docx", paper)))

    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["In short", "What was learned, by source"]
    assert [p.text for p in word.paragraphs if p.style.name == "List Bullet"] == [
        "first",
        "second",
    ]
    assert word.tables[0].rows[1].cells[0].text == "Visits to <babies> were late."
    assert word.core_properties.title == "Report for the board"


def test_what_was_pasted_from_slides_is_still_a_word_file(paper):
    paper.title = "Report\x0bfor the board"
    paper.narrative = {"summary": "Late\x1fagain\ufffe."}

    word = Document(BytesIO(made("docx", paper)))

    said = [paragraph.text for paragraph in word.paragraphs]
    assert said[0] == "Report for the board"
    assert "Late again ." in said


def test_the_page_escapes_what_was_typed(paper):
    html = made("html", paper).decode()

    assert "Visits to &lt;babies&gt; were late." in html
    assert "<strong>Mind</strong> the gap." in html


def test_a_narrative_holds_no_script_and_no_link():
    html = drawing.formatted(
        "Hello <script>alert(1)</script> [here](https://x.example)"
    )

    assert "<script" not in html
    assert "href" not in html


def test_the_data_has_what_the_document_was_drawn_from(paper):
    said = json.loads(made("json", paper))

    assert [finding["text"] for finding in said["findings"]] == [
        "Visits to <babies> were late."
    ]
    assert {"findings", "themes", "actions", "impact", "obligations"} <= set(said)


def test_the_command_writes_a_report(paper, tmp_path, capsys):
    out = tmp_path / "report.json"

    call_command(
        "report",
        board="kingston",
        since=date(2015, 1, 1),
        until=date(2030, 1, 1),
        format="json",
        out=str(out),
    )

    assert json.loads(out.read_text())["board"]["slug"] == "kingston"


def test_the_command_names_the_boards_it_knows(paper):
    with pytest.raises(
        CommandError, match=r"No board is called atlantis\. Boards: king"
    ):
        call_command(
            "report", board="atlantis", since=date(2015, 1, 1), until=date(2016, 1, 1)
        )


def test_the_command_says_what_a_pdf_needs(paper, monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(printing, "import_module", missing)

    with pytest.raises(CommandError, match="pango is missing"):
        call_command(
            "report",
            board="kingston",
            since=date(2015, 1, 1),
            until=date(2016, 1, 1),
            format="pdf",
        )


def test_the_command_refuses_a_period_that_ends_before_it_begins(paper):
    with pytest.raises(CommandError, match="--until must be"):
        call_command(
            "report", board="kingston", since=date(2016, 1, 1), until=date(2015, 1, 1)
        )


def test_an_agency_lead_downloads_nothing(paper, sign_in):
    lead = sign_in(agency_lead(OrganisationFactory(boards=[paper.board])))

    assert lead.get(f"/reports/{paper.pk}/download/pdf/").status_code == 404
    assert lead.get("/reports/").status_code == 404
