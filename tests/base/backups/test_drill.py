"""The drill: back up, restore elsewhere, count, verify the chain and open one text."""

import json
import secrets
import shutil

import pytest
from django.conf import settings as its
from django.core.management import CommandError, call_command
from django.db import connections

from goldthread.base.backups import streams
from goldthread.base.backups.manifest import FILE, Manifest
from goldthread.base.backups.taking import DATABASE, LEFT_OUT, take
from goldthread.base.ledger import chain
from goldthread.base.ledger import models as ledger
from goldthread.loop.activities.referrals.models import Referral
from tests.base.vault.conftest import CONCERN, WORKING, referring
from tests.databases import at, copy, drop
from tests.factories import BoardFactory, FindingFactory, board_team

# Written for this run alone, so that nothing older can be taken for it.
SEALED, OPEN = (f"zaunkoenig{secrets.token_hex(8)}" for _ in range(2))
ABOUT_IT = f"{CONCERN} {SEALED}"


@pytest.fixture(scope="module")
def backup(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup of a small board with a sealed referral, and what was true of it."""
    folder = tmp_path_factory.mktemp("backup")
    keys, its.KEYS = its.KEYS, folder / "keys"
    streams.new_key(key := folder / "backup.key")
    with django_db_blocker.unblock():
        source = connections["default"].settings_dict["NAME"]
        name = f"{source}_drill"
        with at(name):
            copy(source, name)
            team = board_team(board := BoardFactory(name="Kingston"))
            referring(team)(ABOUT_IT)
            FindingFactory.create_batch(3, text=OPEN)
            ledger.write(board, by=team, verb="add", words="It began.")
            call_command("backup", folder / "whole", key=key)
        drop(name)
    yield folder / "whole"
    its.KEYS = keys


@pytest.fixture
def elsewhere(django_db_setup, django_db_blocker):
    """The name of a database that is not there yet."""
    with django_db_blocker.unblock():
        name = f"{connections['default'].settings_dict['NAME']}_back"
        yield name
        drop(name)


def key_of(backup):
    return backup.parent / "backup.key"


def restore(backup, **how):
    call_command("restore", backup, **{"key": key_of(backup), **how})


@pytest.fixture
def copied(backup, tmp_path):
    """A copy of the backup, to be damaged."""
    shutil.copytree(backup, there := tmp_path / "copy")
    return there


# --- The drill -----------------------------------------------------------------------------


def test_what_is_restored_is_all_there_and_proved(backup, elsewhere, capsys):
    manifest = Manifest.read(backup, streams.read_key(key_of(backup)))

    restore(backup, into=elsewhere)

    said = capsys.readouterr().out
    with at(elsewhere):
        referral = Referral.objects.get()
        assert (referral.concern, referral.working) == (ABOUT_IT, WORKING)
        assert chain.verify() is None
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET goldthread.trusted = 'on'")
            for table, rows in manifest.rows.items():
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
                assert (table, cursor.fetchone()[0]) == (table, rows)
        call_command("check", "--database", "default", "--fail-level", "WARNING")
    assert f"All {manifest.ledger_seq:,} entries of the ledger are as they were" in said
    assert "A sealed text (" in said
    assert f"GOLDTHREAD_DATABASE={elsewhere}" in said


def test_restoring_goes_on_where_the_ledger_ended(backup, elsewhere):
    before = Manifest.read(backup, streams.read_key(key_of(backup))).ledger_seq
    restore(backup, into=elsewhere)

    with at(elsewhere):
        assert chain.last() == before  # the restore itself wrote no line
        FindingFactory()
        assert chain.last() > before
        assert chain.verify() is None


# --- What is in it -------------------------------------------------------------------------


def test_a_backup_misses_no_row_that_the_rules_hide(backup):
    """Row-level security binds the owner who dumps; every table that has rows says so."""
    rows = json.loads((backup / FILE).read_text())["rows"]

    assert (rows["referrals_referral"], rows["vault_casekey"]) == (1, 2)
    assert rows["findings_finding"] == 3
    assert set(rows) & set(LEFT_OUT) == set()


def test_nothing_that_was_written_can_be_read_in_it(backup):
    words = (SEALED, OPEN, CONCERN, WORKING, "Kingston", "It began.")
    for path in backup.iterdir():
        held = path.read_bytes()
        assert [word for word in words if word.encode() in held] == []


@pytest.mark.skipif(not its.EMBEDDED, reason="the log of another server is its own")
def test_what_is_sealed_cannot_be_read_in_the_write_ahead_log_either(backup):
    log = (its.VAR / "postgres/data/pg_wal").resolve()
    held = [path.read_bytes() for path in log.iterdir() if path.is_file()]

    assert any(OPEN.encode() in segment for segment in held)  # what is not sealed, can
    assert not any(SEALED.encode() in segment for segment in held)


def test_it_says_which_keys_it_needs_and_holds_none(backup, capsys):
    restore(backup, check=True)

    said = capsys.readouterr().out
    assert "is whole." in said
    assert "master-1.key and blind.key" in said
    assert sorted(path.name for path in backup.iterdir()) == [DATABASE, FILE]


# --- What is refused -----------------------------------------------------------------------


def test_another_key_is_refused(backup, tmp_path):
    streams.new_key(other := tmp_path / "other.key")

    with pytest.raises(CommandError, match="this one is"):
        restore(backup, key=other, check=True)


def test_no_key_is_refused(backup, settings):
    settings.BACKUP_KEY = ""

    with pytest.raises(CommandError, match="There is no backup key"):
        restore(backup, key=None, check=True)


@pytest.mark.parametrize("name", [DATABASE, FILE])
def test_a_missing_file_is_refused(copied, backup, name):
    (copied / name).unlink()

    with pytest.raises(CommandError, match=name):
        restore(copied, key=key_of(backup), check=True)


def test_a_cut_file_is_refused(copied, backup):
    file = copied / DATABASE
    file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(CommandError, match="Nothing was changed"):
        restore(copied, key=key_of(backup), check=True)


def test_a_flipped_byte_is_refused(copied, backup):
    held = bytearray((copied / DATABASE).read_bytes())
    held[len(held) // 2] ^= 1
    (copied / DATABASE).write_bytes(held)

    with pytest.raises(CommandError, match="is damaged from byte"):
        restore(copied, key=key_of(backup), check=True)


def test_an_altered_manifest_is_refused(copied, backup):
    told = json.loads((copied / FILE).read_text())
    told["rows"]["findings_finding"] = 2
    (copied / FILE).write_text(json.dumps(told))

    with pytest.raises(CommandError, match="was altered since"):
        restore(copied, key=key_of(backup), check=True)


def test_the_file_of_another_backup_is_refused(copied, backup):
    key = streams.read_key(key_of(backup))
    other = b"".join(streams.seal(key, f"other {DATABASE}", [b"x" * 1000]))
    manifest = Manifest.read(copied, key)
    manifest.files[DATABASE] = len(other)
    (copied / DATABASE).write_bytes(other)
    manifest.write(copied, key)

    with pytest.raises(CommandError, match="is damaged"):
        restore(copied, key=key_of(backup), check=True)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_database_that_is_not_empty_is_refused(backup):
    with pytest.raises(CommandError, match=r"is not empty\. Nothing was changed"):
        restore(backup)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_backup_of_a_newer_goldthread_is_refused(copied, backup):
    key = streams.read_key(key_of(backup))
    manifest = Manifest.read(copied, key)
    manifest.migrations.append("findings.9999_from_tomorrow")
    manifest.write(copied, key)

    with pytest.raises(CommandError, match="of a newer Goldthread"):
        restore(copied, key=key_of(backup))


@pytest.mark.django_db(databases=["default", "owner"])
def test_without_its_master_keys_it_is_refused(backup, settings, tmp_path):
    settings.KEYS = tmp_path / "of_another_machine"

    with pytest.raises(CommandError, match=r"needs master-1\.key"):
        restore(backup)


TABLES = "SELECT count(*) FROM pg_class WHERE relname LIKE 'people%'"


def test_a_restore_that_fails_half_way_leaves_an_empty_database(
    copied, backup, elsewhere
):
    """The dump breaks off, although everything was sealed as it should be."""
    key = streams.read_key(key_of(backup))
    manifest = Manifest.read(copied, key)
    name = f"{manifest.id} {DATABASE}"
    with (copied / DATABASE).open("rb") as file:
        whole = b"".join(streams.unseal(key, name, file))
    half = b"".join(streams.seal(key, name, [whole[: len(whole) * 3 // 4]]))
    (copied / DATABASE).write_bytes(half)
    manifest.files[DATABASE] = len(half)
    manifest.write(copied, key)

    with pytest.raises(CommandError, match="PostgreSQL’s pg_restore failed"):
        restore(copied, key=key_of(backup), into=elsewhere)

    with at(elsewhere), connections["owner"].cursor() as cursor:
        cursor.execute(TABLES)
        assert cursor.fetchone() == (0,)


# --- Taking one ----------------------------------------------------------------------------


def test_a_folder_that_is_there_is_not_written_over(backup):
    with pytest.raises(CommandError, match=r"is there already\. Nothing was done"):
        call_command("backup", backup, key=key_of(backup))


@pytest.mark.parametrize("folder", [".", "keys/backup"])
def test_keys_and_backups_are_kept_apart(backup, folder):
    where = backup.parent / folder if folder != "." else backup.parent

    with pytest.raises(CommandError, match="would lie with the backup"):
        call_command("backup", where, key=key_of(backup))


@pytest.mark.usefixtures("committed")
def test_a_backup_that_breaks_off_leaves_nothing(backup, tmp_path):
    """The moment that pg_dump is to write down has gone when it begins."""

    def forget(said):
        connections["owner"].connection.rollback()

    with pytest.raises(streams.Refused, match=r"pg_dump failed: .*snapshot"):
        take(tmp_path / "half", key_of(backup), tell=forget)

    assert list(tmp_path.iterdir()) == []


def test_making_a_key_says_to_keep_a_copy(tmp_path, capsys):
    call_command("backup", new_key=tmp_path / "new.key")

    assert "without it no backup opens" in capsys.readouterr().out
    assert len(streams.read_key(tmp_path / "new.key")) == 32


def test_a_backup_needs_a_name():
    with pytest.raises(CommandError, match="Name the folder"):
        call_command("backup")
