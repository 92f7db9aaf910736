"""A grant opens a case, an exclusion closes it, and the database says the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from goldthread.base.access.acting import acting
from goldthread.base.access.table import can, visible
from goldthread.base.cases.models import CaseFile, Exclusion, Grant, Opening
from goldthread.loop.activities.models import Activity
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return make.ActivityFactory(restricted=True)


@pytest.fixture
def person(case):
    return make.board_team(case.board)


def sees(person, case):
    """What the policy, the list and the database answer, which must be the same."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM activities_activity WHERE id = %s AND "
            "goldthread_granted(%s, '{}') || goldthread_opened(%s, '{}') "
            "&& ARRAY[case_file_id]",
            [case.pk, person.pk, person.pk],
        )
        answers = {
            can(person, "view", case),
            visible(Activity, person).filter(pk=case.pk).exists(),
            cursor.fetchone()[0] == 1,
        }
    (answer,) = answers
    return answer


def exclude(case, person):
    Exclusion.objects.create(
        case_file=case.case_file, person=person, reason="Her own.", made_by=person
    )


def test_membership_of_the_team_opens_no_case(case, person):
    assert sees(person, case) is False


def test_a_grant_opens_it_until_its_last_day(case, person):
    make.name(case, person)
    assert sees(person, case) is True
    today = timezone.localdate()
    Grant.objects.update(since=today - timedelta(9), until=today - timedelta(1))
    assert sees(person, case) is False


def test_an_exclusion_beats_a_grant_and_an_emergency(case, person):
    make.name(case, person)
    now = timezone.now()
    Opening.objects.create(
        case_file=case.case_file,
        person=person,
        reason="A child.",
        at=now - timedelta(minutes=1),
        until=now + timedelta(minutes=30),
        review_by=now.date(),
    )
    assert sees(person, case) is True
    exclude(case, person)
    assert sees(person, case) is False


def test_an_exclusion_closes_what_is_not_restricted_too(person):
    case = make.ActivityFactory(
        board=person.appointments.get().board,
        case_file=make.CaseFileFactory(state="lifted"),
    )
    assert can(person, "view", case) is True
    exclude(case, person)
    assert can(person, "view", case) is False
    with acting(person):
        assert not Activity.objects.filter(pk=case.pk).exists()


def test_closing_freezes_grants_but_for_reopening(case, person):
    make.name(case, person)
    CaseFile.objects.update(state="closed", closed_on=timezone.localdate())
    assert sees(person, case) is False
    assert can(person, "reopen", case) is True
