"""The real server on the bench's database, somebody signed in, and clients who ask."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from goldthread.base.people.models import User
from goldthread.bench.counting import counted
from goldthread.bench.database import CALLED

HOST = "127.0.0.1"
PATIENCE = 60  # seconds


class Broken(Exception):
    """A page that should be measured did not come."""


@dataclass(frozen=True)
class Server:
    pid: int
    port: int


def child_of(database: str) -> dict[str, str]:
    """The surroundings of a child process that works in that database."""
    return os.environ | {CALLED: database, "HTTPS": "0"}


@contextmanager
def serving(database: str) -> Iterator[Server]:
    """As `dev.py run` serves: two processes of four threads."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    how = f"--bind={HOST}:{port} --workers=2 --threads=4 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", *how.split(), "--log-level=warning"]
    process = subprocess.Popen(
        [*command, "goldthread.bench.wsgi"], env=child_of(database)
    )
    try:
        _wait(process, port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _Browser(port, "").get("/healthz")
        except (OSError, Broken):
            time.sleep(0.2)
        else:
            return
    raise Broken("The server did not start.")


# --- Somebody signed in ---------------------------------------------------------------


def session_of(person: User) -> str:
    """A session as signing in with a second factor leaves it."""
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def statements(session: str, path: str) -> int:
    """Of a page that she has opened before: the fewest of three times.

    Once a minute a page also renews her session.
    """
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    counts = []
    for _ in range(4):
        with counted() as count:
            response = client.get(path, secure=settings.HTTPS)
        if response.status_code != 200:  # noqa: PLR2004
            raise Broken(f"{path} answered {response.status_code}.")
        counts.append(count.statements)
    return min(counts[1:])


# --- Clients --------------------------------------------------------------------------


class _Browser:
    """One client, on a connection that it keeps."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        self.headers = {"Cookie": f"session={session}"}

    def get(self, path: str) -> float:
        """Milliseconds until the whole page is there."""
        started = time.perf_counter()
        try:
            status = self._ask(path)
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()  # it was kept for too long
            status = self._ask(path)
        if status != 200:  # noqa: PLR2004
            raise Broken(f"{path} answered {status}.")
        return (time.perf_counter() - started) * 1000

    def _ask(self, path: str) -> int:
        self.connection.request("GET", path, headers=self.headers)
        response = self.connection.getresponse()
        response.read()
        return response.status


def asked(
    server: Server, session: str, path: str, *, clients: int, times: int
) -> list[float]:
    """How long each request took, of so many clients each asking so many times."""

    def ask(_: int) -> list[float]:
        browser = _Browser(server.port, session)
        try:
            return [browser.get(path) for _ in range(times)]
        finally:
            browser.connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return [took for of_one in pool.map(ask, range(clients)) for took in of_one]
