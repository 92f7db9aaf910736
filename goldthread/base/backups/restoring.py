"""Giving a backup back: into an empty database, all of it or nothing, and then proved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from goldthread.base.access import roles
from goldthread.base.access.acting import trusted
from goldthread.base.backups import programs, streams
from goldthread.base.backups.manifest import Manifest
from goldthread.base.backups.streams import Damaged, Refused
from goldthread.base.backups.taking import DATABASE, counts, progress
from goldthread.base.ledger import chain
from goldthread.base.vault import keyring
from goldthread.base.vault.queries import sealed_of
from goldthread.base.vault.sealing import Unreadable

THERE = "SELECT 1 FROM pg_database WHERE datname = %s"
OCCUPIED = """SELECT count(*) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'p', 'S')"""
Tell = Callable[[str], object]


def checked(folder: Path, key_file: Path) -> tuple[Manifest, bytes]:
    """The manifest of a backup that is whole: every file is there and opens to its end."""
    key = streams.read_key(key_file)
    manifest = Manifest.read(folder, key)
    for name, size in manifest.files.items():
        at = folder / name
        if not at.exists():
            raise Refused(
                f"{name} is missing from {folder}. Nothing was changed. Use another copy "
                "of this backup."
            )
        if at.stat().st_size != size:
            raise Damaged(
                f"{name} has {at.stat().st_size:,} bytes, not the {size:,} that were "
                "written. Nothing was changed. Use another copy of this backup."
            )
        for _ in _opened(folder, name, manifest, key):
            pass
    return manifest, key


def _opened(folder: Path, name: str, manifest: Manifest, key: bytes) -> Iterator[bytes]:
    with (folder / name).open("rb") as file:
        yield from streams.unseal(key, f"{manifest.id} {name}", file)


def give_back(
    folder: Path, key_file: Path, tell: Tell = lambda said: None
) -> tuple[Manifest, list[str]]:
    """Fill the database we are connected to; what was proved of it, in sentences."""
    manifest, key = checked(folder, key_file)
    tell(f"The backup of {manifest.made_at} is whole.")
    _refuse_newer(manifest)
    _refuse_without_master_keys(manifest)
    _prepare(manifest)
    counted = progress("processing data for table", len(manifest.rows), tell)
    pieces = _opened(folder, DATABASE, manifest, key)
    programs.restore(pieces, tell=counted)
    tell("Everything is there. Proving it.")
    proved = list(_proved(manifest))
    call_command("migrate", verbosity=0)  # policies and rights, and what is newer here
    return manifest, proved


# --- Before --------------------------------------------------------------------------------


def _refuse_newer(manifest: Manifest) -> None:
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := [name for name in manifest.migrations if name not in ours]:
        raise Refused(
            f"This backup is of a newer Goldthread ({manifest.version}) than this one: "
            f"it knows {unknown[-1]}, and this one does not. Nothing was changed. Install "
            "that version first."
        )


def _refuse_without_master_keys(manifest: Manifest) -> None:
    there = keyring.versions()
    if lost := [version for version in manifest.master_keys if version not in there]:
        names = ", ".join(f"master-{version}.key" for version in lost)
        raise Refused(
            f"What is sealed in this backup needs {names}, and {keyring.folder()} does "
            "not hold it. Nothing was changed. Put it back from its own copy, or set "
            "GOLDTHREAD_KEYS."
        )


def _prepare(manifest: Manifest) -> None:
    """The roles, and what they need before anything can belong to them."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute(OCCUPIED)
        name = connections["owner"].settings_dict["NAME"]
        if cursor.fetchone()[0]:
            raise Refused(
                f"The database {name} is not empty. Nothing was changed. Restore into an "
                "empty one, or name a new one with --into."
            )
        cursor.execute("SELECT current_user")
        if (now := cursor.fetchone()[0]) != manifest.owner:
            raise Refused(
                f"The tables belong to the role {manifest.owner}, and you are {now}. "
                f"Nothing was changed. Restore with a DATABASE_URL of {manifest.owner}."
            )
        roles.create(cursor)
        cursor.execute("GRANT CREATE ON SCHEMA public TO reader")


@contextmanager
def turned_to(name: str) -> Iterator[None]:
    """Work in another database of the same server, which is made if it is not there."""
    before = connections["owner"].settings_dict["NAME"]
    _make(name)
    try:
        _turn(name)
        yield
    finally:
        _turn(before)


def _turn(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _make(name: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(THERE, [name])
        if cursor.fetchone():
            return
        make = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
        try:
            cursor.execute(make.format(sql.Identifier(name)))
        except ProgrammingError as refused:
            raise Refused(
                f"There is no database {name}, and the owner may not make one. Nothing "
                f"was changed. As the server’s administrator: CREATE DATABASE {name} "
                "OWNER owner."
            ) from refused


# --- After ---------------------------------------------------------------------------------


def _proved(manifest: Manifest) -> Iterator[str]:
    _prove_rows(manifest)
    yield f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables are there."
    seq, head = chain.head()
    if fault := chain.verify():
        raise Refused(f"The ledger does not verify: {fault.words}")
    if (seq, head.hex() if seq else "") != (manifest.ledger_seq, manifest.ledger_head):
        raise Refused(
            f"The ledger ends at {seq}, and the backup says {manifest.ledger_seq}."
        )
    yield f"All {seq:,} entries of the ledger are as they were written."
    yield from _one_text()


def _prove_rows(manifest: Manifest) -> None:
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('goldthread.trusted', 'on', true)")
        there = counts(cursor)
    wrong = [
        f"{table}: {there.get(table, 0):,} rows, not {number:,}"
        for table, number in manifest.rows.items()
        if there.get(table) != number
    ]
    if wrong:
        raise Refused(f"Not everything came back. {'; '.join(wrong)}.")


def _one_text() -> Iterator[str]:
    for model in apps.get_models():
        for field in sealed_of(model):
            found = _opens(model, field.name, field.key)
            if found:
                yield found
                return
    yield "Nothing in it is sealed, so no sealed text was opened."


@trusted()
def _opens(model: type[Any], name: str, key: str) -> str:
    whole = {
        f"{name}__isnull": False,
        f"{key.replace('.', '__')}__wrapped__isnull": False,
    }
    record = model._base_manager.filter(**whole).first()
    if record is None:
        return ""
    try:
        size = len(getattr(record, name))
    except Unreadable as unreadable:
        raise Refused(f"A sealed text does not open: {unreadable}") from unreadable
    return (
        f"A sealed text ({model._meta.verbose_name}, {size:,} letters or bytes) opens "
        "with the master keys that are here."
    )
