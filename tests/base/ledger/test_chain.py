"""One chain over all lines: what the app may not do, and what is found when others do."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction

from goldthread.base.ledger import canon, chain, exports
from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Entry, Link
from goldthread.base.people.models import Board
from tests.base.ledger.conftest import sql
from tests.factories import BoardFactory

pytestmark = pytest.mark.django_db


def seqs():
    return list(Link.objects.values_list("seq", flat=True))


def test_every_line_is_linked_when_its_transaction_ends(settle):
    ledger.write(Board(pk=7), by=None, verb="add", words="Added")

    assert seqs() == []
    settle()
    assert seqs() == [1]


def test_the_places_have_no_gaps_when_something_is_undone(settle):
    board = Board(pk=7)
    ledger.write(board, by=None, verb="add", words="One")
    with transaction.atomic():
        ledger.write(board, by=None, verb="add", words="Two")
        transaction.set_rollback(True)
    with transaction.atomic():
        ledger.write(board, by=None, verb="add", words="Three")
    settle()
    ledger.write(board, by=None, verb="add", words="Four")
    settle()

    lines = [Entry.objects.get(pk=link.line).words for link in Link.objects.all()]
    assert lines == ["One", "Three", "Four"]
    assert seqs() == [1, 2, 3]
    assert chain.verify() is None


def test_lines_written_at_once_are_linked_at_once(settle):
    lines = [
        ledger.entry(Board(pk=7), by=None, verb="add", words=str(n)) for n in range(50)
    ]
    Entry.objects.bulk_create(lines)
    settle()

    assert seqs() == list(range(1, 51))
    assert chain.verify() is None


FORGED = """INSERT INTO ledger_entry
(xact, at, by_label, on_behalf_of, verb, words, label, record, from_state, to_state)
SELECT '7', at, 'x', '', 'x', 'x', 'x', 1, '', '' FROM ledger_entry"""


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_link SELECT seq + 1, at, kind, line + 1, prev, hash FROM ledger_link",
        "UPDATE ledger_link SET hash = prev",
        "DELETE FROM ledger_link",
        "TRUNCATE ledger_link",
        "INSERT INTO ledger_trace SELECT * FROM ledger_trace",
        "UPDATE ledger_trace SET number = 0",
        "DELETE FROM ledger_trace",
        "TRUNCATE ledger_trace",
        "SELECT ledger_chain('entry', 1, NULL)",
        "DELETE FROM ledger_turn",
        FORGED,
    ],
)
def test_the_app_writes_nothing_into_the_chain(ten_lines, statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        sql(statement)

    assert chain.verify() is None


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_announced",
        "ALTER TABLE ledger_turn DISABLE TRIGGER ledger_turned",
        "DROP TRIGGER ledger_watch_insert ON people_board",
        "ALTER FUNCTION ledger_chain OWNER TO app",
    ],
)
def test_the_app_cannot_switch_it_off(statement):
    with pytest.raises(ProgrammingError, match="must be"), transaction.atomic():
        sql(statement)


# --- Tampering ----------------------------------------------------------------------------


def fault():
    found = chain.verify()
    return found and (found.seq, found.words)


def test_a_whole_chain_verifies(ten_lines):
    assert fault() is None


def test_an_empty_ledger_verifies():
    assert fault() is None


def test_an_edit_is_found(ten_lines, tamper):
    with tamper() as owner:
        fourth = Link.objects.get(seq=4).line
        owner(
            "UPDATE ledger_entry SET by_label = 'Somebody else' WHERE id = %s", [fourth]
        )

    assert fault() == (
        4,
        f"Entry 4 (ledger_entry {fourth}) is not what was written at the time.",
    )


def test_a_deleted_line_is_found(ten_lines, tamper):
    with tamper() as owner:
        fourth = Link.objects.get(seq=4).line
        owner("DELETE FROM ledger_entry WHERE id = %s", [fourth])

    assert fault() == (
        4,
        f"Entry 4 (ledger_entry {fourth}): its line has been deleted.",
    )


def test_a_line_that_is_deleted_with_its_link_is_found(ten_lines, tamper):
    with tamper() as owner:
        owner(
            "DELETE FROM ledger_entry WHERE id IN"
            " (SELECT line FROM ledger_link WHERE seq = 4)"
        )
        owner("DELETE FROM ledger_link WHERE seq = 4")

    assert fault() == (4, "Entry 4 is missing from the chain.")


def test_a_cut_beginning_is_found(ten_lines, tamper):
    with tamper() as owner:
        owner("DELETE FROM ledger_link WHERE seq <= 3")

    assert fault() == (1, "Entry 1 is missing from the chain.")


def test_a_link_that_was_changed_is_found(ten_lines, tamper):
    with tamper() as owner:
        owner("UPDATE ledger_link SET at = at + interval '1 hour' WHERE seq = 5")

    assert fault()[0] == 5


def test_a_link_that_was_made_anew_does_not_lead_on(ten_lines, tamper):
    with tamper() as owner:
        line = Link.objects.get(seq=5).line
        owner("UPDATE ledger_entry SET words = 'x' WHERE id = %s", [line])
        remade(owner, 5, 5)

    assert fault()[0] == 6


def test_a_line_put_in_beside_the_chain_is_found(ten_lines, tamper):
    with tamper() as owner:
        owner(
            "INSERT INTO ledger_entry (at, by_label, on_behalf_of, verb, words, label, record,"
            " from_state, to_state) VALUES (now(), 'x', '', 'x', 'x', 'x', 1, '', '')"
        )
    line = Entry.objects.order_by("-pk")[0].pk

    assert fault() == (None, f"ledger_entry {line} was put in from outside the chain.")


# --- With what was signed and kept elsewhere ----------------------------------------------


@pytest.fixture
def anchored(ten_lines, tmp_path):
    file = tmp_path / "anchors.jsonl"
    call_command("ledger", "anchor", out=file)
    return file


HASHED = canon.hashed(
    "%s::bytea", "l.seq", canon.moment("l.at"), canon.said("entry", "e")
)
REMAKE = f"""UPDATE ledger_link l SET prev = %s, hash = {HASHED}
FROM ledger_entry e WHERE e.id = l.line AND l.seq = %s"""  # noqa: S608


def remade(owner, first, last):
    """The hashes of these places, as whoever knows how can make them."""
    for seq in range(first, last + 1):
        before = canon.BEGINNING if seq == 1 else Link.objects.get(seq=seq - 1).hash
        owner(REMAKE, [bytes(before), bytes(before), seq])


def refusal(*arguments, **options):
    with pytest.raises(CommandError) as refused:
        call_command("ledger", "verify", *arguments, **options)
    assert refused.value.returncode == 1
    return str(refused.value)


def test_a_chain_agrees_with_its_anchor(anchored, capsys):
    call_command("ledger", "verify", anchor=anchored)

    assert capsys.readouterr().out == "All 10 entries are as they were written.\n"


def test_a_cut_tail_is_found_by_the_anchor_alone(anchored, tamper):
    with tamper() as owner:
        owner(
            "DELETE FROM ledger_entry WHERE id IN"
            " (SELECT line FROM ledger_link WHERE seq > 7)"
        )
        owner("DELETE FROM ledger_link WHERE seq > 7")

    assert fault() is None
    assert refusal(anchor=anchored).startswith(
        "Entry 8 is missing: the chain ends at 7, but an anchor of "
    )


def test_a_chain_that_was_made_anew_is_found_by_the_anchor_alone(anchored, tamper):
    with tamper() as owner:
        line = Link.objects.get(seq=3).line
        owner("UPDATE ledger_entry SET words = 'x' WHERE id = %s", [line])
        remade(owner, 3, 10)

    assert fault() is None
    assert "up to 10 is not what it was when an anchor was made" in refusal(
        anchor=anchored
    )


def test_an_older_anchor_says_from_where_the_chain_was_made_anew(
    anchored, settle, tamper
):
    BoardFactory()
    settle()
    call_command("ledger", "anchor", out=anchored)
    with tamper() as owner:
        owner("UPDATE ledger_trace SET number = 5")
    more = Link.objects.count()

    assert refusal(anchor=anchored).startswith("Entry 11 (ledger_trace")
    with tamper() as owner:
        owner("DELETE FROM ledger_link WHERE seq > 10")
        owner("DELETE FROM ledger_trace")
    assert refusal(anchor=anchored).startswith(
        "Entry 11 is missing: the chain ends at 10, but an anchor of "
    )
    assert more > 10


def test_an_anchor_that_somebody_else_made_is_refused(anchored):
    told = json.loads(anchored.read_text())
    anchored.write_text(json.dumps(told | {"seq": 3}))

    assert refusal(anchor=anchored) == (
        "Line 1 of the anchors is not signed by the ledger’s key."
    )


def test_a_key_is_needed_where_real_records_are(settings):
    settings.DEMO, settings.LEDGER_KEY = False, ""

    with pytest.raises(Exception, match="Set LEDGER_KEY to 64 hexadecimal digits"):
        exports.anchor()


def test_the_text_of_a_line_is_the_same_outside_the_database(ten_lines):
    before = canon.BEGINNING
    for seq, at, said, hashed in chain.links(10):
        line = json.loads(said)
        again = json.dumps(
            line, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert again == said
        before = canon.link(before, seq, at, said)
        assert before == hashed
