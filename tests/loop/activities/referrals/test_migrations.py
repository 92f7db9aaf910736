"""Referrals that were written before text was sealed."""

import pytest
from django.core.management import call_command
from django.db import connection, connections

from goldthread.base.cases.models import Exclusion, Grant, Opening
from goldthread.loop.activities.models import Contribution
from goldthread.loop.activities.referrals.models import Referral
from tests.databases import at, drop

BEFORE = """
INSERT INTO people_board (id, name, slug) VALUES (1, 'Kingston', 'kingston');
INSERT INTO people_organisation (id, name, kind) VALUES (1, 'School', 'other');
INSERT INTO people_user (id, password, email, name, is_active, joined_at)
VALUES (1, '', 'amira@example.org', 'Amira', true, now());
INSERT INTO cases_casefile (id, board_id, reference, state, opened_on)
SELECT n, 1, 'A-' || n, 'open', '2026-11-18' FROM generate_series(1, 2) AS n;
INSERT INTO activities_activity (id, case_file_id, board_id, way, title, area, purpose, restricted,
    expected_outcome, outcome, outcome_note, state, reopened_because,
    called_off_because, conduct, created_at)
SELECT n, n, 1, 'case_review', 'Case referred: R-' || n, '', '', true, '', '', '',
    'planned', '', '', '[]', now() FROM generate_series(1, 2) AS n;
INSERT INTO activities_activity (id, board_id, way, title, area, purpose, restricted,
    expected_outcome, outcome, outcome_note, state, reopened_because,
    called_off_because, conduct, created_at)
VALUES (3, 1, 'case_review', 'Open', '', '', false, '', '', '', 'planned', '', '', '[]', now());
UPDATE activities_activity SET state = 'called_off', called_off_because = 'zaunkoenig'
    WHERE id = 2;
INSERT INTO activities_contribution (id, activity_id, organisation_id, what, why, asked_on,
    due_on, received_on, reply, feedback, changed_because, state, told_by, told_how)
SELECT n, n, 1, 'What', '', '2026-11-01', '2026-12-01', '2026-11-18',
    CASE WHEN n = 2 THEN '' ELSE 'zaunkoenig in ' || n END, '', '', 'received', '', ''
    FROM generate_series(1, 3) AS n;
INSERT INTO cases_grant (id, case_file_id, person_id, purpose, outsider, given_at, since,
    until, ended_at, ended_because)
VALUES (1, 1, 1, 'Looks for zaunkoenig', false, now(), '2026-11-18', '2027-01-18', NULL, ''),
    (2, 2, 1, 'Looks on', false, now(), '2026-11-18', '2027-01-18', now(), 'Found zaunkoenig.');
INSERT INTO cases_exclusion (id, case_file_id, person_id, reason, declared, made_by_id,
    made_at, lifted_because)
VALUES (1, 2, 1, 'Kin of zaunkoenig', false, 1, now(), '');
INSERT INTO cases_opening (id, case_file_id, person_id, reason, at, until, review_by, state,
    review)
VALUES (1, 1, 1, 'zaunkoenig was seen', now(), now() + interval '1 hour', '2026-11-21', 'made', '');
INSERT INTO referrals_referral (activity_id, concern, working, referred_on, forward,
    reason, decided_on, decided_by_id, organisation_id, referred_by_id)
VALUES (1, 'zaunkoenig', 'Nobody came.', '2026-11-18', NULL, '', NULL, NULL, 1, 1),
    (2, 'zaunkoenig too', 'Nobody came.', '2026-11-18', false, 'Not this year.',
     '2026-11-18', 1, 1, 1);
"""


def run(statement, *given):
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def before(django_db_setup, django_db_blocker):
    """A database as it was when referrals were written openly."""
    with django_db_blocker.unblock():
        name = f"{connection.settings_dict['NAME']}_before"
        with connections["owner"].creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        with at(name):
            for app, at_first in (("activities", "0007"), ("referrals", "0001")):
                call_command("migrate", app, at_first, verbosity=0, skip_checks=True)
            run(BEFORE)
            yield
        drop(name)


def test_what_was_written_openly_is_sealed_and_reads_as_before(before):
    call_command("migrate", verbosity=0, skip_checks=True)

    found = Referral.objects.select_related("key").order_by("pk")
    assert [(r.concern, r.working, r.reason) for r in found] == [
        ("zaunkoenig", "Nobody came.", ""),
        ("zaunkoenig too", "Nobody came.", "Not this year."),
    ]
    assert [(r.key.kind, r.key.board_id) for r in found] == [("referral", 1)] * 2
    assert [one.reply for one in Contribution.objects.order_by("pk")] == [
        "zaunkoenig in 1",
        "",
        "zaunkoenig in 3",
    ]
    assert [(g.purpose, g.ended_because) for g in Grant.objects.order_by("pk")] == [
        ("Looks for zaunkoenig", ""),
        ("Looks on", "Found zaunkoenig."),
    ]
    assert Exclusion.objects.get().reason == "Kin of zaunkoenig"
    assert Opening.objects.get().reason == "zaunkoenig was seen"
    for table in ("cases_grant", "cases_exclusion", "cases_opening"):
        assert b"zaunkoenig".hex() not in str(run(f"SELECT {table}::text FROM {table}"))  # noqa: S608
    assert run(
        "SELECT id FROM activities_contribution WHERE reply::text LIKE %s",
        f"%{b'zaun'.hex()}%",
    ) == [(3,)]
    assert run("SELECT called_off_because FROM activities_activity WHERE id = 2") == [
        ("It does not go forward. Why is said in the referral.",)
    ]
    whole = "SELECT referrals_referral::text FROM referrals_referral"
    assert "zaunkoenig" not in str(run(whole))
