"""The database returns what the table of rules says, whoever writes the statement."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections
from django.db.utils import ProgrammingError
from psycopg.sql import SQL, Identifier

from goldthread.base.access import rows
from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.table import TABLE, visible
from goldthread.base.people.models import Appointment, Board, User
from goldthread.base.people.rules import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def returned(label):
    """The keys of the rows that the database returns to whoever is set now."""
    return set(apps.get_model(label)._base_manager.values_list("pk", flat=True))


def allowed(label, person):
    with trusted():
        model = apps.get_model(label)
        return {
            key
            for action in {rule.action for rule in rows.reading(label)}
            for key in visible(model, person, action).values_list("pk", flat=True)
        }


@pytest.fixture
def world():
    """Two boards, what each holds, open and restricted, and people in every role."""
    home, far = make.BoardFactory(), make.BoardFactory()
    owner = make.OrganisationFactory(boards=[home, far])
    other = make.OrganisationFactory(boards=[far])
    group = make.GroupFactory(boards=[home])
    people = [make.UserFactory() for _ in range(12)]
    places = [
        (Role.BOARD_TEAM, {"board": home}),
        (Role.BOARD_TEAM, {"board": far}),
        (Role.CHAIR, {"board": home}),
        (Role.SCRUTINEER, {"board": far}),
        (Role.GROUP_MEMBER, {"group": group}),
        (Role.AGENCY_LEAD, {"organisation": owner}),
        (Role.AGENCY_LEAD, {"organisation": other}),
        (Role.CONTRIBUTOR, {"organisation": owner}),
        (Role.PRACTITIONER, {"organisation": owner}),
        (Role.ADMINISTRATOR, {}),
    ]
    for person, (role, place) in zip(people, places, strict=False):
        Appointment.objects.create(
            person=person, role=role, since=make.NOW.date(), **place
        )
    for board in (home, far):
        for restricted in (False, True):
            activity = make.ActivityFactory(board=board, restricted=restricted)
            make.name(activity, people[0], people[7])
            if board == home:
                activity.shared_with.add(far)
            if restricted:
                make.ReferralFactory(activity=activity, organisation=owner)
            for body in (owner, other):
                asked = make.ContributionFactory(activity=activity, organisation=body)
                asked.files.add(make.upload(board))
                make.FindingFactory(activity=activity, about=[body])
                make.FindingFactory(activity=activity, about=[body], released=True)
        theme = make.ThemeFactory(board=board)
        action = make.ActionFactory(recommendation__theme=theme, organisation=owner)
        make.EvidenceFactory(action=action).files.add(make.upload(board))
        make.CheckFactory(action=action, done=True)
        make.MeetingFactory(board=board)
        make.IntentionFactory(year__board=board)
    people[1].is_active = False
    people[1].save()
    return people


def test_the_database_returns_to_each_person_what_the_table_allows_her(world):
    for person in world:
        with acting(person):
            seen = {label: returned(label) for label in TABLE}

        assert seen == {label: allowed(label, person) for label in TABLE}


def test_she_is_shown_as_much_as_if_the_database_kept_nothing_back(world):
    """What a rule asks of other tables must not be hidden from it."""

    def shown(person):
        return {
            (label, action): set(
                visible(apps.get_model(label), person, action).values_list(
                    "pk", flat=True
                )
            )
            for label, table in TABLE.items()
            for action in {rule.action for rule in table}
        }

    for person in world[::2]:
        with trusted():
            meant = shown(person)
        with acting(person):
            assert shown(person) == meant


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_to_nobody_it_returns_nothing(world, nobody):
    with acting(nobody):
        assert [label for label in TABLE if returned(label)] == []


def test_a_connection_on_which_nothing_is_set_sees_nothing(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL goldthread.trusted = ''")
        cursor.execute("SELECT count(*) FROM people_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_sees_nothing_either():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET goldthread.trusted = 'on'")
        Board.objects.using("owner").create(name="Kept", slug="kept")
        cursor.execute("SET goldthread.trusted = 'off'")
        seen = {}
        for table in rows.written().conditions:
            cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
            (seen[table],) = cursor.fetchone()
        cursor.execute("RESET goldthread.trusted")

    assert {table: count for table, count in seen.items() if count} == {}


def test_what_was_set_before_comes_back(world):
    amy, bo = world[0], world[5]

    with acting(amy):
        with acting(bo), trusted():
            pass
        assert returned("people.appointment") == allowed("people.appointment", amy)


def test_outside_a_step_the_database_takes_no_writing(world):
    amy = world[0]
    with acting(amy):
        assert User.objects.filter(pk=amy.pk).update(name="Somebody") == 0
        assert Appointment.objects.filter(person=amy).delete() == (0, {})
        with pytest.raises(ProgrammingError, match="row-level security"):
            make.BoardFactory()


def test_every_table_of_ours_is_protected():
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if rows.ours(model)
    }

    assert ours - rows.written().conditions.keys() == set()
