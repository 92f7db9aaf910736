"""“Who has opened this” is for whoever leads a restricted record, and for nobody else."""

import pytest

from goldthread.base.ledger import rules
from goldthread.loop.activities.referrals.models import Referral
from tests import factories as names
from tests.base.ledger.conftest import a_restricted_activity
from tests.conftest import TODAY
from tests.factories import FindingFactory, agency_lead, board_team, chair

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = a_restricted_activity()
    found.referral = Referral.objects.create(
        activity=found.activity,
        organisation=found.agency,
        concern="-",
        working="-",
        referred_on=TODAY,
        referred_by=found.lead,
    )
    return found


def text(response):
    return response.content.decode()


def of(record):
    return f"{record.get_absolute_url()}openings/"


@pytest.mark.parametrize("name", ["activity", "asked", "finding", "referral"])
def test_every_restricted_record_says_who_has_opened_it(here, sign_in, name):
    record = getattr(here, name)
    sign_in(here.lead).get(record.get_absolute_url())
    browser = sign_in(here.team)

    assert of(record) in text(browser.get(record.get_absolute_url()))
    page = text(browser.get(of(record)))
    assert page.index(here.team.name) < page.index(here.lead.name)  # the newest first
    assert page.count(rules.opened("page")) == 2


@pytest.mark.parametrize("name", ["activity", "asked", "finding", "referral"])
def test_it_is_not_for_those_who_only_read_it(here, sign_in, name):
    record = getattr(here, name)
    scrutineer = chair(here.board)
    names.name(here.activity, scrutineer)

    for person in (here.lead, scrutineer):
        browser = sign_in(person)
        assert "openings/" not in text(browser.get(record.get_absolute_url()))
        hidden, never = browser.get(of(record)), browser.get("/activities/0/openings/")
        assert (hidden.status_code, hidden.content) == (404, never.content)


@pytest.mark.parametrize("name", ["activity", "asked", "finding", "referral"])
def test_it_is_not_for_those_whom_it_does_not_name(here, sign_in, name):
    record = getattr(here, name)
    for person in (board_team(here.board), agency_lead(here.agency)):
        assert sign_in(person).get(of(record)).status_code == 404


@pytest.mark.parametrize("name", ["activity", "asked", "finding"])
def test_whoever_leads_it_reads_it_too(here, sign_in, name):
    here.activity.lead = here.lead
    here.activity.save()

    assert sign_in(here.lead).get(of(getattr(here, name))).status_code == 200


def test_what_is_not_restricted_has_no_such_page(here, sign_in):
    browser = sign_in(here.team)

    assert "openings/" not in text(browser.get(here.open.get_absolute_url()))
    assert browser.get(of(here.open)).status_code == 404
    released = FindingFactory(activity=here.activity, released=True)
    assert "openings/" not in text(browser.get(released.get_absolute_url()))


def test_opening_that_page_is_noted_too_and_the_list_is_paged(here, sign_in):
    browser = sign_in(here.team)
    for _ in range(51):
        browser.get(of(here.activity))
    first = text(browser.get(of(here.activity)))  # and is noted after it was read

    assert first.count('scope="row"') == 50
    assert "page=2" in first
    second = text(browser.get(f"{of(here.activity)}?page=2"))
    assert second.count("Opened its page") == 2


def test_one_that_nobody_has_opened_says_so(here, sign_in):
    page = text(sign_in(here.team).get(of(here.finding)))

    assert "Nobody has opened it since it was restricted." in page


def test_a_list_says_with_how_many_others_it_was_seen(here, sign_in):
    browser = sign_in(here.team)
    FindingFactory(activity=here.activity)
    browser.get("/findings/")

    assert "Saw it in a list, or on another page, with 1 other" in text(
        browser.get(of(here.finding))
    )
