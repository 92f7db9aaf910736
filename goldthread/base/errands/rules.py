"""The kinds of long work, what is said of their progress, and how often one looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

# What a piece of work calls to say how far it is: tell("Making findings", 2000, 10000).
Tell = Callable[..., None]

MOST_TRIES = 3
KEPT = timedelta(days=30)  # after it has ended
ALIVE = 0  # every worker holds this key; no errand has it
PACES = (  # (waited less than so long, the page looks again after so many seconds)
    (timedelta(seconds=20), 2),
    (timedelta(minutes=2), 5),
    (timedelta(minutes=20), 15),
)

GONE = (
    "Nothing was saved: you may not do this any more, or what it was about is no "
    "longer there."
)
TOO_LATE = (
    "Nothing was saved: somebody has already moved this on. Look at it as it is now."
)
STOPPED = (
    "It was stopped before it had finished, so nothing was saved. You can ask for it "
    "again."
)
BROKEN = (
    "Something went wrong in Goldthread, so nothing was saved. Ask for it again. If it "
    "fails again, tell whoever runs Goldthread: its log says what went wrong."
)


@dataclass(frozen=True)
class Kind:
    """One kind of long work: on records of `label`, for whoever may do `action`.

    It is said to be `saying` (with the record's name in it), and `done` when it is. If
    `file`, it leads to a download and not to a page. `again` says that it may be done
    anew when it was stopped half way: it may if all it does is in its transaction.
    """

    name: str
    label: str
    action: str
    saying: str
    done: str
    again: bool
    file: bool
    run: Callable[..., Any]


KINDS: dict[str, Kind] = {}


def silent(doing: str, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""


def on_line(write: Callable[[str], Any]) -> Tell:
    """Tell on one line of a terminal, which `tell("")` clears."""

    def tell(doing: str, done: int = 0, total: int = 0) -> None:
        write(f"\r\x1b[K{told(doing, done, total)}")

    return tell


def told(doing: str, done: int, total: int) -> str:
    """Say 'Making findings: 2,000 of 10,000'."""
    return f"{doing}: {done:,} of {total:,}" if total else doing


def pace(waited: timedelta) -> int | None:
    """After how many seconds the page looks again; None if it no longer does."""
    return next((seconds for until, seconds in PACES if waited < until), None)
