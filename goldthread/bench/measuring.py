"""Prepare the bench, then measure one thing after another."""

import os
import platform
import time
from collections.abc import Callable, Collection, Iterator
from datetime import date

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from goldthread.bench import database
from goldthread.bench.counting import family_ms, per_request, postmaster
from goldthread.bench.pages import PAGES, Cast, Page, cast
from goldthread.bench.rules import Figures, Spread
from goldthread.bench.running import COMMANDS
from goldthread.bench.seeding import Size, seed
from goldthread.bench.serving import (
    Broken,
    Server,
    asked,
    serving,
    session_of,
    statements,
)

ALONE, TOGETHER, CLIENTS = 20, 8, 8  # requests of one client, of each of eight


def prepare(say: Callable[[str], object], *, fresh: bool) -> str:
    """The name of the bench's database, which is filled if it is not as it should be."""
    name, size = database.name_for(), Size()
    words = database.fingerprint(size)
    whole = database.marked(name) == words and not fresh
    if not whole:
        say("Making twelve boards with three years of learning: about a minute.")
        database.make(name)
    database.turn_to(name)
    if not whole:
        started = time.monotonic()
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            seed(size, on=timezone.localdate())
        database.tidy()
        database.mark(name, words)
        say(f"Made in {time.monotonic() - started:.0f} s.\n")
    return name


def measure(bench: str, what: Collection[str]) -> Iterator[Figures]:
    """What was asked for, or everything, in the order of the loop."""
    known = {each.name for each in (*PAGES, *COMMANDS)}
    if unknown := set(what) - known:
        raise Broken(
            f"There is no {', '.join(sorted(unknown))}. "
            f"Choose from: {', '.join(sorted(known))}."
        )
    pages = [page for page in PAGES if not what or page.name in what]
    if pages:
        yield from _pages(bench, pages)
    for command in COMMANDS:
        if not what or command.name in what:
            yield command.measure(bench)


def _pages(bench: str, pages: Collection[Page]) -> Iterator[Figures]:
    known = cast()
    sessions = {who: session_of(getattr(known, who)) for who in ("team", "lead")}
    with serving(bench) as server:
        for page in pages:
            yield _page(server, page, known, sessions[page.who])


def _page(server: Server, page: Page, known: Cast, session: str) -> Figures:
    path = page.path(known)
    count = statements(session, path)
    asked(server, session, path, clients=CLIENTS, times=2)  # every thread is ready
    of_database = postmaster()
    before = family_ms(server.pid), family_ms(of_database)
    one = asked(server, session, path, clients=1, times=ALONE)
    eight = asked(server, session, path, clients=CLIENTS, times=TOGETHER)
    requests = len(one) + len(eight)
    return Figures(
        name=page.name,
        statements=count,
        one=Spread.of(one),
        eight=Spread.of(eight),
        server_cpu=per_request(before[0], family_ms(server.pid), requests),
        database_cpu=per_request(before[1], family_ms(of_database), requests),
        targets=page.targets,
    )


def machine() -> str:
    """The day, and on what: figures mean nothing without it."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    today: date = timezone.localdate()
    return (
        f"{today:%-d %B %Y}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, PostgreSQL {version}"
    )
