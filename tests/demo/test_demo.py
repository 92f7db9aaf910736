"""The demo: two boards that run, made by running the workflows."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from goldthread.base import tables
from goldthread.base.large_files.models import LargeFile
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment, Board, Group, Organisation, User
from goldthread.base.people.rules import GROUP_KINDS, Role
from goldthread.base.post.models import Letter
from goldthread.demo import build
from goldthread.demo.calendar import happening
from goldthread.demo.richmond import REGISTER
from goldthread.loop.actions.briefings.models import Briefing, Reach
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.referrals.models import Referral
from goldthread.loop.findings.imports import guess_columns
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.assessments.models import Assessment
from goldthread.loop.impact.models import Check
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.register.queries import preview
from tests.factories import BoardFactory, UserFactory

pytestmark = pytest.mark.django_db

LEAP_DAY = date(2028, 2, 29)


def said(*arguments):
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def here(monkeypatch, settings):
    """As on the demo's own database, whichever the tests run on."""
    marks = []
    settings.DEMO = settings.EMBEDDED = True
    monkeypatch.setattr(build, "put_mark", lambda: marks.append("marked"))
    monkeypatch.setattr(build, "is_demo", lambda: bool(marks))
    return marks


def values(model, field):
    return set(model.objects.values_list(field, flat=True))


def test_the_demo_shows_everything_a_board_can_meet(here, settings):
    settings.LARGE_FILE_ROWS = 25
    told = said("--on", f"{LEAP_DAY}")

    assert here == ["marked"]
    assert values(Board, "slug") == {"kingston", "richmond"}
    assert values(Appointment, "role") == set(Role)
    assert values(Group, "kind") == set(GROUP_KINDS) - {"other"}
    assert values(Activity, "state") == set(Activity.State)
    assert values(Contribution, "state") >= {"asked", "received"}
    assert Contribution.objects.late(on=LEAP_DAY).exists()
    assert values(Finding, "state") == {"drafted", "agreed", "released"}
    assert values(Theme, "state") == {"open", "closed", "carried"}
    assert values(Action, "state") == set(Action.State)
    assert values(Action, "escalation") == {0, 1, 2}
    assert values(Check, "judgement") == {"", "embedded", "partly", "not_yet"}
    assert values(Paper, "state") == {"draft", "issued"}
    assert values(Referral, "forward") == {None, False}
    assert values(Briefing, "state") == {"told"}
    assert values(Reach, "reached") == {46}
    assert values(Assessment, "judgement") == {"partly"}
    assert values(LargeFile, "state") == {"waiting"}
    assert LargeFile.objects.get().rows > settings.LARGE_FILE_ROWS
    assert "Grace Okafor        board.manager@demo.example" in told
    assert "/demo/ and choose who you are" in told


def test_it_is_loaded_once_and_a_second_time_changes_nothing(here, monkeypatch):
    built = []

    def board(today, say):
        built.append(today)
        BoardFactory()

    monkeypatch.setattr(build, "build", board)

    first, second = said("--on", f"{LEAP_DAY}"), said()

    assert built == [LEAP_DAY]
    assert "Loaded." in first
    assert "The demo is here already; nothing was changed." in second


def test_each_step_is_somebodys_on_its_day_and_the_register_fits_what_is_there():
    story = build.build(LEAP_DAY, lambda words: None)

    action = story.actions["verified"]
    history = [
        (entry.by_label, entry.verb, entry.at.date())
        for entry in Entry.objects.about(action)
    ]

    assert history == [
        ("Grace Okafor", "raise_action", story.day(-110)),
        ("Joanna Fairweather", "begin", story.day(-90)),
        ("Joanna Fairweather", "submit_evidence", story.day(-66)),
        ("Daniel Osei", "verify", story.day(-61)),
        ("Claire Bennett", "record_check", story.day(-30)),
    ]
    assert not Letter.objects.exists()
    people = User.objects.all()
    assert not any(person.has_usable_password() for person in people)

    table = tables.read(REGISTER.read_bytes(), REGISTER.name)
    columns = guess_columns(table.headers)
    found = preview(story.kingston, table, columns, by=story.manager).summary()
    assert found["created"] == {
        "findings": 28,
        "activities": 15,
        "organisations": 0,
        "themes": 20 - 6,
    }
    assert Organisation.objects.count() == len(story.bodies)


def test_it_refuses_a_database_that_is_not_the_demos(settings):
    settings.DEMO = False

    with pytest.raises(CommandError) as refused:
        said()

    assert str(refused.value) == build.NOT_HERE
    assert not Board.objects.exists()


def test_it_refuses_a_database_that_holds_other_people(here):
    UserFactory()

    with pytest.raises(CommandError) as refused:
        said()

    assert str(refused.value) == build.NOT_EMPTY
    assert here == []


def test_what_fails_half_way_leaves_nothing(here, monkeypatch):
    def fail(story):
        raise ValidationError("Half way.")

    monkeypatch.setattr(build.acting, "begin", fail)

    with pytest.raises(CommandError, match=r"^Half way"):
        said()

    assert not User.objects.exists()


def test_after_a_step_of_the_past_the_clock_is_right_again():
    with happening(LEAP_DAY):
        assert timezone.localdate() == LEAP_DAY

    assert timezone.localdate() > date(2025, 1, 1)
