"""Referrals that were written before text was sealed."""

import pytest
from django.core.management import call_command
from django.db import connection, connections

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
            call_command("migrate", "activities", verbosity=0, skip_checks=True)
            call_command("migrate", "referrals", "0001", verbosity=0, skip_checks=True)
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
    whole = "SELECT referrals_referral::text FROM referrals_referral"
    assert "zaunkoenig" not in str(run(whole))
