"""Start-up is refused where the table of rules and the database differ."""

import pytest
from django.db import connections

from goldthread.base.access import secured
from goldthread.base.access.table import TABLE

pytestmark = pytest.mark.django_db


def test_the_database_agrees_with_the_table():
    assert secured.the_database_agrees_with_the_table(databases=["default"]) == []


def test_a_rule_that_was_never_migrated_is_noticed(monkeypatch):
    kept = dict(TABLE)
    monkeypatch.setitem(TABLE, "plan.meeting", kept["people.board"])

    (error,) = secured.the_database_agrees_with_the_table(databases=["default"])

    assert error.msg == (
        "The table of rules has changed since the database was last migrated."
    )


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "by_hand",
    [
        "ALTER TABLE plan_meeting DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE plan_meeting NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON plan_meeting USING (true)",
        "ALTER POLICY seen ON plan_meeting USING (true)",
    ],
)
def test_a_change_by_hand_is_noticed(by_hand):
    with connections["owner"].cursor() as cursor:
        cursor.execute(by_hand)

        assert secured.disagreement(cursor) == (
            "Somebody has changed row-level security in the database by hand."
        )
