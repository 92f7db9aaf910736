"""What the pages of a case file say, and to whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goldthread.base.cases import workflow
from goldthread.base.cases.models import Opening
from goldthread.base.post.models import Letter
from goldthread.loop.activities.models import Activity
from tests import factories as make

pytestmark = pytest.mark.django_db
MENDED = "You said that you have no conflict of interest. If that has changed"


@pytest.fixture
def case():
    return make.ActivityFactory(restricted=True)


@pytest.fixture
def keeper(case):
    keeper = make.board_team(case.board)
    make.name(case, keeper)
    return keeper


@pytest.fixture
def agency(case):
    return make.OrganisationFactory(boards=[case.board])


def text(client, address):
    return client.get(address).content.decode()


def test_whoever_is_named_hears_of_it_and_not_what_for(case, keeper, agency):
    person = make.agency_lead(agency)
    until = timezone.localdate() + timedelta(days=30)

    workflow.name_on_case(
        case.case_file, by=keeper, person=person, purpose="Reads Ann", until=until
    )

    letter = Letter.objects.get(to=person)
    assert letter.subject == f"You are named on {case.reference}"
    assert case.case_file.get_absolute_url() in letter.body
    assert "Ann" not in letter.subject + letter.body


def test_only_its_keepers_read_that_somebody_was_taken_off_and_why(
    case, keeper, agency, sign_in
):
    reader, left = make.agency_lead(agency), make.board_team(case.board)
    for person in (reader, left):
        make.name(case, person)
    workflow.exclude(case.case_file, by=keeper, person=left, reason="A cousin.")
    at = case.case_file.get_absolute_url()

    hers, theirs = text(sign_in(keeper), at), text(sign_in(reader), at)

    assert ("Who was named before" in hers, str(left) in hers) == (True, True)
    assert ("Who was named before" in theirs, str(left) in theirs) == (False, False)


def test_she_declares_no_conflict_once_and_can_declare_one_later(case, keeper, sign_in):
    client, at = sign_in(keeper), case.case_file.get_absolute_url()

    page = text(client, at)

    assert f"{at}declare_none/" not in page
    assert MENDED in text(client, f"{at}declare_conflict/")


def test_the_page_that_asks_first_does_not_lead_back_to_itself(case, sign_in, keeper):
    person = make.chair(case.board)
    make.name(case, person, declared=False)
    at = case.get_absolute_url()

    page = text(sign_in(person), at)

    assert f'href="{at}" class="govuk-back-link"' not in page
    assert 'href="/cases/" class="govuk-back-link"' in page
    assert f'name="back" value="{at}"' in page


def test_a_case_that_is_read_in_an_emergency_says_so_and_until_when(
    case, keeper, sign_in
):
    person = make.chair(case.board)
    workflow.open_in_emergency(
        case.board,
        by=person,
        reference=case.reference,
        reason="A child may be at risk.",
    )
    until = timezone.localtime(Opening.objects.get().until)

    page = text(sign_in(person), case.get_absolute_url())

    assert f"You can read it until {until:%H:%M}, and change nothing." in page
    assert "Seen only by" not in page
    letter = Letter.objects.get(to=keeper)
    assert f"until {until:%H:%M}. " in letter.body


# --- Closed, and reopened -----------------------------------------------------------------


@pytest.fixture
def closed(case, keeper, sign_in):
    """Closed by her who keeps it, on its page."""
    Activity.objects.filter(pk=case.pk).update(state="reported")
    client = sign_in(keeper)
    answer = client.post(f"{case.get_absolute_url()}close/", follow=True)
    return client, answer


def test_closing_a_case_leads_to_where_it_is_reopened(case, closed):
    client, answer = closed
    reopen = f"{case.get_absolute_url()}reopen/"

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/cases/")
    assert f'href="{reopen}"' in answer.content.decode()
    assert client.get(case.get_absolute_url()).status_code == 404
    assert '<a class="govuk-link" href="/cases/">Cancel</a>' in text(client, reopen)
    again = client.post(reopen, {"reason": "More has come."}, follow=True)
    assert again.status_code == 200
    assert case.title in again.content.decode()


def test_a_closed_case_is_offered_to_nobody_who_may_not_reopen_it(
    case, closed, sign_in
):
    colleague = sign_in(make.board_team(case.board))

    page = text(colleague, "/cases/")

    assert "Closed" not in page
    reopen = colleague.get(f"{case.get_absolute_url()}reopen/")
    assert reopen.status_code == 404


def test_whoever_takes_her_own_name_off_is_led_to_her_cases(case, keeper, sign_in):
    make.name(case, make.board_team(case.board))
    grant = keeper.grants.get()

    answer = sign_in(keeper).post(
        f"/grants/{grant.pk}/end_grant/", {"reason": "I am leaving."}, follow=True
    )

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/cases/")
