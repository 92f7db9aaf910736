from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import (
    AT_BOARD,
    AT_ORGANISATION,
    ROLE_WORDS,
    Role,
)
from tests.factories import (
    AreaFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    chair,
    contributor,
    group_member,
)

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_small_letters_and_is_one_persons():
    amy = User.objects.create_user(
        "Amy@Example.ORG", "a long enough sentence", name="Amy"
    )

    assert amy.email == "amy@example.org"
    assert amy.check_password("a long enough sentence")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("AMY@example.org", name="Another")


def test_a_person_without_a_password_cannot_be_signed_in_by_one():
    assert not UserFactory().has_usable_password()


def test_nobody_is_above_the_table():
    assert (UserFactory().is_staff, UserFactory().is_superuser) == (False, False)


def test_each_role_is_held_in_one_kind_of_place_and_has_words():
    assert not AT_BOARD & AT_ORGANISATION
    assert set(Role) - AT_BOARD - AT_ORGANISATION == {
        Role.GROUP_MEMBER,
        Role.ADMINISTRATOR,
    }
    assert set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_a_role_is_held_somewhere(role):
    with pytest.raises(IntegrityError, match="held_somewhere"), transaction.atomic():
        Appointment.objects.create(person=UserFactory(), role=role)


def test_a_role_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError, match="ends_after"), transaction.atomic():
        Appointment.objects.create(
            person=UserFactory(),
            role=Role.ADMINISTRATOR,
            since=date(2026, 2, 1),
            until=date(2026, 1, 1),
        )


@pytest.mark.parametrize(
    ("since", "until", "current"),
    [
        (-1, None, True),
        (0, None, True),
        (0, 0, True),
        (-2, -1, False),
        (1, None, False),
    ],
)
def test_a_role_is_current_from_its_first_day_to_its_last(since, until, current):
    today = timezone.localdate()
    Appointment.objects.create(
        person=UserFactory(),
        role=Role.ADMINISTRATOR,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )

    assert Appointment.objects.current().exists() == current


def test_a_role_says_what_and_where():
    people = [
        chair(BoardFactory(name="Kingston LSCB")),
        contributor(OrganisationFactory(name="Kingston Hospital")),
        group_member(GroupFactory(name="QASG")),
        administrator(),
    ]

    assert [str(p.appointments.get()) for p in people] == [
        "Independent chair, Kingston LSCB",
        "Agency contributor, Kingston Hospital",
        "Group member, QASG",
        "Administrator",
    ]


def test_an_organisation_says_both_who_replaced_it_and_when():
    new = OrganisationFactory()

    with (
        pytest.raises(IntegrityError, match="replaced_by_and_on"),
        transaction.atomic(),
    ):
        OrganisationFactory(replaced_by=new)


def test_everything_has_a_name_and_an_address_of_its_own():
    board = BoardFactory(name="Kingston LSCB", slug="kingston")
    group = GroupFactory(name="QASG", boards=[board])
    body = OrganisationFactory(name="Police", boards=[board])
    amy = UserFactory(name="Amy")
    held = chair(board, amy).appointments.get()

    assert [str(x) for x in (board, group, body, amy, AreaFactory(name="Surrey"))] == [
        "Kingston LSCB",
        "QASG",
        "Police",
        "Amy",
        "Surrey",
    ]
    assert [x.get_absolute_url() for x in (board, group, body, amy, held)] == [
        "/boards/kingston/",
        f"/groups/{group.pk}/",
        f"/organisations/{body.pk}/",
        f"/people/{amy.pk}/",
        f"/appointments/{held.pk}/",
    ]
