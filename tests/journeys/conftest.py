"""A real server on a database of its own, the demo in it, and a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from goldthread.base.people.models import User
from goldthread.demo.build import build
from goldthread.demo.mark import put_mark
from goldthread.demo.personas import DOMAIN
from tests.databases import at, copy, drop
from tests.signing import shown_just_now

ROOT = Path(__file__).resolve().parents[2]
CI = os.environ.get("GOLDTHREAD_CI") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WSGI = "goldthread.site.wsgi"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop is not ours
expect.set_options(timeout=15_000)


# --- The browser --------------------------------------------------------------------------


@pytest.fixture(scope="session")
def program():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        said = "The journeys need Chromium (on Debian, apt install chromium)."
        pytest.fail(said) if CI else pytest.skip(said)
    return found


@pytest.fixture(scope="module")
def chromium(program, demo):
    """Comes after the database and goes with the module: while it runs, so does a loop,
    in which Django has other connections than outside, and tests of others need those.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


# --- The database -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo(program, django_db_setup, django_db_blocker):
    """A database that holds the demo, of which each module takes a copy."""
    with django_db_blocker.unblock():
        empty = connections["default"].settings_dict["NAME"]
        name = f"{empty}_demo"
        with at(name):
            copy(empty, name)
            build(timezone.localdate(), lambda words: None)
    yield name
    with django_db_blocker.unblock():
        drop(name)


# --- The server ---------------------------------------------------------------------------


class Site:
    """A running Goldthread: its address, and who goes there with which browser."""

    def __init__(self, url, database, browser, unblock):
        self.url, self.database = url, database
        self.browser, self.unblock = browser, unblock
        self.start = self.server = None

    def killed(self):
        """The server is killed in the middle of whatever it does."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.communicate()

    def back(self):
        """It is started again, where it was."""
        self.server = self.start()

    @contextmanager
    def inside(self):
        """Straight into its database."""
        with self.unblock(), at(self.database):
            yield

    def visit(self, who="", *, viewport=DESK, **browsing):
        """A browser of her own, in which she is signed in, on her home page."""
        context = self.browser.new_context(
            base_url=self.url, viewport=viewport, **browsing
        )
        if who:
            cookie = {"name": settings.SESSION_COOKIE_NAME.removeprefix("__Host-")}
            cookie |= {"value": self.session(who), "url": self.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    def session(self, who):
        """As after a password and a code: the same on any database."""
        with self.inside():
            person = User.objects.get(email=f"{who}{DOMAIN}")
            Authenticator.objects.get_or_create(
                user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
            )
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            shown_just_now(session, person)
            return session.session_key


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment():
    """What a module sets besides, for the server that it visits."""
    return {}


@pytest.fixture(scope="module")
def site(request, demo, chromium, environment, django_db_blocker, tmp_path_factory):
    """The product as it is served, on a copy of the demo that this module may change."""
    name = f"{demo}_{re.sub('.*test_', '', request.module.__name__)}"
    with django_db_blocker.unblock():
        copy(demo, name)
        if settings.EMBEDDED:
            with at(name):
                put_mark()
    url = f"http://localhost:{(port := free_port())}"
    surroundings = os.environ | {
        "GOLDTHREAD_DATABASE": name,
        "SITE_ADDRESS": url,
        "SECRET_KEY": settings.SECRET_KEY,
        "HTTPS": "0",
        "PYTHONWARNINGS": "ignore",
        **environment,
    }
    log = tmp_path_factory.mktemp("server") / "log"
    if not settings.EMBEDDED:
        surroundings["GOLDTHREAD_VAR"] = str(log.parent)
        surroundings["GOLDTHREAD_KEYS"] = str(settings.KEYS)  # that seal the demo
        _run(surroundings, "-m", "goldthread", "collectstatic", "--noinput")
    how = f"--bind=127.0.0.1:{port} --workers=1 --threads=4 --no-control-socket"

    def start():
        with log.open("a") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *how.split(), WSGI],
                cwd=ROOT,
                env=surroundings,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that its workers can be killed with it
            )
        _wait_for(port, server, log)
        return server

    visited = Site(url, name, chromium, django_db_blocker.unblock)
    visited.start = start
    worker = subprocess.Popen(
        [sys.executable, "-m", "goldthread", "work", "--with-parent"],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.PIPE,
    )
    try:
        visited.back()
        yield visited
    finally:
        for process in filter(None, (visited.server, worker)):
            process.terminate()
            process.communicate()
        for context in chromium.contexts:
            context.close()
        with django_db_blocker.unblock():
            drop(name)


def _run(environment, *command):
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


def _wait_for(port, server, log):
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"The server ended:\n{log.read_text()}")
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz"):
            return
        time.sleep(0.1)
    pytest.fail(f"The server does not answer:\n{log.read_text()}")
