"""The master keys: files in a folder outside the database, one for each version.

`master-1.key`, `master-2.key` … each wrap the keys of cases; the highest is the one in
use. `blind.key` makes blind indexes. Files are 64 hexadecimal digits, for their owner's
eyes only. A demo makes its own; in service `goldthread keys new` does.
"""

import hmac
import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from goldthread.base.vault.sealing import Unreadable, new_key, seal, unseal

NAMED = re.compile(r"master-([1-9]\d*)\.key")
BLIND = "blind.key"
OTHERS = 0o077  # what anybody but the owner might do


class NoKeys(ImproperlyConfigured):
    """There is no key to seal or open with; the message says what to do."""


def folder() -> Path:
    return Path(settings.KEYS)


def versions() -> list[int]:
    """Those that are there, oldest first."""
    names = os.listdir(folder()) if folder().is_dir() else ()  # noqa: PTH208  names alone
    return sorted(int(found[1]) for found in map(NAMED.fullmatch, names) if found)


def current() -> int:
    """The version that new keys are wrapped under."""
    if found := versions():
        return found[-1]
    if settings.DEMO:
        return new()
    raise NoKeys(
        f"There are no master keys in {folder()}. Set GOLDTHREAD_KEYS to the folder "
        "that holds them, or make the first with `goldthread keys new`."
    )


def new() -> int:
    """Make the next version; whoever comes second to the same number takes the first's."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    version = (versions() or [0])[-1] + 1
    _make(BLIND)
    _make(f"master-{version}.key")
    return version


def _make(name: str) -> None:
    """Whole or not at all, and never over another."""
    at = folder() / name
    if at.exists():
        return
    draft = folder() / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:  # noqa: PTH123
        file.write(f"{new_key().hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        at.hardlink_to(draft)
    draft.unlink()


@cache
def _read(at: Path) -> bytes:
    if at.stat().st_mode & OTHERS:
        raise NoKeys(f"Others can read the key {at}. Close it with `chmod 600 {at}`.")
    try:
        key = bytes.fromhex(at.read_text("ascii"))
    except ValueError:
        key = b""
    if len(key) != len(new_key()):
        raise NoKeys(f"{at} does not hold a key of 64 hexadecimal digits.")
    return key


def _master(version: int) -> bytes:
    at = folder() / f"master-{version}.key"
    try:
        return _read(at)
    except FileNotFoundError as error:
        raise NoKeys(
            f"The master key {at} is missing. Put it back from the copy that is kept "
            "apart from the database's backups; without it what it sealed is lost."
        ) from error


# --- The keys of cases -----------------------------------------------------------------


def _bound(reference: UUID, version: int) -> bytes:
    return f"goldthread key {reference} {version}".encode()


def wrap(key: bytes, reference: UUID, version: int) -> bytes:
    return seal(_master(version), key, _bound(reference, version))


def unwrap(wrapped: bytes, reference: UUID, version: int) -> bytes:
    try:
        return unseal(_master(version), wrapped, _bound(reference, version))
    except Unreadable as error:
        raise Unreadable(
            "This case’s key cannot be opened: it was altered, or belongs to other "
            "master keys. Nothing was changed. Tell whoever runs Goldthread."
        ) from error


# --- Blind indexes ---------------------------------------------------------------------


def digest(text: str, bound: str) -> str:
    """The same text in the same column gives the same; nobody without the key can guess."""
    current()
    said = f"{bound}\0{text}".encode()
    return hmac.new(_read(folder() / BLIND), said, "sha256").hexdigest()
