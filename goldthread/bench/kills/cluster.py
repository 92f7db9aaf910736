"""A PostgreSQL and a Goldthread to be harmed: nobody else uses them, and nothing is kept."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from goldthread.bench.counting import PROC, stat
from goldthread.bench.serving import Broken
from goldthread.site import embedded

OURS = ("DATABASE_URL", "APP_DATABASE_URL", "GOLDTHREAD_DATABASE", "GOLDTHREAD_DEMO")
PATIENCE = 60  # seconds
APART = "goldthread.bench.kills.apart"


@dataclass
class Cluster:
    folder: Path
    people: list[str] = field(default_factory=list)  # their sessions

    @property
    def home(self) -> Path:
        return self.folder / "postgres"

    @property
    def data(self) -> Path:
        return (self.home / "data").resolve()

    def start(self) -> None:
        embedded.start(self.home)

    def stop(self) -> None:
        embedded.stop(self.home)

    def kill(self) -> None:
        """The postmaster and all its children, at once: as when the machine dies."""
        note = (self.data / "postmaster.pid").read_text().split()
        family = [int(note[0]), *_children(int(note[0]))]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while any(_lives(pid) for pid in family) and time.monotonic() < deadline:
            time.sleep(0.01)

    def sql(self, statement: str, *given: Any, database: str = "goldthread") -> Any:
        """Asked as the superuser, so that no rule of ours stands between."""
        server = embedded.start(self.home)
        where = f"host={server.host} port={server.port} dbname={database}"
        with psycopg.connect(where, user="postgres", autocommit=True) as connection:
            found = connection.execute(statement.encode(), given or None)
            return found.fetchall() if found.description else []

    def env(self, **more: str) -> dict[str, str]:
        server = embedded.start(self.home)
        kept = {name: word for name, word in os.environ.items() if name not in OURS}
        where = f"host={quote(server.host, safe='')}&port={server.port}"
        return kept | {
            "DATABASE_URL": f"postgresql://owner@/goldthread?{where}",
            "GOLDTHREAD_VAR": str(self.folder),
            "GOLDTHREAD_KEYS": str(self.folder / "keys"),
            "SECRET_KEY": "of a bench that nobody else uses",
            "HTTPS": "0",
            **more,
        }

    def run(self, *command: str, **more: str) -> str:
        """`python -m COMMAND` on it."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.env(**more),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Broken(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def whole(self) -> None:
        """Nothing is corrupt: the chain follows, and every index and page is sound."""
        self.run("goldthread", "ledger", "verify")
        self.sql("CREATE EXTENSION IF NOT EXISTS amcheck")
        self.sql(
            "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a "
            "ON a.oid = relam WHERE relkind = 'i' AND amname = 'btree' "
            "AND relpersistence = 'p'"
        )
        broken = self.sql(
            "SELECT count(*) FROM pg_class c, LATERAL verify_heapam(c.oid) "
            "WHERE relkind = 'r' AND relpersistence = 'p' AND relam <> 0"
        )
        if broken != [(0,)]:
            raise Broken(f"PostgreSQL finds {broken[0][0]} things corrupt.")


def _children(parent: int) -> Iterator[int]:
    for each in PROC.glob("[0-9]*"):
        try:
            if int(stat(int(each.name))[1][1]) == parent:
                yield int(each.name)
        except OSError:
            continue


def _lives(pid: int) -> bool:
    """Also while nobody has taken note of its end: PostgreSQL looks at its number."""
    return (PROC / str(pid)).exists()


@contextmanager
def cluster(*, letters: int = 0, writers: int = 4) -> Iterator[Cluster]:
    """Migrated, with a board, its people and so many letters that wait."""
    folder = Path(tempfile.mkdtemp(prefix="goldthread-kills-"))
    folder.chmod(0o711)  # for root, another user runs PostgreSQL and passes through
    made = Cluster(folder)
    try:
        made.start()
        made.run("goldthread", "keys", "new")
        made.run("goldthread", "migrate", "--verbosity=0")
        made.run("goldthread", "collectstatic", "--noinput", "--verbosity=0")
        furnish = (APART, "furnish", str(writers), str(letters))
        made.people = json.loads(made.run(*furnish))
        yield made
    finally:
        made.stop()
        data = made.data
        if embedded.ROOTS_FOLDER in data.parents:
            shutil.rmtree(data.parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(on: Cluster) -> Iterator[int]:
    """The product as in service, two processes of four threads; the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    how = f"--bind=127.0.0.1:{port} --workers=2 --threads=4 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", *how.split(), "--log-level=critical"]
    log = (on.folder / "served.log").open("ab")
    server = subprocess.Popen(
        [*command, "goldthread.site.wsgi"], env=on.env(), stderr=log, stdout=log
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()
        log.close()


def _wait(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Broken("The server did not start.")


def token() -> str:
    return secrets.token_hex(16)
