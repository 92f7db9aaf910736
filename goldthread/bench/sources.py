"""What a source itself says is to be measured: its sizes, how to fill them, what to ask.

A source has a `bench` with `SIZES`, `prepare` and `operations`; nobody names it here.
"""

import http.client
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle, islice
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.bench import database
from goldthread.bench.counting import counted, family_ms, per_request, postmaster
from goldthread.bench.filled import filled
from goldthread.bench.rules import Figures, Spread, Target
from goldthread.bench.seeding import people
from goldthread.bench.serving import (
    HOST,
    PATIENCE,
    Broken,
    Server,
    serving,
    session_of,
)

ALONE, TOGETHER, CLIENTS = 20, 64, 8  # requests of one client, and of eight
FINE = (200, 302)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Request(NamedTuple):
    """What one client sends: a page that it reads or, with a body, a form."""

    headers: dict[str, str]
    path: str
    body: str | None = None


def named(slug: str) -> str | None:
    """The bench of the source of this name, if it has one."""
    found = next((s for s in settings.SOURCES if s.rpartition(".")[2] == slug), None)
    return f"{found}.bench" if found and find_spec(f"{found}.bench") else None


def measure(
    path: str, sizes: Sequence[str], say: Callable[[str], object]
) -> Iterator[Figures]:
    """These sizes of this source, or all, each in a database that is made for it."""
    source = import_module(path)
    if unknown := set(sizes) - set(source.SIZES):
        raise Broken(
            f"There is no size {', '.join(sorted(unknown))}. "
            f"Choose from: {', '.join(source.SIZES)}."
        )
    for name, size in source.SIZES.items():
        if sizes and name not in sizes:
            continue
        say(f"Making the size “{name}” of {path.split('.')[-2]}.")
        where = database.name_for(f"{path.split('.')[-2]}_{name}")
        database.make(where)
        database.turn_to(where)
        try:
            yield from _of_size(source, name, size, where)
        finally:
            database.turn_to(database.BESIDE)
            database.drop(where)


def _of_size(source: Any, name: str, size: Any, where: str) -> Iterator[Figures]:
    call_command("migrate", verbosity=0)
    yield from _prepared(source, name, size, timezone.localdate())
    database.tidy()
    with transaction.atomic(), trusted():
        operations = source.operations(name)
        whose = {who for each in operations for who, _ in each.asks}
        sessions = {person.pk: session_of(person) for person in whose}
    with serving(where) as server:
        for each in operations:
            yield _measured(server, name, each, sessions)


@transaction.atomic
@trusted()
def _prepared(source: Any, name: str, size: Any, on: date) -> list[Figures]:
    people.seed(
        boards=size.boards, organisations=size.organisations, kinds=size.kinds, shared=1
    )
    return [
        _timed(f"{name}: {what}", run, most)
        for what, most, run in source.prepare(size, on=on)
    ]


def _timed(name: str, run: Callable[[], object], most: float) -> Figures:
    ours, of_database = os.getpid(), postmaster()
    before = family_ms(ours), family_ms(of_database)
    started = time.perf_counter()
    with counted() as count:
        run()
    took = (time.perf_counter() - started) * 1000
    return Figures(
        name=name,
        statements=count.statements,
        one=Spread(took, took),
        eight=None,
        server_cpu=per_request(before[0], family_ms(ours), 1),
        database_cpu=per_request(before[1], family_ms(of_database), 1),
        targets=(Target("p95", most * 1000),),
    )


# --- What is asked of the server ------------------------------------------------------------


def _measured(
    server: Server, size: str, asked: Any, sessions: dict[int, str]
) -> Figures:
    each = cycle(asked.asks)
    count = min(
        _statements(asked, path, sessions[who.pk]) for who, path in islice(each, 3)
    )
    wanted = list(islice(each, CLIENTS + ALONE + TOGETHER))
    requests = [_request(server, asked, path, sessions[who.pk]) for who, path in wanted]
    _sent(server, requests[:CLIENTS], CLIENTS)  # every thread is ready
    of_database = postmaster()
    before = family_ms(server.pid), family_ms(of_database)
    one = _sent(server, requests[CLIENTS : CLIENTS + ALONE], 1)
    eight = _sent(server, requests[CLIENTS + ALONE :], CLIENTS)
    number = len(one) + len(eight)
    return Figures(
        name=f"{size}: {asked.name}",
        statements=count,
        one=Spread.of(one),
        eight=Spread.of(eight),
        server_cpu=per_request(before[0], family_ms(server.pid), number),
        database_cpu=per_request(before[1], family_ms(of_database), number),
        targets=tuple(Target(*target) for target in asked.targets),
    )


def _statements(asked: Any, path: str, session: str) -> int:
    """Of what is asked once its page was opened, in this process."""
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    page = client.get(path, secure=settings.HTTPS)
    with counted() as count:
        if asked.types:
            body = filled(page.content.decode(), asked.types)
            page = client.post(path, body, content_type=FORM["Content-Type"])
        else:
            page = client.get(path, secure=settings.HTTPS)
    if page.status_code not in FINE:
        raise Broken(f"{path} answered {page.status_code}.")
    return count.statements


def _request(server: Server, asked: Any, path: str, session: str) -> Request:
    headers = {"Cookie": f"session={session}"}
    if not asked.types:
        return Request(headers, path)
    connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page, given = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    cookies = "; ".join([headers["Cookie"], *(each.split(";")[0] for each in given)])
    connection.close()
    body = filled(page, asked.types)
    return Request({"Cookie": cookies, **FORM}, path, body)


def _sent(server: Server, requests: Sequence[Request], clients: int) -> list[float]:
    """Milliseconds of each; so many clients share them."""

    def send(which: int) -> list[float]:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
        try:
            return [_one(connection, each) for each in requests[which::clients]]
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return [took for of_one in pool.map(send, range(clients)) for took in of_one]


def _one(connection: http.client.HTTPConnection, request: Request) -> float:
    started = time.perf_counter()
    method = "POST" if request.body else "GET"
    try:
        answer = _answer(connection, method, request)
    except (http.client.RemoteDisconnected, ConnectionError):
        connection.close()  # it was kept for too long
        answer = _answer(connection, method, request)
    if answer not in FINE:
        raise Broken(f"{request.path} answered {answer}.")
    return (time.perf_counter() - started) * 1000


def _answer(
    connection: http.client.HTTPConnection, method: str, request: Request
) -> int:
    connection.request(method, request.path, request.body, request.headers)
    response = connection.getresponse()
    response.read()
    return response.status
