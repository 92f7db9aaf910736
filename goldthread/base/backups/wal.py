"""What PostgreSQL writes as it works, sealed and kept elsewhere: for going back to a moment.

    python -m goldthread.base.backups.wal new-key FILE
    python -m goldthread.base.backups.wal push PATH NAME --key FILE --archive DIR
    python -m goldthread.base.backups.wal fetch NAME PATH --key FILE --archive DIR
    python -m goldthread.base.backups.wal base --key FILE --archive DIR [--from CONNINFO]
    python -m goldthread.base.backups.wal unpack DIR --key FILE --archive DIR
    python -m goldthread.base.backups.wal prune DAYS --archive DIR

`push` and `fetch` are PostgreSQL's archive_command and restore_command, so this knows
neither Django nor the settings. Segments are pressed first: a quiet one is nearly empty.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from goldthread.base.backups import streams
from goldthread.base.backups.streams import PIECE, Refused

SEALED = ".sealed"
BASE = "base-"
STAMP = "%Y-%m-%dT%H%M%S"
DAY = 24 * 60 * 60
# To PostgreSQL, from 126 on, that recovery must stop; below, that no more was archived.
NO_MORE, STOP = 1, 200


def push(path: Path, name: str, key: bytes, archive: Path) -> None:
    """Keep this segment. Again is well if it is the same; another is never written over."""
    kept = archive / f"{name}{SEALED}"
    if kept.exists():
        if b"".join(_opened(kept, name, key)) == path.read_bytes():
            return
        raise Refused(f"{kept} holds another segment than {path}. Nothing was written.")
    with path.open("rb") as file:
        _keep(kept, name, key, _read(file))


def fetch(name: str, path: Path, key: bytes, archive: Path) -> bool:
    """Give this segment back; False if it was never archived."""
    if not archive.is_dir():  # not mounted: that is not the end of what was archived
        raise Refused(f"There is no folder {archive}.")
    kept = archive / f"{name}{SEALED}"
    if not kept.exists():
        return False
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(_opened(kept, name, key))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return True


def base(key: bytes, archive: Path, conninfo: str = "") -> Path:
    """All files of the cluster, as they are from now on; the segments make them whole."""
    program = shutil.which("pg_basebackup") or "pg_basebackup"
    how = ("--format=tar", "--pgdata=-", "--wal-method=fetch", "--checkpoint=fast")
    command = [program, *how, f"--dbname={conninfo}"]
    kept = archive / f"{BASE}{datetime.now(UTC).strftime(STAMP)}{SEALED}"
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        out: IO[bytes] = running.stdout  # type: ignore[assignment]
        _keep(kept, kept.stem, key, _until_it_ends(out, running))
    return kept


def _until_it_ends(out: IO[bytes], running: subprocess.Popen[bytes]) -> Iterator[bytes]:
    yield from _read(out)
    if running.wait():
        raise Refused("pg_basebackup failed, so no base backup was kept.")


def unpack(into: Path, key: bytes, archive: Path) -> Path:
    """The newest base backup as the data folder of a new cluster."""
    bases = sorted(archive.glob(f"{BASE}*{SEALED}"))
    if not bases:
        raise Refused(f"There is no base backup in {archive}.")
    if into.exists() and any(into.iterdir()):
        raise Refused(f"{into} is not empty. Nothing was changed.")
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    newest = bases[-1]
    pieces = _Pieces(_opened(newest, newest.stem, key))
    with tarfile.open(fileobj=pieces, mode="r|") as packed:
        packed.extractall(into, filter="data")
    for _ in pieces.left:
        pass  # to the end, so that a cut file is found
    into.chmod(0o700)
    return newest


def prune(days: int, archive: Path) -> int:
    """Take away what no base backup of so many days needs; the newest base always stays."""
    bases = sorted(archive.glob(f"{BASE}*{SEALED}"))
    since = time.time() - days * DAY
    old = [each for each in bases[:-1] if _begun(each) < since]
    kept = [each for each in bases if each not in old]
    if not kept:
        return 0
    needed = _begun(kept[0])  # what was archived before it began, it does not need
    segments = set(archive.glob(f"*{SEALED}")) - set(bases)
    gone = [*old, *(each for each in segments if each.stat().st_mtime < needed)]
    for each in gone:
        each.unlink()
    return len(gone)


def _begun(kept: Path) -> float:
    told = kept.name.removeprefix(BASE).removesuffix(SEALED)
    return datetime.strptime(told, STAMP).replace(tzinfo=UTC).timestamp()


# --- Files ---------------------------------------------------------------------------------


class _Pieces(io.RawIOBase):
    """What comes piece by piece, as a file to be read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.left, self.held = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self.held) < size and (piece := next(self.left, b"")):
            self.held += piece
        given, self.held = self.held[:size], self.held[size:]
        return given


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _keep(kept: Path, name: str, key: bytes, pieces: Iterable[bytes]) -> None:
    """Under its name only once it is whole and on the disk."""
    part = kept.with_name(f".{kept.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.writelines(streams.seal(key, name, _pressed(pieces)))
            file.flush()
            os.fsync(file.fileno())
        part.rename(kept)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(kept.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _pressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(1)
    for piece in pieces:
        yield press.compress(piece)
    yield press.flush()


def _opened(kept: Path, name: str, key: bytes) -> Iterator[bytes]:
    spread = zlib.decompressobj()
    with kept.open("rb") as file:
        for piece in streams.unseal(key, name, file):
            yield spread.decompress(piece)
    yield spread.flush()


# --- The command ---------------------------------------------------------------------------


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="goldthread-wal", description=__doc__)
    does = parser.add_subparsers(dest="does", required=True)
    does.add_parser("new-key").add_argument("path", type=Path)
    for name, *words in (
        ("push", "path", "name"),
        ("fetch", "name", "path"),
        ("base",),
        ("unpack", "path"),
        ("prune", "days"),
    ):
        one = does.add_parser(name)
        for word in words:
            one.add_argument(word, type={"path": Path, "days": int}.get(word, str))
        one.add_argument("--archive", type=Path, required=True)
        if name != "prune":
            one.add_argument("--key", type=Path, required=True)
        if name == "base":
            one.add_argument("--from", dest="conninfo", default="")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    asked = _asked(arguments)
    try:
        return _done(asked)
    except (Refused, OSError, zlib.error) as trouble:
        sys.stderr.write(f"goldthread wal: {trouble}\n")
        return STOP if asked.does == "fetch" else NO_MORE


def _done(asked: argparse.Namespace) -> int:
    if asked.does == "new-key":
        streams.new_key(asked.path)
        return 0
    if asked.does == "prune":
        prune(asked.days, asked.archive)
        return 0
    key = streams.read_key(asked.key)
    if asked.does == "push":
        push(asked.path, asked.name, key, asked.archive)
    elif asked.does == "base":
        base(key, asked.archive, asked.conninfo)
    elif asked.does == "unpack":
        unpack(asked.path, key, asked.archive)
    elif not fetch(asked.name, asked.path, key, asked.archive):
        return NO_MORE
    return 0


if __name__ == "__main__":
    sys.exit(main())
