"""People who save, one form after another, and note what was acknowledged to them."""

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from urllib.parse import urlencode

from goldthread.bench.kills.cluster import Cluster, token

SAVED, AWAY = 302, 503
FORM = "/boards/bench/add_theme/"
THERE = "SELECT name FROM themes_theme"


class Browser:
    """One person on a connection that she keeps while it lives."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.token = port, token()
        cookies = f"session={session}; csrf={self.token}"
        self.headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, **sent: str) -> tuple[int, str]:
        body = urlencode({"csrfmiddlewaretoken": self.token, **sent}) if sent else None
        try:
            self.connection.request(method, path, body, self.headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0, ""

    def save(self, name: str) -> tuple[int, str]:
        return self.ask("POST", FORM, name=name)


@dataclass
class Told:
    """What came back to everybody who saved."""

    acknowledged: list[tuple[str, float]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)  # pages that said nothing useful
    lock: Lock = field(default_factory=Lock)

    def note(self, name: str, status: int, page: str) -> None:
        with self.lock:
            self.statuses[status] += 1
            if status == SAVED:
                self.acknowledged.append((name, time.monotonic()))
            elif status and (status != AWAY or "saved" not in page):
                self.unclear.append(f"{status}: {' '.join(page.split())[:200]}")

    def names(self) -> set[str]:
        with self.lock:
            return {name for name, _ in self.acknowledged}

    def first_after(self, moment: float) -> float | None:
        """Seconds until the next save was acknowledged."""
        with self.lock:
            later = [at for _, at in self.acknowledged if at > moment]
        return min(later) - moment if later else None


@contextmanager
def writing(on: Cluster, port: int) -> Iterator[Told]:
    told, stop = Told(), Event()

    def work(number: int, session: str) -> None:
        browser, n = Browser(port, session), 0
        while not stop.is_set():
            n += 1
            name = f"W{number} {token()[:8]} {n}"
            status, page = browser.save(name)
            told.note(name, status, page)
            if status != SAVED:
                stop.wait(0.05)

    people = [Thread(target=work, args=each) for each in enumerate(on.people)]
    for each in people:
        each.start()
    try:
        yield told
    finally:
        stop.set()
        for each in people:
            each.join()


def wait_for(told: Told, more: int, seconds: float = 60) -> None:
    """Until so many more saves have been acknowledged."""
    wanted, deadline = len(told.acknowledged) + more, time.monotonic() + seconds
    while len(told.acknowledged) < wanted and time.monotonic() < deadline:
        time.sleep(0.01)


def lost(on: Cluster, acknowledged: set[str]) -> set[str]:
    return acknowledged - {name for (name,) in on.sql(THERE)}
