"""A paper's PDF and Word: drawn by a worker once, kept, and served from there."""

from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from goldthread.base import printing
from goldthread.base.errands.models import Errand
from goldthread.base.errands.workflow import work
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment
from goldthread.loop.reports import drawing, workflow
from goldthread.loop.reports.models import Drawing
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(slug="kingston")


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def client(team, sign_in):
    return sign_in(team)


@pytest.fixture
def paper(board, team):
    today = timezone.localdate()
    FindingFactory(activity=ActivityFactory(board=board), text="Seen late.")
    return workflow.draft_paper(
        board, by=team, title="November", since=today, until=today
    )


def issue(paper, by):
    workflow.issue(paper, by=by, on=timezone.localdate())


def download(client, paper, form="docx"):
    return client.get(f"/reports/{paper.pk}/download/{form}/")


def words(response):
    """What a Word file says, table by table."""
    word = Document(BytesIO(response.content))
    return [cell.text for table in word.tables for cell in table.column_cells(0)]


def drawings():
    return list(Drawing.objects.values_list("form", "says"))


def test_each_form_is_downloaded_when_it_is_drawn(client, paper):
    address = f"/reports/{paper.pk}/download"

    at_once = {form: client.get(f"{address}/{form}/") for form in ("html", "json")}
    asked = [client.get(f"{address}/{form}/")["Location"] for form in workflow.DRAW]
    work(once=True)
    drawn = {form: client.get(f"{address}/{form}/") for form in workflow.DRAW}

    assert [errand.get_absolute_url() for errand in Errand.objects.order_by("pk")] == (
        asked
    )
    kinds = {form: answer["Content-Type"] for form, answer in (at_once | drawn).items()}
    assert kinds == drawing.KINDS
    assert client.get(f"{address}/exe/").status_code == 404


def test_when_it_is_drawn_the_progress_page_offers_the_file(client, paper):
    progress = download(client, paper)["Location"]
    assert "Drawing November as Word" in client.get(progress).content.decode()

    work(once=True)

    said = client.get(progress).content.decode()
    address = f"/reports/{paper.pk}/drawn/docx/"
    assert "The Word file is ready." in said
    assert f'href="{address}">Download it</a>' in said
    assert "Seen late." in words(client.get(address))


def test_an_issued_paper_is_drawn_once_and_for_all(client, team, paper):
    issue(paper, team)
    assert [errand.asked_by for errand in Errand.objects.all()] == [team, team]
    work(once=True)
    first = download(client, paper)

    FindingFactory(activity=ActivityFactory(board=paper.board), text="Learned after.")
    again = download(client, paper)

    assert sorted(drawings()) == [("docx", "issued"), ("pdf", "issued")]
    assert first.content == again.content
    assert Errand.objects.filter(ended_at=None).count() == 0


def test_the_history_says_that_an_issued_paper_is_kept(team, paper):
    issue(paper, team)

    work(once=True)

    assert [(e.by, e.words) for e in Entry.objects.about(paper)][1:] == [
        (team.pk, "Issue"),
        (team.pk, "Kept as PDF"),
        (team.pk, "Kept as Word"),
    ]


def test_a_paper_that_was_issued_before_is_drawn_at_the_first_request(
    client, team, paper
):
    issue(paper, team)
    Errand.objects.all().delete()

    progress = download(client, paper)["Location"]

    assert progress == Errand.objects.get().get_absolute_url()


def test_what_a_colleague_has_had_drawn_meanwhile_is_not_drawn_again(
    client, team, paper, sign_in
):
    colleague = board_team(paper.board)
    download(client, paper)
    download(sign_in(colleague), paper)

    work(once=True)

    hers, his = Errand.objects.order_by("pk")
    assert (hers.state, his.state) == ("done", "done")
    assert Drawing.objects.get().drawn_at <= hers.ended_at


def test_a_draft_that_says_something_else_by_now_is_drawn_anew(client, team, paper):
    download(client, paper)
    work(once=True)
    assert download(client, paper).status_code == 200

    FindingFactory(activity=ActivityFactory(board=paper.board), text="Learned since.")
    progress = download(client, paper)
    before = words(client.get(f"/reports/{paper.pk}/drawn/docx/"))
    work(once=True)

    assert progress.status_code == 302
    assert "Learned since." not in before
    assert "Learned since." in words(download(client, paper))
    assert Drawing.objects.count() == 1


def test_whoever_reads_issued_papers_is_never_given_the_draft_of_one(
    client, team, paper, sign_in
):
    download(client, paper)
    work(once=True)
    reader = sign_in(chair(paper.board))
    address = f"/reports/{paper.pk}/drawn/docx/"
    assert (download(reader, paper).status_code, reader.get(address).status_code) == (
        404,
        404,
    )

    issue(paper, team)

    assert reader.get(address).status_code == 404
    assert download(reader, paper).status_code == 302
    work(once=True)
    assert "Seen late." in words(reader.get(address))


def test_what_is_not_drawn_or_no_file_is_missing(client, paper):
    assert client.get(f"/reports/{paper.pk}/drawn/pdf/").status_code == 404
    assert client.get(f"/reports/{paper.pk}/drawn/exe/").status_code == 404


def test_a_role_that_ended_meanwhile_draws_nothing(client, team, paper):
    download(client, paper)
    Appointment.objects.filter(person=team).update(until="2020-01-01")

    work(once=True)

    assert (Errand.objects.get().state, drawings()) == ("failed", [])


def test_a_server_that_makes_no_pdf_says_what_to_do(client, paper, monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(printing, "import_module", missing)
    progress = download(client, paper, "pdf")["Location"]

    work(once=True)

    said = client.get(progress).content.decode()
    assert "This server cannot make a PDF: the library pango is missing." in said
    assert drawings() == []
