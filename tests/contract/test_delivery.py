"""What was asked for is not delivered to whoever may not have it when it leaves.

For each way in which bytes leave later than they were asked for, and each way in which
somebody loses what she could see meanwhile.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from goldthread.base.cases.models import Exclusion, Grant
from goldthread.base.drafts import workflow as drafts
from goldthread.base.drafts.models import Draft
from goldthread.base.errands.workflow import work
from goldthread.base.people.models import Appointment, User
from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import WITHHELD, send_waiting, write_to
from goldthread.loop.activities.workflow import make_calendar
from goldthread.loop.reports import workflow as reports
from goldthread.loop.reports.models import Paper
from tests import factories as make

pytestmark = pytest.mark.django_db


# --- How somebody loses it ----------------------------------------------------------------


def role_ended(person, activity):
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=person).update(until=yesterday)


def account_closed(person, activity):
    User.objects.filter(pk=person.pk).update(is_active=False)


def grant_ended(person, activity):
    for grant in Grant.objects.filter(person=person):
        grant.ended_at, grant.ended_because = timezone.now(), "Her part is done."
        grant.save()


def excluded(person, activity):
    Exclusion.objects.create(
        case_file=activity.case_file, person=person, reason="-", made_by=person
    )


LOST = [role_ended, account_closed, grant_ended, excluded]
lost_how = pytest.mark.parametrize("lose", LOST, ids=lambda how: how.__name__)


@pytest.fixture
def activity():
    return make.ActivityFactory(restricted=True)


@pytest.fixture
def person(activity):
    """In the board's team, and named on the activity."""
    found = make.board_team(activity.board)
    make.name(activity, found)
    return found


# --- How it leaves ------------------------------------------------------------------------


def later(person, activity):
    """A letter about the activity that is sent in an hour."""
    return write_to(
        person,
        subject="Something waits",
        body="See what it is.",
        link=activity.get_absolute_url(),
        why="you are named on it",
        key="later",
        after=timezone.now() + timedelta(hours=1),
    )


def sent(letter, mailoutbox):
    Letter.objects.filter(pk=letter.pk).update(send_after=timezone.now())
    send_waiting()
    letter.refresh_from_db()
    return [mail for mail in mailoutbox if mail.to == [letter.address]]


def test_a_letter_is_sent_to_whoever_may_still_open_what_it_tells_of(
    activity, person, mailoutbox
):
    """Else nothing would be withheld below because nothing is ever sent."""
    assert len(sent(later(person, activity), mailoutbox)) == 1


@lost_how
def test_a_letter_is_not_sent_to_whoever_may_no_longer(
    lose, activity, person, mailoutbox
):
    letter = later(person, activity)
    lose(person, activity)

    assert sent(letter, mailoutbox) == []
    assert letter.sent_at is None
    assert (
        letter.body == WITHHELD or lose is account_closed
    )  # which may be opened again


def test_a_letter_on_what_she_never_could_open_is_sent(person, mailoutbox):
    """It tells of something else, such as that her question was declined."""
    theirs = make.ActivityFactory()

    assert len(sent(later(person, theirs), mailoutbox)) == 1


@lost_how
def test_a_calendar_that_she_has_the_address_of(lose, activity, person, client):
    type(activity).objects.filter(pk=activity.pk).update(
        lead=person, starts_on=timezone.localdate(), state="planned"
    )
    address = f"/calendar/{make_calendar(by=person)}.ics"
    assert events(client.get(address)) != []

    lose(person, activity)

    assert events(client.get(address)) == []


def events(answer):
    if answer.status_code == 404:
        return []
    return Calendar.from_ical(answer.content).walk("VEVENT")


@pytest.mark.parametrize("lose", [role_ended, account_closed])
def test_a_paper_that_was_drawn_for_her(lose, activity, person, sign_in):
    paper = Paper.objects.create(
        board=activity.board,
        title="Paper",
        since=date(2026, 4, 1),
        until=date(2026, 9, 30),
    )
    browser = sign_in(person)
    errand = reports.draw_word(paper, by=person)
    work(once=True)
    drawn = f"/reports/{paper.pk}/drawn/docx/"
    assert browser.get(drawn).status_code == 200

    lose(person, activity)

    assert {browser.get(drawn).status_code, status_of(browser, errand)} <= {302, 404}


def status_of(browser, errand):
    return browser.get(errand.get_absolute_url()).status_code


def test_long_work_for_whoever_may_no_longer_is_not_done(activity, person):
    paper = Paper.objects.create(
        board=activity.board,
        title="Paper",
        since=date(2026, 4, 1),
        until=date(2026, 9, 30),
    )
    errand = reports.draw_word(paper, by=person)
    role_ended(person, activity)

    work(once=True)

    errand.refresh_from_db()
    assert (errand.state, paper.drawings.count()) == ("failed", 0)


@lost_how
def test_a_file_that_came_with_it(lose, activity, person, sign_in):
    file = make.upload(activity.board)
    reply = make.ContributionFactory(activity=activity)
    reply.files.add(file)
    browser = sign_in(person)
    assert browser.get(file.get_absolute_url()).status_code == 200

    lose(person, activity)

    assert browser.get(file.get_absolute_url()).status_code in {302, 404}


@lost_how
def test_what_she_had_begun_to_write(lose, activity, person, sign_in, rf):
    """It stays sealed; its page is closed to her, and no other offers it."""
    at = f"{activity.get_absolute_url()}ask_for/"
    browser = sign_in(person)
    request = rf.post(at, {"what": "zaunkoenig", "form-token": "a" * 32})
    request.user = person
    drafts.keep(person, request)

    lose(person, activity)

    answer = browser.get(at)
    assert answer.status_code in {302, 404}
    assert "zaunkoenig" not in answer.content.decode()
    assert Draft.objects.count() <= 1


@lost_how
def test_a_list_as_a_file(lose, activity, person, sign_in):
    browser = sign_in(person)
    address = "/activities/?format=csv"
    assert activity.title in browser.get(address).content.decode()

    lose(person, activity)

    assert activity.title not in browser.get(address).content.decode()
