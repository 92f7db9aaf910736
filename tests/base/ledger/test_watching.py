"""Whatever is written leaves a trace, however it was written."""

import pytest
from django.apps import apps
from django.db import connection, models

from goldthread.base.access.table import TABLE
from goldthread.base.ledger import watching
from goldthread.base.ledger.models import Trace
from goldthread.base.people.models import Board, User
from tests.base.ledger.conftest import sql
from tests.factories import BoardFactory, UserFactory

pytestmark = pytest.mark.django_db


def traces():
    """What was noted since we began: how, of what, how many, and which columns."""
    return [
        (t.how, t.label, t.number, t.keys, t.columns)
        for t in Trace.objects.filter(pk__gt=BEGAN[0])
    ]


BEGAN = [0]


@pytest.fixture
def boards():
    made = [BoardFactory(), BoardFactory(), BoardFactory()]
    BEGAN[0] = Trace.objects.latest("pk").pk
    return made


def test_a_save_is_noted_by_the_columns_that_changed(boards):
    boards[0].name = "Kingston"
    boards[0].save()

    assert traces() == [("update", "people.board", 1, [boards[0].pk], ["name"])]


def test_a_save_that_changes_nothing_is_not_noted(boards):
    boards[0].save()

    assert traces() == []


def test_a_bulk_update_is_one_line_with_every_key(boards):
    keys = [board.pk for board in boards]
    Board.objects.filter(pk__in=keys[:2]).update(name=models.F("slug"))

    [(how, label, number, touched, columns)] = traces()
    assert (how, label, number, columns) == ("update", "people.board", 2, ["name"])
    assert sorted(touched) == keys[:2]


def test_what_is_written_in_bulk_or_in_raw_sql_is_noted_too(boards):
    Board.objects.bulk_create([Board(name="A", slug="a"), Board(name="B", slug="b")])
    sql("UPDATE people_board SET slug = 'c', name = 'C' WHERE slug = 'a'")
    sql("DELETE FROM people_board WHERE slug IN ('b', 'c')")

    assert [(how, number, columns) for how, _, number, _, columns in traces()] == [
        ("insert", 2, None),
        ("update", 1, ["name", "slug"]),
        ("delete", 2, None),
    ]


def test_an_upsert_is_noted_as_what_it_did(boards):
    sql(
        "INSERT INTO people_board (name, slug) VALUES ('New', 'new'), ('Other', %s)"
        " ON CONFLICT (slug) DO UPDATE SET name = excluded.name",
        [boards[0].slug],
    )

    assert sorted((how, number) for how, _, number, _, _ in traces()) == [
        ("insert", 1),
        ("update", 1),
    ]


def test_a_statement_that_finds_nothing_is_not_noted(boards):
    Board.objects.filter(pk=-1).update(name="x")
    Board.objects.filter(pk=-1).delete()

    assert traces() == []


def test_both_ends_of_a_relation_to_many_are_noted(boards):
    area = boards[0].areas.create(name="Kingston")

    assert [(how, label) for how, label, *_ in traces()] == [
        ("insert", "people.area"),
        ("insert", "people.board_areas"),
    ]
    assert area.pk == traces()[0][3][0]


def test_what_was_written_is_told_nowhere(boards):
    boards[0].name = "canary in a mine"
    boards[0].save()

    assert sql("SELECT count(*) FROM ledger_trace t WHERE t::text ~ 'canary'") == [(0,)]


def test_it_is_known_for_whom_the_database_was_asked(boards):
    amy = UserFactory(name="Amy")
    sql("SELECT set_config('goldthread.person', %s, true)", [str(amy.pk)])
    Board.objects.filter(pk=boards[0].pk).update(name="x")
    sql("SELECT set_config('goldthread.person', '', true)")
    Board.objects.filter(pk=boards[0].pk).update(name="y")

    told = Trace.objects.filter(label="people.board").order_by("-pk")[:2]
    assert [(t.by, t.by_label) for t in told] == [(None, ""), (amy.pk, "Amy")]


def test_when_somebody_was_there_is_not_noted(boards):
    amy = UserFactory()
    BEGAN[0] = Trace.objects.latest("pk").pk
    User.objects.filter(pk=amy.pk).update(seen_at="2026-11-18T09:00Z")
    User.objects.filter(pk=amy.pk).update(
        seen_at="2026-11-18T10:00Z", password="another"
    )

    assert [columns for *_, columns in traces()] == [["password"]]


def test_the_app_cannot_write_without_a_trace():
    for statement in (
        "SET session_replication_role = replica",
        "ALTER TABLE people_board DISABLE TRIGGER USER",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            sql(f"SAVEPOINT before; {statement}")
        sql("ROLLBACK TO SAVEPOINT before")


# --- That nothing is left out ---------------------------------------------------------------


def unwatched():
    with connection.cursor() as cursor:
        return [label for label, _ in watching.missing(cursor)]


def test_every_table_is_watched_or_left_out_with_a_reason():
    assert unwatched() == []
    known = {m._meta.label_lower for m in apps.get_models(include_auto_created=True)}

    assert set(watching.LEFT_OUT) - known == set()
    assert all(watching.LEFT_OUT.values())


def test_of_what_the_policy_knows_only_errands_and_typing_are_left_out():
    assert set(TABLE) & set(watching.LEFT_OUT) == {
        "errands.errand",
        "drafts.draft",
        "drafts.sending",
    }


def test_what_is_quiet_is_a_column_of_a_watched_table():
    for label, columns in watching.QUIET.items():
        model = apps.get_model(label)
        assert set(columns) <= {field.column for field in model._meta.concrete_fields}
        assert label not in watching.LEFT_OUT


def test_a_model_whose_key_is_no_number_is_refused(monkeypatch):
    monkeypatch.delitem(watching.LEFT_OUT, "sessions.session")

    [refusal] = watching.every_table_has_a_key_to_tell()

    assert refusal.msg == (
        "sessions.Session has no whole number as its key, so the ledger cannot tell which "
        "of its rows are written. Give it one, or leave it out in ledger/watching.py and "
        "say why."
    )


@pytest.mark.parametrize(
    "away",
    [
        "DROP TRIGGER ledger_watch_update ON people_board",
        "ALTER TABLE people_board DISABLE TRIGGER ledger_watch_update",
    ],
)
def test_a_watch_that_was_taken_away_comes_back_with_the_next_migrate(tamper, away):
    with tamper() as owner, connection.cursor() as cursor:
        owner(away)
        assert unwatched() == ["people.board"]
        watching.watch(cursor)
        assert unwatched() == []
