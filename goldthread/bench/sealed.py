"""What sealing costs: changing the master key under load, and searching sealed text."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import connections
from django.utils import timezone

from goldthread.base.access.acting import acting, trusted
from goldthread.base.cases.models import CaseFile, Grant
from goldthread.base.cases.rules import last_day
from goldthread.base.people.models import Appointment, Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.base.vault import keyring
from goldthread.base.vault.models import CaseKey
from goldthread.base.vault.queries import search
from goldthread.base.vault.workflow import rotate
from goldthread.bench import database
from goldthread.bench.counting import counted, family_ms, per_request, postmaster
from goldthread.bench.rules import Figures, Spread, Target
from goldthread.bench.seeding.words import sentences
from goldthread.bench.serving import Broken
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals.models import Referral

CASES, LETTERS = 5_000, 10_000
SEARCHES = 20
WORDS = "health visitor zaunkoenig"  # the last stands in one case of a hundred


@contextmanager
def cases(bench: str) -> Iterator[User]:
    """A copy of the bench with so many sealed cases, and somebody whom all of them name."""
    copy = database.name_for("sealed")
    keys = settings.KEYS
    database.make(copy, like=bench)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.KEYS = Path(folder) / "keys"
            shutil.copytree(keys, settings.KEYS)  # what the bench itself has sealed
            database.turn_to(copy)
            yield seed()
    finally:
        settings.KEYS = keys
        database.turn_to(bench)
        database.drop(copy)


@trusted()
def seed(number: int = CASES) -> User:
    board = Board.objects.earliest("pk")
    agency = Organisation.objects.filter(boards=board).earliest("pk")
    team = Appointment.objects.filter(board=board, role=Role.BOARD_TEAM)
    person = team.earliest("pk").person
    today = timezone.localdate()
    files = CaseFile.objects.bulk_create(
        CaseFile(board=board, reference=f"B-{n}", opened_on=today)
        for n in range(number)
    )
    activities = Activity.objects.bulk_create(
        Activity(
            board=board,
            way="case_review",
            title=f"Case {n}",
            restricted=True,
            case_file=file,
        )
        for n, file in enumerate(files)
    )
    until = last_day(today, outsider=False)
    Grant.objects.bulk_create(
        Grant(case_file=file, person=person, purpose="-", since=today, until=until)
        for file in files
    )
    words = " ".join(sentences())
    text = (words * (LETTERS // len(words) + 1))[: LETTERS - 30]
    Referral.objects.bulk_create(
        Referral(
            activity=activity,
            organisation=agency,
            concern=text + (" zaunkoenig" if n % 100 == 0 else ""),
            working="The health visitor never came.",
            referred_on=timezone.localdate(),
            referred_by=person,
        )
        for n, activity in enumerate(activities)
    )
    return person


def rewrap(bench: str) -> Figures:
    """Change the master key of all, while two people read and one writes."""
    with cases(bench):
        stop, troubles = Event(), list[str]()
        people = [Thread(target=_until, args=(stop, troubles, act)) for act in LOAD]
        for person in people:
            person.start()
        keyring.new()
        with trusted():
            many = CaseKey.objects.whole().count()
        figures = _measured(f"re-wrap {many:,} keys under load", rotate, times=1)
        stop.set()
        for person in people:
            person.join()
    if troubles:
        raise Broken(f"Somebody met an error meanwhile: {troubles[0]}")
    return figures


def _until(stop: Event, troubles: list[str], act: Callable[[], None]) -> None:
    try:
        while not stop.is_set():
            with trusted():
                act()
    except Exception as trouble:
        troubles.append(repr(trouble))
    finally:
        connections.close_all()


def _read() -> None:
    for each in Referral.objects.select_related("key").order_by("?")[:5]:
        if "\N{REPLACEMENT CHARACTER}" in each.concern:
            raise Broken("Something was read that was not written.")


def _write() -> None:
    found = Referral.objects.order_by("?").select_related("key")[:1].get()
    found.working = f"{found.working} And more."
    found.save()


LOAD = (_read, _read, _write)


def searching(bench: str) -> Figures:
    with cases(bench) as person:
        database.tidy()

        def once() -> None:
            with acting(person):
                found = search(Referral.objects.all(), WORDS, by=person)
            if len(found) != CASES // 100:
                raise Broken(f"{len(found)} cases were found.")

        return _measured(f"search of {CASES:,} sealed texts", once, times=SEARCHES)


TARGETS = {1: (Target("p95", 60_000),), SEARCHES: (Target("p95", 1_000),)}


def _measured(name: str, act: Callable[[], object], *, times: int) -> Figures:
    server = postmaster()
    before, spent, took = family_ms(server), time.process_time(), list[float]()
    with counted() as count:
        for _ in range(times):
            started = time.perf_counter()
            act()
            took.append((time.perf_counter() - started) * 1000)
    return Figures(
        name=name,
        statements=count.statements // times,
        one=Spread.of(took),
        eight=None,
        server_cpu=(time.process_time() - spent) * 1000 / times,
        database_cpu=per_request(before, family_ms(server), times),
        targets=TARGETS[times],
    )
