from datetime import date

import pytest

from goldthread.sources.agency_audits.summary import summarise
from tests.factories import BoardFactory, FindingFactory, restrict

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)


def test_it_works_before_anything_has_happened():
    said = summarise(board=BoardFactory(), since=SINCE, until=UNTIL)

    assert set(said.values()) == {0}


def test_it_counts_what_came_and_what_is_owed(here, audit_of):
    audit_of("accepted", accepted_on="2026-11-20")
    reported = audit_of("reported", accepted_on="2026-01-20", reported_on="2026-11-20")
    audit_of("notified", contribution__due_on="2026-11-15")
    audit_of("not_done", not_done_on="2026-11-15")
    twin = audit_of("not_done", not_done_on="2026-11-15", twin=reported)
    finding = FindingFactory(activity=here.activity)
    reported.findings.add(finding)
    type(finding).objects.update(recorded_at="2026-11-20T12:00Z")

    said = summarise(board=here.board, since=SINCE, until=UNTIL)

    assert twin.twin == reported
    assert said == {
        "Audit returns received": 2,
        "Audit returns accepted": 1,
        "Audit returns reported": 1,
        "Audit returns overdue": 1,
        "Audits announced and not done": 1,
        "Findings raised from audits": 1,
    }


def test_a_board_that_shares_a_return_counts_it_once(here, audit_of):
    richmond = BoardFactory()
    audit_of("returned").shared_with.add(richmond, here.board)

    for board in (here.board, richmond):
        said = summarise(board=board, since=SINCE, until=UNTIL)
        assert said["Audit returns received"] == 1


def test_what_is_restricted_is_not_even_counted(here, audit_of):
    audit = audit_of(state="returned")
    audit.contribution.received_on = SINCE
    audit.contribution.save()
    activity = audit.contribution.activity

    def returned():
        said = summarise(board=here.board, since=SINCE, until=UNTIL)
        return said["Audit returns received"]

    assert returned() == 1
    restrict(activity)
    assert returned() == 0
