"""Taking a backup: one moment of the whole database, while people go on working."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from goldthread.base.backups import programs, streams
from goldthread.base.backups.manifest import Manifest
from goldthread.base.backups.streams import Refused

DATABASE = "database.sealed"
# Nobody's sign-in is in a backup; what is counted against floods begins anew.
LEFT_OUT = ("cache", "django_session", "usersessions_usersession")
TABLES = """SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"""
SNAPSHOT = """SELECT set_config('goldthread.trusted', 'on', true), pg_export_snapshot(),
current_user, pg_is_in_recovery()"""
HEAD = """SELECT coalesce(max(seq), 0),
(SELECT encode(hash, 'hex') FROM ledger_link ORDER BY seq DESC LIMIT 1) FROM ledger_link"""
APPLIED = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
MASTERS = """SELECT DISTINCT version FROM vault_casekey WHERE wrapped IS NOT NULL
ORDER BY version"""
Tell = Callable[[str], object]


def take(folder: Path, key_file: Path, tell: Tell = lambda said: None) -> Manifest:
    """A backup in this folder, which is there when it is whole and not before."""
    key, folder = streams.read_key(key_file), folder.absolute()
    _refuse_keys_beside(folder, key_file)
    with _making(folder) as part, _one_moment() as cursor:
        made = _facts(cursor, key)
        tell(f"Backing up {sum(made['rows'].values()):,} rows of one moment.")
        _dump(part / DATABASE, key, made, tell)
        made["files"] = {DATABASE: (part / DATABASE).stat().st_size}
        manifest = Manifest(**made)
        manifest.write(part, key)
    return manifest


def _refuse_keys_beside(folder: Path, key_file: Path) -> None:
    """Beside its keys a backup is as good as open text."""
    resolved, masters = folder.resolve(), Path(settings.KEYS).resolve()
    for kept, what in (
        (key_file.resolve(), "The backup key"),
        (masters, "The folder of the master keys"),
    ):
        if kept.is_relative_to(resolved) or resolved.is_relative_to(masters):
            raise Refused(
                f"{what} would lie with the backup in {folder}. Nothing was done. Keep "
                "keys and backups apart: whoever has both can read everything."
            )


@contextmanager
def _making(folder: Path) -> Iterator[Path]:
    """A folder beside it, which takes its name once all is on the disk."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            f"{folder} is there already. Nothing was done. Name a new folder."
        )
    part = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}.part")
    try:
        part.mkdir(mode=0o700, parents=True)
        yield part
        for path in part.iterdir():
            path.chmod(0o600)
            _to_disk(path)
        _to_disk(part)
        part.rename(folder)
        _to_disk(folder.parent)
    except OSError as trouble:
        raise Refused(
            f"The backup could not be written to {folder}: {trouble.strerror}. What was "
            "begun has been taken away; the database is as it was."
        ) from trouble
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _to_disk(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


# --- One moment ----------------------------------------------------------------------------


@contextmanager
def _one_moment() -> Iterator[CursorWrapper]:
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor


def _facts(cursor: CursorWrapper, key: bytes) -> dict[str, Any]:
    cursor.execute(SNAPSHOT)
    _, snapshot, owner, _ = cursor.fetchone()
    rows = {table: _count(cursor, table) for table in tables(cursor)}
    if "django_migrations" not in rows:
        raise Refused("There is nothing to back up: the database has no tables yet.")
    cursor.execute(HEAD)
    seq, head = cursor.fetchone()
    return {
        "id": snapshot,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("goldthread"),
        "server": programs.server(),
        "owner": owner,
        "backup_key": streams.mark_of(key),
        "master_keys": _column(cursor, MASTERS),
        "rows": rows,
        "ledger_seq": seq,
        "ledger_head": head or "",
        "migrations": _column(cursor, APPLIED),
    }


def tables(cursor: CursorWrapper) -> list[str]:
    """Those whose rows are in a backup."""
    return [name for name in _column(cursor, TABLES) if name not in LEFT_OUT]


def _column(cursor: CursorWrapper, statement: str) -> list[Any]:
    cursor.execute(statement)
    return [row[0] for row in cursor.fetchall()]


def _count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    return int(cursor.fetchone()[0])


def counts(cursor: CursorWrapper) -> dict[str, int]:
    return {table: _count(cursor, table) for table in tables(cursor)}


def _dump(into: Path, key: bytes, made: dict[str, Any], tell: Tell) -> None:
    snapshot, made["id"] = made["id"], uuid4().hex
    how = ("--format=custom", "--enable-row-security", f"--snapshot={snapshot}")
    without = [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
    counted = progress("dumping contents of table", len(made["rows"]), tell)
    pieces = programs.dump(*how, *without, tell=counted)
    with into.open("xb") as file:
        file.writelines(streams.seal(key, f"{made['id']} {DATABASE}", pieces))


def progress(words: str, number: int, tell: Tell) -> Tell:
    """Count the lines that say these words, and tell of each tenth of them."""
    seen = 0

    def heard(line: str) -> None:
        nonlocal seen
        if words in line:
            seen += 1
            if seen % max(number // 10, 1) == 0:
                tell(f"  {min(seen, number)} of {number} tables")

    return heard
