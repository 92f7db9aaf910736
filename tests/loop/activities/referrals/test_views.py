import pytest

from goldthread.base.cases.models import CaseFile
from goldthread.loop.activities.referrals.models import Referral
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    chair,
    group_member,
)

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_a_case_is_referred_decided_and_read_on_its_pages(sign_in):
    board = BoardFactory()
    group = GroupFactory(kind="case_review", boards=[board])
    agency = OrganisationFactory(boards=[board])
    team, member = board_team(board), group_member(group)
    hers = sign_in(agency_lead(agency))
    here = f"{agency.get_absolute_url()}refer_case/"
    assert here in text(hers.get(agency.get_absolute_url()))
    said = {
        "board": board.pk,
        "called": "R-7",
        "concern": "A move from KT1 2AB.",
        "working": "Nobody came.",
    }

    refused = hers.post(here, said)
    assert refused.status_code == 422
    assert "KT1 2AB" in text(refused)
    assert "I have checked these words" in text(refused)
    assert list(Referral.objects.all()) == []
    hers.post(here, said | {"checked": "on"})
    at = Referral.objects.get().get_absolute_url()
    theirs, ours = sign_in(member), sign_in(team)
    for each in (hers, theirs, ours):
        assert "Before you open" in text(each.get(at))
        each.post(
            f"/cases/{CaseFile.objects.get().pk}/declare_none/", {"conflict": "no"}
        )
    assert theirs.post(f"{at}decide/", {"forward": "yes"}).status_code == 422
    theirs.post(f"{at}decide/", {"forward": "no", "reason": "It was reviewed before."})

    page = text(hers.get(at))
    assert "Does not go forward" in page
    assert "It was reviewed before." in page
    assert "Case referred: R-7" in text(hers.get("/referrals/"))
    activity = Referral.objects.get().activity.get_absolute_url()
    assert at in text(ours.get(activity))


def test_a_case_that_does_not_name_her_is_missing(sign_in):
    board = BoardFactory()
    agency = OrganisationFactory(boards=[board])
    hers = sign_in(agency_lead(agency))
    said = {"board": board.pk, "called": "R-7", "concern": "-", "working": "-"}
    hers.post(f"{agency.get_absolute_url()}refer_case/", said)
    at = Referral.objects.get().get_absolute_url()
    stranger = sign_in(chair(board))

    hidden, never = stranger.get(at), stranger.get("/referrals/999999/")

    assert (hidden.status_code, hidden.content) == (404, never.content)
    assert "R-7" not in text(stranger.get("/referrals/"))
