from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.base.access.relations import anywhere
from goldthread.base.access.table import TABLE, Rule
from goldthread.base.joining import queries, rules
from goldthread.base.joining.rules import Work
from goldthread.base.joining.workflow import leaving
from goldthread.base.joining.workflow import roles as workflow
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import Role
from goldthread.base.post.models import Letter
from goldthread.base.post.rules import DUE
from tests.factories import (
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    UserFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    practitioner,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)


@pytest.fixture
def board():
    return BoardFactory(name="Kingston LSCB")


@pytest.fixture
def manager(board):
    return board_team(board, UserFactory(name="Amy Board"))


@pytest.fixture
def hospital(board):
    return OrganisationFactory(name="Kingston Hospital", boards=[board])


@pytest.fixture
def work(monkeypatch):
    """A kind of work: letters not sent yet stand in for what later stages hold."""
    registered = {}
    monkeypatch.setattr(rules, "WORK", registered)
    seen = [Rule("view", tuple(Role), anywhere)]
    monkeypatch.setitem(TABLE, "post.letter", seen)
    rules.hold(Work("post.letter", "letters", Q(sent_at=None), field="to"))
    rules.hold(Work("people.organisation", "parts", Q(), organisation="parent"))
    return registered


def letter(to, key, **more):
    return Letter.objects.create(to=to, key=key, send_after="2026-11-18T09:00Z", **more)


# --- Giving, ending and extending roles --------------------------------------------------


def test_the_board_team_gives_a_role_on_its_board(board, manager, hospital):
    person = contributor(hospital)

    given = workflow.appoint(
        person, by=manager, role=Role.CHAIR, place=board, on=ON, until=date(2027, 1, 1)
    )

    assert (given.person, given.board, given.since, given.until) == (
        person,
        board,
        ON,
        date(2027, 1, 1),
    )
    assert [e.sentence for e in Entry.objects.about(given)] == [
        "Amy Board: Give a role"
    ]


def test_the_roles_one_may_give_are_those_of_ones_own_places(board, manager, hospital):
    group = GroupFactory(name="QASG", boards=[board])
    GroupFactory(), BoardFactory()
    person, lead = contributor(hospital), agency_lead(hospital)

    assert [p.words for p in queries.posts_open_to(manager, person)] == [
        "Board team, Kingston LSCB",
        "Independent chair, Kingston LSCB",
        "Scrutineer, Kingston LSCB",
        "Group member, QASG",
        "Agency contributor, Kingston Hospital",
        "Practitioner, Kingston Hospital",
    ]
    assert [p.value for p in queries.posts_open_to(lead, person)] == [
        f"agency_contributor:{hospital.pk}",
        f"practitioner:{hospital.pk}",
    ]
    assert group.pk


def test_a_role_of_lead_is_given_where_nobody_else_must_agree(board, manager, hospital):
    person = contributor(hospital)
    lead = "Agency lead, Kingston Hospital"

    def offered(by):
        return lead in [post.words for post in queries.posts_open_to(by, person)]

    assert offered(manager) is True
    hospital.boards.add(BoardFactory())
    assert (offered(manager), offered(administrator())) == (False, True)
    with pytest.raises(PermissionDenied):
        workflow.appoint(
            person, by=manager, role=Role.AGENCY_LEAD, place=hospital, on=ON
        )


def test_a_lead_cannot_give_more_than_contributor_or_practitioner(hospital):
    with pytest.raises(PermissionDenied):
        workflow.appoint(
            contributor(hospital),
            by=agency_lead(hospital),
            role=Role.AGENCY_LEAD,
            place=hospital,
            on=ON,
        )


def test_nobody_gives_herself_a_role(board, manager):
    with pytest.raises(ValidationError, match="Somebody else"):
        workflow.appoint(manager, by=manager, role=Role.CHAIR, place=board, on=ON)


def test_a_closed_account_is_given_no_role(board, manager, hospital):
    gone = contributor(hospital, UserFactory(is_active=False))

    with pytest.raises(ValidationError, match="Invite the person again"):
        workflow.appoint(gone, by=manager, role=Role.CHAIR, place=board, on=ON)


def test_a_role_is_not_given_twice(board, manager, hospital):
    person = chair(board, contributor(hospital))

    with pytest.raises(ValidationError, match="held here already"):
        workflow.appoint(person, by=manager, role=Role.CHAIR, place=board, on=ON)


def test_a_role_does_not_end_before_it_begins(board, manager, hospital):
    with pytest.raises(ValidationError, match="cannot be before the first"):
        workflow.appoint(
            contributor(hospital),
            by=manager,
            role=Role.CHAIR,
            place=board,
            on=ON,
            until=date(2026, 11, 17),
        )


def test_a_role_ends_on_its_last_day(board, manager):
    held = chair(board).appointments.get()

    workflow.end(held, by=manager, on=ON, today=ON)

    held.refresh_from_db()
    assert held.until == ON
    assert [e.sentence for e in Entry.objects.about(held)] == ["Amy Board: End"]


def test_a_role_ends_once_and_not_before_it_began(board, manager):
    held = chair(board).appointments.get()

    with pytest.raises(ValidationError, match="before the first"):
        workflow.end(held, by=manager, on=date(2014, 1, 1), today=ON)
    workflow.end(held, by=manager, on=ON, today=ON)
    with pytest.raises(ValidationError, match="has ended"):
        workflow.end(held, by=manager, on=ON, today=ON)


def test_the_last_of_the_board_team_and_the_last_administrator_stay(board, manager):
    operator = administrator()
    held = manager.appointments.get()

    with pytest.raises(ValidationError, match="Nobody else is board team here"):
        workflow.end(held, by=operator, on=ON, today=ON)
    with pytest.raises(ValidationError, match="Nobody else is administrator here"):
        workflow.end(operator.appointments.get(), by=operator, on=ON, today=ON)

    board_team(board)
    workflow.end(held, by=operator, on=ON, today=ON)
    assert held.until == ON


def test_a_lead_ends_the_roles_of_her_contributors_and_practitioners_alone(hospital):
    lead = agency_lead(hospital)

    for person in (contributor(hospital), practitioner(hospital)):
        held = person.appointments.get()
        workflow.end(held, by=lead, on=ON, today=ON)
        assert held.until == ON
    for person in (agency_lead(hospital), contributor(OrganisationFactory())):
        with pytest.raises(PermissionDenied):
            workflow.end(person.appointments.get(), by=lead, on=ON, today=ON)


def test_a_role_is_extended_by_somebody_else_and_not_into_the_past(board, manager):
    held = chair(board).appointments.get()

    workflow.extend(held, by=manager, until=date(2027, 11, 18), on=ON)

    assert held.until == date(2027, 11, 18)
    with pytest.raises(ValidationError, match="end the role instead"):
        workflow.extend(held, by=manager, until=date(2026, 11, 17), on=ON)
    with pytest.raises(ValidationError, match="Somebody else"):
        workflow.extend(
            manager.appointments.get(), by=manager, until=date(2027, 1, 1), on=ON
        )


def test_a_role_that_has_ended_is_not_revived(board, manager):
    gone = chair(board).appointments.get()
    Appointment.objects.update(until=date(2026, 11, 17))
    gone.refresh_from_db()

    with pytest.raises(ValidationError, match="Give it anew"):
        workflow.extend(gone, by=board_team(board), until=date(2027, 1, 1), on=ON)


def test_a_role_is_not_extended_into_the_same_role_that_follows_it(board, manager):
    person = chair(board)
    first = person.appointments.get()
    workflow.end(first, by=manager, on=date(2026, 12, 31), today=ON)
    Appointment.objects.create(
        person=person, role=Role.CHAIR, board=board, since=date(2027, 2, 1)
    )

    with pytest.raises(ValidationError, match="begins again before that day"):
        workflow.extend(first, by=manager, until=date(2027, 2, 1), on=ON)
    workflow.extend(first, by=manager, until=date(2027, 1, 31), on=ON)


def test_two_who_let_the_last_two_of_a_team_go_wait_for_one_another(board, manager):
    leaver = board_team(board)

    with CaptureQueriesContext(connection) as seen:
        leaving.leave(leaver, by=manager, on=ON, today=ON)

    locks = [q["sql"] for q in seen.captured_queries if "FOR UPDATE" in q["sql"]]
    assert [sql.split('"')[1] for sql in locks][:2] == [
        "people_user",
        "people_appointment",
    ]


def test_ending_a_role_hands_over_what_only_it_let_her_hold(
    board, manager, hospital, work
):
    clinic = OrganisationFactory(boards=[board])
    person = contributor(clinic, contributor(hospital))
    role = person.appointments.get(organisation=hospital)
    successor = contributor(hospital, UserFactory(name="Sue"))
    work["post.letter"] = Work(
        "post.letter",
        "letters",
        Q(sent_at=None),
        field="to",
        fits=lambda who, roles: Q(
            subject__in=roles.values("organisation__name"),
        ),
    )
    moves = letter(person, "a", subject=hospital.name)
    stays = letter(person, "b", subject=clinic.name)

    with pytest.raises(ValidationError, match="Choose who takes it over"):
        workflow.end(role, by=manager, on=ON, today=ON)
    workflow.end(role, by=manager, on=ON, today=ON, successor=successor)

    assert [x.to for x in (Letter.objects.get(pk=y.pk) for y in (moves, stays))] == [
        successor,
        person,
    ]


def test_what_the_successor_may_not_have_is_refused_or_left_with_nobody_and_told(
    board, manager, hospital, work
):
    told = []
    work["post.letter"] = Work(
        "post.letter",
        "letters",
        Q(sent_at=None),
        field="to",
        fits=lambda who, roles: Q(key="hers"),
        left=lambda records, leaver, on: told.append((list(records), leaver, on)),
    )
    leaver, sue = contributor(hospital), contributor(hospital, UserFactory(name="Sue"))
    hers, nobodys = letter(leaver, "hers"), letter(leaver, "nobodys")
    given = {"by": manager, "on": ON, "today": ON, "successor": sue}

    with pytest.raises(ValidationError, match="Sue may not take over 1 of the letters"):
        leaving.leave(leaver, **given)
    leaving.leave(leaver, unheld=True, **given)

    assert dict(Letter.objects.values_list("key", "to")) == {
        "hers": sue.pk,
        "nobodys": None,
    }
    assert told == [([nobodys], leaver, ON)]
    assert [[e.words for e in Entry.objects.about(x)] for x in (hers, nobodys)] == [
        ["Handed over to Sue"],
        ["Nobody holds it now"],
    ]


def test_what_the_recorder_may_not_see_is_neither_counted_nor_asked_about(
    board, manager, hospital, work, monkeypatch
):
    monkeypatch.setitem(TABLE, "post.letter", [])
    work["post.letter"] = Work(
        "post.letter",
        "letters",
        Q(sent_at=None),
        field="to",
        fits=lambda who, roles: Q(key="hers"),
    )
    leaver, sue = contributor(hospital), contributor(hospital)
    letter(leaver, "hers"), letter(leaver, "nobodys")
    assert queries.counted(queries.work_of(leaver), manager) == []

    leaving.leave(leaver, by=manager, on=ON, today=ON, successor=sue)

    assert dict(Letter.objects.values_list("key", "to")) == {
        "hers": sue.pk,
        "nobodys": None,
    }


def test_a_colleague_whom_the_recorder_may_not_see_is_not_offered(board, hospital):
    person = board_team(board, contributor(hospital))
    board_team(board)
    colleague, lead = contributor(hospital), agency_lead(hospital)

    assert set(queries.colleagues_of(person, lead)) == {colleague, lead}


# --- Leaving ----------------------------------------------------------------------------


def test_a_leaver_loses_every_role_and_her_account_at_once(
    board, manager, hospital, work
):
    person = group_member(GroupFactory(boards=[board]), contributor(hospital))
    client = Client()
    client.force_login(person)
    UserSession.objects.create(
        user=person, ip="127.0.0.1", session_key=client.session.session_key
    )

    leaving.leave(person, by=manager, on=ON, today=ON)

    person.refresh_from_db()
    assert (person.is_active, person.left_on) == (False, ON)
    assert set(person.appointments.values_list("until", flat=True)) == {ON}
    assert not Session.objects.exists()
    assert [
        e.sentence
        for held in person.appointments.all()
        for e in Entry.objects.about(held)
    ] == ["Amy Board on behalf of Kingston Hospital: Ended", "Amy Board: Ended"]


def test_a_closed_account_is_refused_on_the_next_request_in_every_browser(sign_in):
    person = UserFactory()
    browsers = [sign_in(person), sign_in(person)]
    assert [b.get("/account/2fa/").status_code for b in browsers] == [200, 200]

    User.objects.filter(pk=person.pk).update(is_active=False)

    for browser in browsers:
        answer = browser.get("/account/2fa/")
        assert (answer.status_code, answer.url) == (
            302,
            "/account/login/?next=/account/2fa/",
        )


def test_all_open_work_moves_in_one_step_with_a_line_about_each(
    board, manager, hospital, work
):
    leaver, successor = (
        contributor(hospital),
        contributor(hospital, UserFactory(name="Sue")),
    )
    moving = [letter(leaver, "a"), letter(leaver, "b")]
    done = letter(leaver, "c", sent_at="2026-11-01T09:00Z")
    others = letter(manager, "d")

    leaving.leave(leaver, by=manager, on=ON, today=ON, successor=successor)

    assert list(Letter.objects.order_by("key").values_list("to", flat=True)) == [
        successor.pk,
        successor.pk,
        leaver.pk,
        manager.pk,
    ]
    assert [[e.sentence for e in Entry.objects.about(x)] for x in moving] == [
        ["Amy Board: Handed over to Sue"]
    ] * 2
    assert not Entry.objects.about(done) | Entry.objects.about(others)


def test_leaving_is_refused_while_open_work_has_no_successor(
    board, manager, hospital, work
):
    leaver = contributor(hospital)
    letter(leaver, "a")

    with pytest.raises(ValidationError, match="Choose who takes it over"):
        leaving.leave(leaver, by=manager, on=ON, today=ON)

    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.left_on) == (True, None)
    assert leaver.appointments.get().until is None
    assert queries.counted(queries.work_of(leaver), manager) == [("letters", 1)]


def test_work_goes_to_a_colleague_and_nobody_else(board, manager, hospital, work):
    leaver = contributor(hospital)
    letter(leaver, "a")
    gone = contributor(hospital, UserFactory(is_active=False))

    for successor in (UserFactory(), contributor(OrganisationFactory()), gone, leaver):
        with pytest.raises(ValidationError, match="Choose a colleague"):
            leaving.leave(leaver, by=manager, on=ON, today=ON, successor=successor)


def test_who_holds_a_role_elsewhere_is_let_go_by_who_can_end_that_too(
    board, manager, hospital, work
):
    leaver = board_team(BoardFactory(), contributor(hospital))
    lead = agency_lead(hospital)

    for by in (manager, lead):
        with pytest.raises(ValidationError, match="not yours to end"):
            leaving.leave(leaver, by=by, on=ON, today=ON)


def test_the_last_of_the_board_team_does_not_leave(board, manager, work):
    with pytest.raises(ValidationError, match="Appoint somebody first"):
        leaving.leave(manager, by=administrator(), on=ON, today=ON)


def test_nobody_records_her_own_leaving_and_nobody_leaves_twice(board, manager, work):
    leaver = chair(board)

    with pytest.raises(ValidationError, match="Somebody else"):
        leaving.leave(manager, by=manager, on=ON, today=ON)
    leaving.leave(leaver, by=manager, on=ON, today=ON)
    with pytest.raises(ValidationError, match="recorded already"):
        leaving.leave(leaver, by=manager, on=ON, today=ON)


def test_strangers_cannot_record_a_leaver(board, hospital, work):
    leaver = contributor(hospital)

    for stranger in (
        chair(board),
        agency_lead(OrganisationFactory()),
        board_team(BoardFactory()),
    ):
        with pytest.raises(PermissionDenied):
            leaving.leave(leaver, by=stranger, on=ON, today=ON)


def test_an_account_stays_open_until_the_last_day_and_the_clock_closes_it(
    board, manager, work
):
    leaver, last = chair(board), date(2026, 11, 30)

    leaving.leave(leaver, by=manager, on=last, today=ON)
    assert leaving.close_accounts(last) == 0
    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.appointments.get().until) == (True, last)

    assert leaving.close_accounts(date(2026, 12, 1)) == 1
    assert leaving.close_accounts(date(2026, 12, 1)) == 0
    leaver.refresh_from_db()
    assert leaver.is_active is False
    assert Entry.objects.about(leaver).last().sentence == "Goldthread: Account closed"


def test_a_role_that_had_not_begun_never_does_and_one_that_ended_stays_as_it_was(
    board, manager, work
):
    leaver = chair(board)
    Appointment.objects.create(
        person=leaver, role=Role.SCRUTINEER, board=board, since=date(2027, 1, 1)
    )
    Appointment.objects.create(
        person=leaver,
        role=Role.SCRUTINEER,
        board=board,
        since=date(2015, 1, 1),
        until=date(2016, 1, 1),
    )

    leaving.leave(leaver, by=manager, on=ON, today=ON)

    assert set(leaver.appointments.values_list("role", "until")) == {
        (Role.CHAIR, ON),
        (Role.SCRUTINEER, date(2016, 1, 1)),
    }


def test_the_clock_is_asked_to_close_accounts():
    assert leaving.close_accounts in DUE
