import pytest
from django.test import Client
from django.utils import timezone

from goldthread.loop.reports import workflow
from goldthread.loop.reports.models import Paper, Publication
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
    return workflow.draft_paper(
        board,
        by=team,
        title="November",
        since=timezone.localdate(),
        until=timezone.localdate(),
    )


def test_a_draft_has_nothing_to_publish_and_its_page_says_so(board, client):
    day = timezone.localdate().isoformat()
    client.post(
        "/boards/kingston/draft_paper/", {"title": "Paper", "since": day, "until": day}
    )

    at = Paper.objects.get().get_absolute_url()
    answer = client.get(f"{at}propose_publication/")

    assert answer.status_code == 409
    assert "Someone has already moved this on" in answer.content.decode()


def test_a_paper_is_drafted_worded_issued_and_published_from_its_pages(
    board, client, sign_in
):
    FindingFactory(
        activity=ActivityFactory(board=board), released=True, text="Learned."
    )
    day = timezone.localdate().isoformat()

    client.post(
        "/boards/kingston/draft_paper/", {"title": "Paper", "since": day, "until": day}
    )
    paper = Paper.objects.get()
    at = paper.get_absolute_url()
    client.post(f"{at}narrate/", {"summary": "Said by a person."})
    client.post(f"{at}issue/")
    refused = client.post(f"{at}propose_publication/", {})
    assert refused.status_code == 422
    client.post(f"{at}propose_publication/", {"checked": "on"})
    assert "It waits for a second person" in client.get(at).content.decode()
    assert client.post(f"{at}publish/", {"checked": "on"}).status_code == 404
    second = sign_in(chair(board))
    assert "Public copy to read and publish" in second.get("/").content.decode()
    second.post(f"{at}publish/", {"checked": "on"})

    publication = Publication.objects.get()
    page = Client().get(publication.get_absolute_url()).content.decode()
    assert ("Learned." in page, "Said by a person." in page) == (True, False)
    assert "Said by a person." in client.get(at).content.decode()
    listed = Client().get("/published/").content.decode()
    assert publication.get_absolute_url() in listed


def test_dates_that_cannot_be_are_said_and_what_was_typed_is_kept(client):
    response = client.post(
        "/boards/kingston/draft_paper/",
        {
            "title": "Kept title",
            "since_day": "31",
            "since_month": "2",
            "since_year": "2026",
            "until": "2026-03-01",
        },
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "31 February" in page
    assert "Kept title" in page


def test_a_copy_taken_down_is_missing_for_everybody(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    workflow.propose_publication(paper, by=team, checked=True)
    address = Publication.objects.get().get_absolute_url()
    assert Client().get(address).status_code == 404
    workflow.publish(paper, by=chair(paper.board), checked=True)
    assert Client().get(address).status_code == 200

    workflow.withdraw_publication(paper, by=team)

    gone, never = Client().get(address), Client().get("/published/999999/")
    assert (gone.status_code, gone.content) == (404, never.content)


def test_the_list_is_narrowed_by_state(client, paper):
    shown = client.get("/reports/?state=issued").context["page"].object_list

    assert list(shown) == []
