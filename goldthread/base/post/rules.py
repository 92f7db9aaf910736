"""When a letter is tried again, and what makes letters fall due."""

from collections.abc import Callable
from datetime import date, timedelta

# What `goldthread tick` asks each time it runs: a stage registers here, in its apps.py,
# a function that writes whatever is due on a day and says how many letters that was.
# Running it twice on a day must write nothing twice: that is what a letter's key is for.
DUE: list[Callable[[date], int]] = []

# What `goldthread tick` does last, in no transaction: each says what it did, or nothing.
AFTERWARDS: list[Callable[[], str]] = []

LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 20  # about three days


def wait_after(tries: int) -> timedelta:
    """How long to wait after this many failures: 1, 2, 4 … minutes, then 6 hours."""
    return min(timedelta(minutes=2 ** max(tries - 1, 0)), LONGEST_WAIT)
