"""A person reads what is recorded about herself, and of nobody else."""

import pytest
from django.db import connection

from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Trace
from goldthread.base.people.models import User
from goldthread.loop.activities import workflow
from goldthread.site.queries import about_her
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    UserFactory,
    board_team,
    name,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amy():
    return board_team(BoardFactory(), UserFactory(name="Amy"))


def lines(person):
    return [
        (line.what, line.of, line.by)
        for line in map(about_her.line, about_her.recorded(person))
        if line.by != "Goldthread"  # what the test set up
    ]


def text(response):
    return response.content.decode()


def test_it_holds_the_steps_she_took(amy):
    activity = ActivityFactory(board=amy.appointments.get().board)
    workflow.begin(activity, by=amy)

    begun = f"Activity {activity.pk}"
    assert lines(amy) == [("Begin", begun, "Amy"), ("Changed: state", begun, "Amy")]


def test_it_holds_what_she_opened(amy, sign_in):
    activity = ActivityFactory(board=amy.appointments.get().board, restricted=True)
    name(activity, amy)
    sign_in(amy).get(activity.get_absolute_url())

    assert ("Opened its page", f"Activity {activity.pk}", "Amy") in lines(amy)


def test_it_holds_what_was_written_for_her_and_about_her(amy):
    other = UserFactory(name="Other")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('goldthread.person', %s, true)", [str(other.pk)]
        )
    User.objects.filter(pk=amy.pk).update(name="Amy Another", email="a@example.org")
    ledger.write(amy.appointments.get(), by=other, verb="end", words="Ended")
    ledger.write(amy, by=other, verb="leave", words="Left")

    role = amy.appointments.get().pk
    assert lines(amy) == [
        ("Left", f"Person {amy.pk}", "Other"),
        ("Ended", f"Appointment {role}", "Other"),
        ("Changed: email, name", f"Person {amy.pk}", "Other"),
    ]
    assert len(lines(other)) == 3


def test_it_holds_nothing_of_others(amy):
    ledger.write(BoardFactory(), by=UserFactory(), verb="add", words="Added")

    assert lines(amy) == []


def test_many_records_are_told_by_their_number():
    row = {"at": TODAY, "words": "export", "names": None, "by_label": "Amy"}
    told = row | {"sort": "opened", "of": "findings.finding", "one": 7, "many": 1200}
    gone = row | {"sort": "opened", "of": "old.thing", "one": 7, "many": 1}
    part = row | {
        "sort": "changed",
        "of": "disposal.disposal_keys",
        "one": 7,
        "many": 1,
    }

    assert about_her.line(told).of == "1,200 findings"
    assert about_her.line(gone).of == "old.thing"
    assert about_her.line(part).of == "Part of a disposal"


def test_the_page_is_paged_and_leads_on(amy, sign_in):
    for number in range(60):
        ledger.write(BoardFactory(), by=amy, verb="add", words=f"Line {number:02}")
    browser = sign_in(amy)

    first, second = browser.get("/recorded/"), browser.get("/recorded/?page=2")

    assert "Line 59" in text(first)
    assert "Line 05" not in text(first)
    assert "Line 05" in text(second)
    assert "/recorded/" in text(browser.get(amy.get_absolute_url()))


def test_it_says_so_when_there_is_nothing(amy, sign_in, monkeypatch):
    monkeypatch.setattr(about_her, "recorded", lambda user: Trace.objects.none())

    page = text(sign_in(amy).get("/recorded/"))

    assert "Nothing is recorded about you yet." in page


def test_nobody_reads_it_who_is_not_signed_in(client):
    assert client.get("/recorded/").status_code == 302
