import pytest
from django.core.exceptions import PermissionDenied

from goldthread.base.cases.workflow import exclude
from goldthread.base.disposal import workflow
from goldthread.base.disposal.models import Disposal
from tests.conftest import TODAY
from tests.factories import board_team, chair

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_a_case_file_is_proposed_approved_and_certified_on_its_pages(
    referred, team, sign_in
):
    case = referred("zaunkoenig")
    file = case.key.get_absolute_url()
    hers, theirs = sign_in(team), sign_in(chair(team.appointments.get().board))
    assert file in text(hers.get(case.get_absolute_url()))

    assert case.get_absolute_url() in text(hers.get(file))

    refused = hers.post(f"{file}propose_disposal/", {"authority": ""})
    assert refused.status_code == 422
    early = "is kept for 75 years by your retention schedule"
    assert early in text(hers.get(f"{file}propose_disposal/"))
    hers.post(f"{file}propose_disposal/", {"authority": "Retention schedule, line 7"})
    assert f"{file}propose_disposal/" not in text(hers.get(file))
    waits = "Disposal to approve or decline"
    assert (waits in text(hers.get("/")), waits in text(theirs.get("/"))) == (
        False,
        True,
    )
    at = Disposal.objects.get().get_absolute_url()
    assert hers.get(f"{at}approve/").status_code == 404
    assert "Disposal D-" in text(theirs.get("/disposals/"))
    approving = text(theirs.get(f"{at}approve/"))
    assert "There is no way to undo it" in approving
    assert (early in approving, "Retention schedule, line 7" in approving) == (
        True,
        True,
    )
    theirs.post(f"{at}approve/")

    page = text(theirs.get(at))
    assert "The ledger vouches for it." in page
    assert "Retention schedule, line 7" in page
    assert "Cases referred for review" in page
    assert "The last backup of it expires on" in page
    case_page = text(hers.get(case.get_absolute_url()))
    assert "zaunkoenig" not in case_page
    assert "This was destroyed on" in case_page


def test_to_whoever_a_case_excludes_its_disposal_is_missing(referred, team, sign_in):
    board = team.appointments.get().board
    case, deputy = referred(), board_team(board)
    workflow.propose_disposal(case.key, by=team, authority="Line 7", on=TODAY)
    proposed = Disposal.objects.get()
    at, client = proposed.get_absolute_url(), sign_in(deputy)
    assert client.get(at).status_code == 200
    assert str(proposed) in text(client.get("/disposals/"))

    exclude(case.activity.case_file, by=team, person=deputy, reason="Her brother.")

    never = client.get("/disposals/999999/")
    for address in (at, f"{at}approve/", f"{at}decline/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, never.content)
    assert str(proposed) not in text(client.get("/disposals/"))
    assert str(proposed) not in text(client.get("/"))
    with pytest.raises(PermissionDenied):
        workflow.approve(proposed, by=deputy, on=TODAY)


def test_a_hold_is_put_on_a_case_file_and_lifted_on_its_page(referred, team, sign_in):
    file = referred().key.get_absolute_url()
    hers = sign_in(team)

    hers.post(f"{file}hold/", {"reason": "The coroner’s inquiry"})
    held = text(hers.get(file))
    assert "The coroner’s inquiry" in held
    assert f"{file}propose_disposal/" not in held
    hers.post(f"{file}lift_hold/")

    assert f"{file}propose_disposal/" in text(hers.get(file))


def test_the_case_file_of_a_case_that_does_not_name_her_is_missing(
    referred, team, sign_in
):
    case = referred()
    file = case.key.get_absolute_url()
    stranger = sign_in(board_team(team.appointments.get().board))
    hidden = stranger.get(file)
    never = stranger.get("/case-files/00000000-0000-4000-8000-000000000000/")

    assert (hidden.status_code, hidden.content) == (404, never.content)
    assert str(case.key.reference) in file
