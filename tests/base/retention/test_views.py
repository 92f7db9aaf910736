from datetime import date

import pytest

from goldthread.base.disposal.models import Disposal
from tests.factories import (
    GroupFactory,
    agency_lead,
    board_team,
    chair,
    group_member,
    name,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(referred):
    """A case whose time is over."""
    case = referred()
    case.forward, case.decided_on = False, date(1950, 5, 6)
    case.decided_by, case.reason = case.referred_by, "No."
    case.save()
    return case


def test_what_is_due_is_listed_and_its_disposal_begins_there(over, team, sign_in):
    hers = sign_in(team)
    page = hers.get("/retention/").text

    file = over.key.get_absolute_url()

    assert f'href="{file}"' in page
    assert "6 May 2025" in page
    said = hers.get(f"{file}propose_disposal/").text
    authority = "Retention schedule, Cases referred for review: 75 years (to be agreed"
    assert authority in said
    hers.post(f"{file}propose_disposal/", {"authority": "Retention schedule"})
    assert list(Disposal.objects.get().keys.all()) == [over.key]


def test_the_schedule_says_what_is_not_agreed_yet(team, sign_in):
    page = sign_in(team).get("/retention/").text

    assert "Nothing is due of the case files that you see." in page
    assert page.count("To be agreed locally") == 7
    assert "As long as the record" in page


def test_a_case_file_says_for_how_long_it_is_kept(referred, team, sign_in):
    page = sign_in(team).get(referred().key.get_absolute_url()).text

    assert "Cases referred for review: 75 years" in page
    assert "its time has not begun" in page
    assert 'href="/retention/"' in page


def test_whose_page_the_schedule_is_not_is_told_and_not_led_there(referred, sign_in):
    case = referred()
    reviewer = group_member(GroupFactory(boards=[case.activity.board]))
    name(case.activity, reviewer)

    page = sign_in(reviewer).get(case.key.get_absolute_url()).text

    assert "Cases referred for review: 75 years" in page
    assert 'href="/retention/"' not in page


def test_what_is_due_is_listed_to_nobody_whom_the_case_does_not_name(
    over, team, sign_in
):
    board = team.appointments.get().board
    page = sign_in(board_team(board)).get("/retention/").text

    assert str(over.key) not in page


def test_the_list_is_missing_for_everybody_but_a_board_team(over, team, sign_in):
    board = team.appointments.get().board
    others = (chair(board), agency_lead(over.organisation))

    assert [sign_in(each).get("/retention/").status_code for each in others] == [
        404,
        404,
    ]


def test_what_is_held_is_not_due(over, team, sign_in):
    hers = sign_in(team)
    hers.post(f"{over.key.get_absolute_url()}hold/", {"reason": "The coroner"})

    assert "Nothing is due" in hers.get("/retention/").text


def test_the_board_leads_to_it(over, team, sign_in):
    board = team.appointments.get().board

    assert 'href="/retention/"' in sign_in(team).get(board.get_absolute_url()).text
