"""Two editors of one record: nothing either wrote is lost, whoever saves last."""

import re

import pytest

from goldthread.base.govuk.versions import Seen, carried
from goldthread.loop.findings import workflow
from goldthread.loop.findings.models import Finding
from goldthread.loop.plan.models import Meeting
from tests.factories import BoardFactory, FindingFactory, board_team

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]*)">')


def unseen(client, address):
    """What the page of a form carries unseen."""
    page = client.get(address).content.decode()
    return {
        name: value.replace("&quot;", '"').replace("&#x27;", "'")
        for name, value in HIDDEN.findall(page)
    }


@pytest.fixture
def finding():
    return FindingFactory(text="As it was", meaning="Little", method="12 records")


@pytest.fixture
def amira(finding, sign_in):
    person = board_team(finding.board)
    person.name = "Amira"
    person.save()
    return sign_in(person)


@pytest.fixture
def ben(finding, sign_in):
    return sign_in(board_team(finding.board))


def answers(**said):
    as_it_was = {"text": "As it was", "meaning": "Little", "method": "12 records"}
    return {"kind": "concern", **as_it_was, **said}


@pytest.fixture
def edit(finding):
    return f"{finding.get_absolute_url()}edit/"


def saved(finding):
    finding.refresh_from_db()
    return finding.text, finding.meaning


def test_what_two_people_changed_apart_is_joined_without_asking(
    finding, edit, amira, ben
):
    hers, his = unseen(amira, edit), unseen(ben, edit)
    amira.post(edit, answers(text="Amira’s") | hers)

    response = ben.post(edit, answers(meaning="Much") | his, follow=True)

    assert saved(finding) == ("Amira’s", "Much")
    told = response.content.decode()
    assert "What Amira (" in told
    assert "saved meanwhile is kept, too." in told


@pytest.fixture
def disputed(edit, amira, ben):
    """Both wrote another text; Amira’s is saved and Ben is shown both."""
    hers, his = unseen(amira, edit), unseen(ben, edit)
    amira.post(edit, answers(text="Amira’s", meaning="Much") | hers)
    response = ben.post(edit, answers(text="Ben’s\r\nown") | his)
    page = response.content.decode()
    assert response.status_code == 409
    carried_now = dict(HIDDEN.findall(page))
    seen = carried_now["_seen"].replace("&quot;", '"')
    return page, {
        "_form": carried_now["_form"],
        "_seen": seen,
        "_mine-text": re.search(r'name="_mine-text" value="([^"]*)"', page)[1],
    }


def test_what_both_changed_is_shown_side_by_side_and_nothing_is_saved(
    finding, disputed
):
    page, _ = disputed

    assert saved(finding) == ("Amira’s", "Much")
    headings = [" ".join(each.split()) for each in re.findall("<h2[^>]*>([^<]*)", page)]
    assert "“What was found?”: what you wrote" in headings
    assert any(
        each.startswith("“What was found?”: saved meanwhile by Amira (")
        for each in headings
    )
    assert ">Ben’s\nown</p>" in page
    assert ">Amira’s</p>" in page
    assert '<a href="#id_text-keep">' in page
    assert "“What does it mean for children?” was changed meanwhile by Amira" in page


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ({"_keep-text": "mine", "text": ""}, "Ben’s\r\nown"),
        ({"_keep-text": "theirs", "text": ""}, "Amira’s"),
        ({"_keep-text": "joined", "text": "His, and Amira’s"}, "His, and Amira’s"),
    ],
    ids=["his", "hers", "both"],
)
def test_whichever_he_chooses_stands(finding, edit, ben, disputed, choice, stands):
    _, carried_on = disputed

    response = ben.post(edit, answers(meaning="Much") | carried_on | choice)

    assert response.status_code == 302
    assert saved(finding) == (stands, "Much")


def test_without_a_choice_both_are_shown_once_more(finding, edit, ben, disputed):
    _, carried_on = disputed

    response = ben.post(
        edit, answers(text="Ben’s\n\nAmira’s", meaning="Much") | carried_on
    )

    assert response.status_code == 409
    assert ">Ben’s\nown</p>" in response.content.decode()
    assert saved(finding) == ("Amira’s", "Much")


def test_what_is_saved_while_he_chooses_is_shown_again(
    finding, edit, amira, ben, disputed
):
    _, carried_on = disputed
    again = unseen(amira, edit)
    amira.post(edit, answers(text="Better", meaning="Much") | again)

    response = ben.post(
        edit, answers(**{"_keep-text": "mine"}, text="", meaning="Much") | carried_on
    )

    assert response.status_code == 409
    assert saved(finding) == ("Better", "Much")


def test_a_change_in_bulk_is_noticed_too(finding, edit, ben):
    his = unseen(ben, edit)
    Finding.objects.update(text="In bulk")

    response = ben.post(edit, answers(text="Ben’s") | his)

    assert response.status_code == 409
    assert "saved meanwhile by somebody else" in response.content.decode()
    assert saved(finding) == ("In bulk", "Little")


def test_a_date_is_shown_in_words_and_can_be_kept(sign_in):
    board = BoardFactory()
    meeting = Meeting.objects.create(board=board, on="2027-01-05")
    client = sign_in(board_team(board))
    move = f"/meetings/{meeting.pk}/move_meeting/"
    carried_on = unseen(client, move)
    Meeting.objects.update(on="2027-02-01")
    hers = {"on_day": "9", "on_month": "3", "on_year": "2027"}

    page = client.post(move, hers | carried_on).content.decode()

    assert ">9 March 2027</p>" in page
    assert ">1 February 2027</p>" in page
    carried_on |= {"_seen": dict(HIDDEN.findall(page))["_seen"].replace("&quot;", '"')}
    mine = re.search(r'name="_mine-on" value="([^"]*)"', page)[1].replace("&amp;", "&")
    client.post(move, carried_on | {"_keep-on": "mine", "_mine-on": mine})
    meeting.refresh_from_db()
    assert str(meeting.on) == "2027-03-09"


def test_what_comes_too_late_says_so_and_gives_the_text_back(
    finding, edit, amira, sign_in
):
    writer = sign_in(board_team(finding.board))
    his = unseen(writer, edit)
    workflow.agree(finding, by=board_team(finding.board))

    response = writer.post(edit, answers(text="Ben’s words") | his)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Someone has already moved this on" in page
    assert "Ben’s words</dd>" in page


@pytest.mark.parametrize(
    "given", ["", "{", "[]", '{"at": "x", "shown": {}}', '{"at": 1e99, "shown": {}}']
)
def test_what_no_page_carries_is_no_version(given):
    assert carried(given) == Seen()


def test_a_page_without_a_version_is_taken_as_it_is(finding, edit, ben):
    ben.post(edit, answers(text="By hand"))

    assert saved(finding) == ("By hand", "Little")
