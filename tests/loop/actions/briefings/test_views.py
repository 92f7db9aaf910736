import pytest

from goldthread.loop.actions.briefings.models import Briefing, Reach
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    BriefingFactory,
    ContributionFactory,
    FindingFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    practitioner,
)

pytestmark = pytest.mark.django_db
DUE = {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2090"}


@pytest.fixture
def board():
    return BoardFactory(slug="kingston")


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Met Police", boards=[board])


@pytest.fixture
def browser(board, sign_in):
    return sign_in(board_team(board))


def text(response):
    return response.content.decode()


def test_a_briefing_goes_from_the_board_to_practitioners_and_back(
    board, police, browser, sign_in
):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    words = {"title": "Hidden men", "means": "briefing", "text": "Ask who lives here."}
    refused = browser.post("/boards/kingston/write_briefing/", words)
    assert refused.status_code == 422
    assert "Ask who lives here." in text(refused)

    browser.post("/boards/kingston/write_briefing/", words | {"findings": [finding.pk]})
    at = Briefing.objects.get().get_absolute_url()
    assert browser.post(f"{at}tell/", {}).status_code == 422
    browser.post(f"{at}tell/", {"organisations": [police.pk], **DUE})
    asked = Briefing.objects.get().activity.contributions.get()
    hers = sign_in(agency_lead(police))
    here = f"{asked.get_absolute_url()}pass_on/"
    too_many = {"reply": "By mail.", "reached": "27", "among": "26"}
    assert "more practitioners than there are" in text(hers.post(here, too_many))
    hers.post(here, too_many | {"among": "30"})

    page = text(browser.get(at))
    assert str(Reach.objects.get()) == "27 of 30 practitioners"
    assert "1 of 1 (100%)" in page
    assert "By mail." in page
    assert finding.get_absolute_url() in page
    assert "Hidden men" in text(browser.get(finding.get_absolute_url()))
    assert at in text(browser.get(asked.activity.get_absolute_url()))


def test_a_practitioner_reads_what_is_told_and_says_so(board, police, sign_in):
    briefing = BriefingFactory(activity__board=board, told=True)
    draft = BriefingFactory(activity__board=board)
    ContributionFactory(activity=briefing.activity, organisation=police)
    reader = sign_in(practitioner(police))
    at = briefing.get_absolute_url()

    assert briefing.text in text(reader.get(at))
    assert f"{at}read/" in text(reader.get(at))
    assert reader.get(draft.get_absolute_url()).status_code == 404
    reader.post(f"{at}read/")

    assert f"{at}read/" not in text(reader.get(at))
    listed = text(reader.get("/briefings/"))
    assert (at in listed, draft.get_absolute_url() in listed) == (True, False)


def test_a_briefing_is_taken_back_and_written_anew(board, browser):
    briefing = BriefingFactory(activity__board=board, told=True)
    at = briefing.get_absolute_url()

    assert browser.post(f"{at}take_back/", {"reason": ""}).status_code == 422
    browser.post(f"{at}take_back/", {"reason": "It named a school."})
    assert "It named a school." in text(browser.get(at))
    browser.post(f"{at}reopen/")

    briefing.refresh_from_db()
    assert briefing.state == "draft"
    form = text(browser.get(f"{at}edit/"))
    assert briefing.text in form


def test_words_to_look_at_are_shown_before_it_is_told(board, browser):
    briefing = BriefingFactory(
        activity__board=board, text="She lives at 12 Park Road, KT1 2AB."
    )

    page = text(browser.get(f"{briefing.get_absolute_url()}tell/"))

    assert "KT1 2AB" in page
    assert "I have checked each of these" in page


def test_briefings_are_narrowed_by_their_means(board, browser):
    BriefingFactory(activity__board=board)
    letter = BriefingFactory(activity__board=board, means="newsletter")

    shown = browser.get("/briefings/?means=newsletter").context["page"].object_list

    assert list(shown) == [letter]
