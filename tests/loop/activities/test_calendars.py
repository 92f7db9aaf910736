"""The calendar feed: what is in it, and that an address is secret and can end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from goldthread.base.ledger.models import Entry
from goldthread.loop.activities import exports, queries, rules, workflow
from goldthread.loop.activities.models import CalendarFeed
from goldthread.loop.activities.rules import Dated, Way
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    GroupFactory,
    MeetingFactory,
    OrganisationFactory,
    UserFactory,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
)

pytestmark = pytest.mark.django_db
YEAR = (TODAY - timedelta(days=30), TODAY + timedelta(days=400))


def words(user):
    return [dated.words for dated in queries.dates_of(user, *YEAR)]


def test_a_contribution_stands_in_the_calendar_by_kind_and_reference_alone():
    asked = ContributionFactory(
        activity__title="Baby P", activity__way=Way.SINGLE_AGENCY_AUDIT
    )
    done = ContributionFactory(organisation=asked.organisation, received=True)

    lead = agency_lead(asked.organisation)

    assert words(lead) == [f"Single-agency audit: contribution due ({asked.reference})"]
    assert done.reference not in str(words(lead))


def test_a_contributor_has_only_what_she_was_given():
    asked = ContributionFactory()
    officer = contributor(asked.organisation)
    assert words(officer) == []

    asked.person = officer
    asked.save()

    assert words(officer) == [
        f"Multi-agency audit: contribution due ({asked.reference})"
    ]


def test_a_restricted_activity_is_in_no_calendar_but_those_of_the_people_named():
    asked = ContributionFactory(activity__restricted=True)
    lead = agency_lead(asked.organisation)
    assert words(lead) == []

    name(asked.activity, lead)

    assert words(lead) == [f"Multi-agency audit: contribution due ({asked.reference})"]


def test_what_she_leads_begins_and_ends():
    board = BoardFactory()
    team = board_team(board)
    led = ActivityFactory(
        board=board, lead=team, starts_on=TODAY, ends_on=date(2030, 1, 1)
    )
    ActivityFactory(board=board, lead=team, starts_on=TODAY, state="closed")
    ActivityFactory(board=board, starts_on=TODAY)
    ends = ActivityFactory(board=board, lead=team, ends_on=TODAY + timedelta(days=2))

    assert words(team) == [
        f"Multi-agency audit: starts ({led.reference})",
        f"Multi-agency audit: ends ({ends.reference})",
    ]


def test_meetings_are_those_of_her_boards_and_of_the_groups_she_sits_in():
    board = BoardFactory()
    hers, other = GroupFactory.create_batch(2, boards=[board])
    member, team = group_member(hers), board_team(board)
    whole = MeetingFactory(board=board, on=date(2026, 12, 1))
    own = MeetingFactory(board=board, group=hers, on=date(2026, 12, 2))
    theirs = MeetingFactory(board=board, group=other, on=date(2026, 12, 3))
    MeetingFactory()
    kind = "Quality Assurance and Scrutiny Group: meeting"

    assert words(member) == [f"Board: meeting (M-{whole.pk})", f"{kind} (M-{own.pk})"]
    assert words(team) == [
        f"Board: meeting (M-{whole.pk})",
        f"{kind} (M-{own.pk})",
        f"{kind} (M-{theirs.pk})",
    ]
    assert words(chair(board)) == [f"Board: meeting (M-{whole.pk})"]


def test_later_stages_put_their_own_dates_in(monkeypatch):
    dated = Dated("action-1", TODAY, "Action due (R-1)", "/actions/1/")
    monkeypatch.setattr(rules, "DATES", [lambda user, since, until: [dated]])

    assert queries.dates_of(UserFactory(), *YEAR) == [dated]


def test_the_file_holds_whole_days_with_their_address(settings):
    dated = Dated("action-1", TODAY, "Action due (R-1)", "/actions/1/")

    (event,) = Calendar.from_ical(exports.ics([dated])).walk("VEVENT")

    assert (event["SUMMARY"], event["URL"]) == (
        "Action due (R-1)",
        f"{settings.SITE_ADDRESS}/actions/1/",
    )
    assert event["UID"].startswith("action-1@")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        TODAY,
        TODAY + timedelta(days=1),
    )


def test_only_the_digest_of_an_address_is_kept():
    person = UserFactory()

    secret = workflow.make_calendar(by=person)

    feed = CalendarFeed.objects.get()
    assert (feed.person, feed.digest) == (person, queries.digest(secret))
    assert len(secret) >= 43
    assert queries.owner_of(secret) == person
    assert [str(e) for e in Entry.objects.about(feed)] == [
        f"{person} make activities.calendarfeed {feed.pk}"
    ]
    assert str(feed) == f"Calendar of {person}"


def test_making_an_address_again_ends_the_old_one():
    person = UserFactory()

    first, second = (workflow.make_calendar(by=person) for _ in range(2))

    assert queries.owner_of(first) is None
    assert queries.owner_of(second) == person


def test_an_address_is_revoked_once():
    person = UserFactory()
    secret = workflow.make_calendar(by=person)

    assert workflow.revoke_calendar(by=person) is True
    assert workflow.revoke_calendar(by=person) is False
    assert queries.owner_of(secret) is None
    assert Entry.objects.filter(verb="revoke").count() == 1


def test_her_page_makes_shows_once_and_revokes_the_address(sign_in):
    client = sign_in(agency_lead(OrganisationFactory()))
    assert b"You have no address yet" in client.get("/calendar/").content

    made = client.post("/calendar/make/")

    address = made.context["address"]
    assert address.encode() in made.content
    again = client.get("/calendar/").content
    assert address.encode() not in again
    assert b"We cannot show it again" in again
    revoked = client.post("/calendar/revoke/", follow=True)
    assert b"The old address shows nothing any more" in revoked.content
    assert client.post("/calendar/revoke/").status_code == 302
    assert client.get("/calendar/make/").status_code == 405


def test_her_page_asks_a_stranger_to_sign_in(client):
    assert client.get("/calendar/").status_code == 302


def feed_address(secret):
    return f"/calendar/{secret}.ics"


def test_the_address_gives_her_calendar_to_whoever_holds_it(client):
    asked = ContributionFactory(due_on=timezone.localdate())
    lead = agency_lead(asked.organisation)

    response = client.get(feed_address(workflow.make_calendar(by=lead)))

    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == (
        f"Multi-agency audit: contribution due ({asked.reference})"
    )
    assert response["Content-Type"] == "text/calendar"
    assert response["Cache-Control"] == "no-store"
    assert asked.what.encode() not in response.content


def test_unknown_revoked_and_left_answer_alike_to_the_byte(client):
    revoked, inactive, left = UserFactory.create_batch(3)
    secrets = [workflow.make_calendar(by=each) for each in (revoked, inactive, left)]
    workflow.revoke_calendar(by=revoked)
    type(inactive).objects.filter(pk=inactive.pk).update(is_active=False)
    type(left).objects.filter(pk=left.pk).update(left_on="2020-01-01")

    answers = [client.get(feed_address(secret)) for secret in ["unknown", *secrets]]

    missing = client.get("/there-is-no-such-page/").content
    assert [(answer.status_code, answer.content) for answer in answers] == [
        (404, missing)
    ] * 4
    said = [dict(answer.headers) for answer in answers]
    assert len({headers.pop("X-Request-Id") for headers in said}) == 4
    assert said == [said[0]] * 4


def test_somebody_whose_last_day_is_to_come_still_has_her_calendar():
    person = UserFactory(left_on=timezone.localdate())

    assert queries.owner_of(workflow.make_calendar(by=person)) == person
