"""Whoever opens what is restricted is noted before she reads it, or does not read it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse

from goldthread.base.access.guards import leaves
from goldthread.base.access.models import Records
from goldthread.base.ledger import reading
from goldthread.base.ledger.models import Trace
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals.models import Referral
from goldthread.site import embedded
from tests.base.ledger.conftest import a_restricted_activity, opened, sql
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    FindingFactory,
    board_team,
    chair,
    name,
)

pytestmark = pytest.mark.django_db


def asked(view, rf):
    """What leaves when nobody in particular asks."""
    request = rf.get("/")
    request.user = AnonymousUser()
    return leaves(view, request)


@pytest.fixture
def here():
    return a_restricted_activity()


@pytest.fixture
def team(here, sign_in):
    return sign_in(here.team)


def test_opening_its_page_is_noted_with_what_stands_on_it(here, team):
    team.get(here.activity.get_absolute_url())

    name = here.team.name
    assert opened() == [
        (name, "page", "activities.activity", [here.activity.pk]),
        (name, "list", "activities.contribution", [here.asked.pk]),
    ]


def test_what_is_not_restricted_is_not_noted(here, team):
    team.get(here.open.get_absolute_url())

    assert opened() == []


@pytest.mark.parametrize(
    ("what", "label"),
    [("asked", "activities.contribution"), ("finding", "findings.finding")],
)
def test_so_are_the_pages_of_what_belongs_to_it(here, team, what, label):
    record = getattr(here, what)
    team.get(record.get_absolute_url())

    assert (here.team.name, "page", label, [record.pk]) in opened()


def test_a_referral_is_noted(here, team):
    Referral.objects.create(
        activity=here.activity,
        organisation=here.agency,
        concern="-",
        working="-",
        referred_on=TODAY,
        referred_by=here.lead,
    )

    team.get(f"/referrals/{here.activity.pk}/")
    assert (
        here.team.name,
        "page",
        "referrals.referral",
        [here.activity.pk],
    ) in opened()


@pytest.mark.parametrize(
    ("address", "how"),
    [
        ("/activities/", "list"),
        ("/activities/?q=canary", "search"),
        ("/search/?q=canary", "search"),
        ("/activities/?format=csv", "export"),
        ("/activities/?format=xlsx", "export"),
    ],
)
def test_lists_searches_and_exports_are_noted_with_which_they_show(
    here, team, address, how
):
    another = ActivityFactory(board=here.board, restricted=True, title="Canary again")
    name(another, here.team)
    ActivityFactory(board=here.board, restricted=True, title="Canary of others")
    team.get(address)

    keys = [here.activity.pk, another.pk]
    assert (here.team.name, how, "activities.activity", keys) in opened()
    [told] = Trace.objects.filter(what="opened", label="activities.activity")
    assert told.number == 2


def test_a_search_is_noted_without_its_words(here, team):
    team.get("/search/?q=canary")

    assert sql("SELECT count(*) FROM ledger_trace t WHERE t::text ~* 'canary'") == [
        (0,)
    ]


def test_what_an_organisation_owes_is_noted(here, sign_in):
    sign_in(here.lead).get(f"/organisations/{here.agency.pk}/obligations/")

    assert (
        here.lead.name,
        "list",
        "activities.contribution",
        [here.asked.pk],
    ) in opened()


def test_the_year_ahead_is_noted_though_it_shows_no_record_whole(here, team):
    team.get(f"/boards/{here.board.slug}/year_ahead/")

    assert (
        here.team.name,
        "list",
        "activities.activity",
        [here.activity.pk],
    ) in opened()


def test_home_is_noted_for_what_waits_there(here, sign_in):
    sign_in(here.lead).get("/")

    assert opened() == [
        (here.lead.name, "list", "activities.contribution", [here.asked.pk])
    ]


def test_a_calendar_is_noted_for_whose_it_is(here, client):
    secret = workflow.make_calendar(by=here.lead)
    client.get(f"/calendar/{secret}.ics")

    assert (here.lead.name, "calendar") in {(by, how) for by, how, *_ in opened()}


def test_who_may_not_read_it_leaves_no_trace(here, sign_in):
    stranger = sign_in(chair(here.board))
    assert stranger.get(here.activity.get_absolute_url()).status_code == 404
    stranger.get("/activities/")
    stranger.get("/search/?q=canary")

    assert opened() == []


def test_a_step_that_leads_on_shows_nothing_and_a_refused_one_does(here, team):
    at = f"{here.activity.get_absolute_url()}begin/"
    assert team.post(at).status_code == 302
    assert opened() == []

    refused = team.post(f"{here.activity.get_absolute_url()}report/", {})
    assert refused.status_code == 422
    assert [(how, label) for _, how, label, _ in opened()] == [
        ("page", "activities.activity")
    ]


def test_who_sees_only_that_nobody_holds_it_has_not_opened_it(here, sign_in):
    here.activity.case_file.grants.all().delete()
    page = sign_in(board_team(here.board)).get("/activities/unheld/")

    assert here.activity.reference in page.content.decode()
    assert opened() == []


def test_a_finding_that_was_released_is_for_all_its_readers(here, team):
    released = FindingFactory(activity=here.activity, released=True)
    team.get(released.get_absolute_url())

    assert [label for *_, label, _ in opened() if label.startswith("findings")] == []


def test_if_it_cannot_be_noted_the_page_fails_and_shows_nothing(here, team):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"SET LOCAL ROLE {embedded.OWNER}")
    sql("ALTER TABLE ledger_trace ADD CHECK (what <> 'opened') NOT VALID")
    sql("SET LOCAL ROLE app")
    team.raise_request_exception = False

    for address in (here.activity.get_absolute_url(), "/activities/?format=csv"):
        response = team.get(address)
        assert response.status_code == 500
        assert "Canary" not in response.content.decode()
    assert team.get(here.open.get_absolute_url()).status_code == 200
    assert opened() == []


def test_what_is_fetched_while_it_streams_is_noted_first(here, rf):
    def view(request):
        rows = Activity.objects.visible_to(here.team).filter(restricted=True)
        return StreamingHttpResponse(
            (row.title for row in rows.iterator(chunk_size=10)), content_type="text/csv"
        )

    response = asked(view, rf)

    assert [how for _, how, *_ in opened()] == ["download"]
    assert response.getvalue() == b"Canary"


@pytest.mark.parametrize(
    "fetch",
    [
        list,
        lambda found: found.get(),
        lambda found: list(found.values("pk", "title")),
        lambda found: list(found.values_list("title", "pk")),
        lambda found: list(found.values_list("pk", flat=True)),
        lambda found: list(found.select_related("board")[:5]),
        lambda found: found.order_by("title").first(),
        lambda found: list(found.all().iterator()),
    ],
)
def test_however_it_is_fetched_it_is_known_for_whom(here, rf, fetch):
    def view(request):
        fetch(Activity.objects.visible_to(here.team).filter(title="Canary"))
        return HttpResponse()

    asked(view, rf)

    assert opened() == [
        (here.team.name, "list", "activities.activity", [here.activity.pk])
    ]


def test_counting_and_asking_whether_there_is_one_open_nothing(here, rf):
    def view(request):
        found = Activity.objects.visible_to(here.team)
        return HttpResponse(f"{found.count()} {found.exists()}")

    asked(view, rf)

    assert opened() == []


def test_what_is_confined_is_read_through_records():
    confined = [m for m in apps.get_models() if reading.is_confined(m)]

    assert {m._meta.label_lower for m in confined} == {
        "activities.activity",
        "activities.contribution",
        "findings.finding",
        "referrals.referral",
    }
    for model in confined:
        assert isinstance(model.objects.all(), Records)


def test_requests_are_one_transaction():
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is True
