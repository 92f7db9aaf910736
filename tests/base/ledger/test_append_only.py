"""The ledger takes new lines and nothing else, whoever asks and however."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, connections, transaction

from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Board
from goldthread.base.states import STEPS, Steps
from tests.factories import BoardFactory, UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

CHANGES = {
    "update": "UPDATE ledger_entry SET verb = 'x'",
    "delete": "DELETE FROM ledger_entry",
    "truncate": "TRUNCATE ledger_entry",
    "upsert": "INSERT INTO ledger_entry (id, at, by_label, on_behalf_of, verb, words, label,"
    " record, from_state, to_state) SELECT id, at, 'x', '', 'x', 'x', 'x', 1, '', ''"
    " FROM ledger_entry ON CONFLICT (id) DO UPDATE SET verb = 'x'",
}


@pytest.fixture
def line():
    ledger.write(BoardFactory(), by=UserFactory(name="Amy"), verb="add", words="Added")
    return Entry.objects.get()


def refused(alias, statement):
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_app_changes_no_line(line, change):
    with pytest.raises(ProgrammingError, match="permission denied"):
        refused("default", change)

    assert Entry.objects.get().sentence == "Amy: Added"


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_owner_changes_no_line(change):
    with transaction.atomic(using="owner"):
        with connections[
            "owner"
        ].cursor() as cursor:  # row-level security binds her too
            cursor.execute("SELECT set_config('goldthread.trusted', 'on', true)")
        ledger.entry(Board(pk=1), by=None, verb="add", words="Added").save(
            using="owner"
        )
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as when it commits
        with pytest.raises(ProgrammingError, match="append-only"):
            refused("owner", change)
        assert [e.verb for e in Entry.objects.using("owner").all()] == ["add"]


def test_the_app_cannot_lift_the_protection(line):
    for statement in (
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_append_only ON ledger_entry",
        "DROP TABLE ledger_entry",
    ):
        with pytest.raises(ProgrammingError, match="must be owner"):
            refused("default", statement)


def change_in_place(line):
    line.verb = "x"
    line.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda line: Entry.objects.update(verb="x"),
        lambda line: Entry.objects.bulk_update([line], ["verb"]),
        lambda line: Entry.objects.all().delete(),
        lambda line: line.delete(),
        change_in_place,
    ],
    ids=["update", "bulk_update", "delete", "delete one", "save"],
)
def test_no_change_gets_through_the_models_either(line, change):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        change(line)


def test_lines_go_when_what_they_tell_of_is_undone():
    board = BoardFactory()

    def undone():
        with transaction.atomic():
            ledger.write(board, by=None, verb="add", words="Added")
            raise ValidationError("no")

    with pytest.raises(ValidationError):
        undone()

    assert not Entry.objects.exists()


def test_a_step_that_fails_leaves_no_line(monkeypatch):
    monkeypatch.setitem(STEPS, "people.board", dict(STEPS["people.board"]))

    @Steps("people.board").step("Try", alone=True)
    def try_and_fail(board, *, by):
        board.name = "Changed"
        board.save()
        raise ValidationError("no")

    board = BoardFactory(name="As it was")

    with pytest.raises(ValidationError):
        try_and_fail(board, by=None)

    assert not Entry.objects.exists()
    assert Board.objects.get().name == "As it was"


# --- What a line says -------------------------------------------------------------------


def test_a_line_says_who_for_whom_what_and_from_which_state_to_which():
    line = ledger.entry(
        Board(pk=7),
        by=UserFactory(name="Amy"),
        verb="send",
        words="Sent",
        on_behalf_of="Kingston Hospital",
        from_state="Open",
        to_state="Sent",
    )

    assert line.sentence == "Amy on behalf of Kingston Hospital: Sent (Open → Sent)"
    assert (str(line), line.label, line.record) == (
        "Amy send people.board 7",
        "people.board",
        7,
    )


def test_the_clock_has_a_name():
    assert ledger.entry(Board(pk=7), by=None, verb="x", words="Closed").sentence == (
        "Goldthread: Closed"
    )


def test_the_history_of_a_record_is_its_own_oldest_first():
    mine, other = BoardFactory(), BoardFactory()
    for board, words in ((mine, "One"), (other, "Two"), (mine, "Three")):
        ledger.write(board, by=None, verb="x", words=words)

    assert [e.words for e in Entry.objects.about(mine)] == ["One", "Three"]


def test_a_line_survives_the_person_it_names():
    amy = UserFactory(name="Amy")
    board = BoardFactory()
    ledger.write(board, by=amy, verb="x", words="Looked")

    amy.delete()

    assert [e.sentence for e in Entry.objects.about(board)] == ["Amy: Looked"]


def test_the_connection_of_the_tests_is_the_role_app():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)
