"""`goldthread bench kills`: what was harmed, how often, and what was lost, in words."""

import random
import time
from collections.abc import Iterator

from goldthread.bench.kills import full, post
from goldthread.bench.kills.cluster import APART, Cluster, cluster, serving
from goldthread.bench.kills.writing import Told, lost, wait_for, writing
from goldthread.bench.serving import Broken

ROUNDS, CONTROL = 20, 3
LETTERS = 300
BACK = 10.0  # seconds
TICK = ("goldthread", "tick")
FORGETFUL = (APART, "forgetful")


class Lost(Broken):
    """Something that must not be lost was, or a control found nothing."""


def sentences(rounds: int = ROUNDS) -> Iterator[str]:
    """Each harm, then its control, which must find something lost."""
    with cluster(letters=LETTERS) as on:
        yield from _database(on, rounds)
        yield from _restarts(on)
        yield from _sender(on, rounds)
        try:
            yield from _disk(on)
        except Broken as untold:
            if isinstance(untold, Lost):
                raise
            yield str(untold)
    with cluster(letters=LETTERS) as on:
        yield from _controls(on)


def _expect(well: object, otherwise: str) -> None:
    if not well:
        raise Lost(otherwise)


# --- The database is killed ----------------------------------------------------------------


def _database(on: Cluster, rounds: int) -> Iterator[str]:
    with serving(on) as port, writing(on, port) as told:
        took, gone = _kills(on, told, rounds)
    gone |= lost(on, told.names())
    on.whole()
    yield (
        f"{rounds} times kill -9 of PostgreSQL and its children: {len(gone)} of "
        f"{len(told.names()):,} acknowledged saves lost; the next save after "
        f"{max(took):.1f} s at most; answers meanwhile {_statuses(told)}; the ledger "
        "verifies, no page or index is corrupt."
    )
    _expect(not gone, f"Lost: {sorted(gone)[:5]}")
    _expect(not told.unclear, f"A page said nothing useful: {told.unclear[:3]}")


def _kills(on: Cluster, told: Told, rounds: int) -> tuple[list[float], set[str]]:
    took, gone = [], set[str]()
    for _ in range(rounds):
        wait_for(told, random.randint(50, 150))  # noqa: S311  no secret
        on.kill()
        killed, before = time.monotonic(), told.names()
        on.start()
        gone |= lost(on, before)
        wait_for(told, 1)
        took.append(told.first_after(killed) or BACK * 10)
    return took, gone


def _statuses(told: Told) -> str:
    words = {0: "no answer", 302: "saved", 503: "“not saved”, with what to do"}
    counted = sorted(told.statuses.items(), key=lambda each: -each[1])
    return ", ".join(f"{n:,} × {words.get(status, status)}" for status, n in counted)


def _restarts(on: Cluster) -> Iterator[str]:
    took = []
    with serving(on) as port, writing(on, port) as told:
        for _ in range(5):
            wait_for(told, 20)
            began = time.monotonic()
            on.stop()
            stopped = time.monotonic()
            on.start()
            wait_for(told, 1)
            back = told.first_after(stopped)
            took.append(stopped - began + back if back else BACK * 10)
    gone = lost(on, told.names())
    yield (
        f"5 restarts under load: back after {max(took):.1f} s at most (≤ {BACK:.0f} s); "
        f"{len(gone)} of {len(told.names()):,} saves lost; answers {_statuses(told)}."
    )
    _expect(max(took) <= BACK and not gone, "A restart took too long, or lost a save.")
    _expect(not told.unclear, f"A page said nothing useful: {told.unclear[:3]}")


# --- The sender, the disk ------------------------------------------------------------------


def _sender(on: Cluster, rounds: int) -> Iterator[str]:
    sent = post.killed(on, rounds=rounds, command=TICK)
    yield (
        f"{sent.kills} times kill -9 of whoever sends the post: {sent.lost} of "
        f"{sent.letters} letters lost, {sent.twice} sent twice, none more than "
        f"{sent.most_of_one} times."
    )
    _expect(not sent.lost, "A letter was lost.")
    _expect(sent.twice <= sent.kills, "More than one letter came twice for a kill.")


def _disk(on: Cluster) -> Iterator[str]:
    found = full.filled(on)
    yield (
        f"A full disk: {found.refused} of {found.refused + found.wordless} saves refused "
        f"in words, {found.read} of {found.read + found.unread} pages read meanwhile, "
        f"{found.lost} acknowledged saves lost; {found.before} of 50 saved before, "
        f"{found.after} of 20 once there was room; the ledger verifies, nothing corrupt."
    )
    well = not (found.wordless or found.unread or found.lost)
    _expect(well and (found.before, found.after) == (50, 20), "The disk was not borne.")


# --- The controls --------------------------------------------------------------------------


def _controls(on: Cluster) -> Iterator[str]:
    on.sql("ALTER DATABASE goldthread SET synchronous_commit = off")
    on.sql("ALTER SYSTEM SET wal_writer_delay = '10s'")
    on.sql("SELECT pg_reload_conf()")
    with serving(on) as port, writing(on, port) as told:
        _, gone = _kills(on, told, CONTROL)
    yield (
        f"Control, {CONTROL} kills with synchronous_commit off: {len(gone)} of "
        f"{len(told.names()):,} acknowledged saves lost, and found to be."
    )
    _expect(gone, "The control lost nothing, so the harness cannot tell.")
    sent = post.killed(on, rounds=CONTROL, command=FORGETFUL)
    yield (
        f"Control, {CONTROL} kills of a sender that notes first and sends then: "
        f"{sent.lost} of {sent.letters} letters lost, and found to be."
    )
    _expect(sent.lost, "The control lost no letter, so the harness cannot tell.")
