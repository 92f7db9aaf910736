"""Whether the time of an answer tells somebody outside that we know an address.

The same post with an address that we know and one that we don't, one after the other, so
that whatever else the machine does meets both alike. A control asks with 50 ms added to
one of them: if that is not seen, neither would a difference be.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median
from uuid import uuid4

from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import User

TIMES = 60  # each
MOST = 20  # milliseconds, security.md h19
CONTROL = 50

# allauth counts attempts, and what is sent would be too many.
UNCOUNTED = override_settings(ACCOUNT_RATE_LIMITS=False, ALLOWED_HOSTS=["*"])


def sentences() -> Iterator[str]:
    """In a transaction that is rolled back: nobody's password changes."""
    with UNCOUNTED, transaction.atomic(), trusted():
        person = User.objects.create_user(
            email=f"{uuid4().hex}@bench.example", name="Known", password=uuid4().hex
        )
        found = [
            (what, _apart(post, person.email))
            for what, post in (("signing in", _sign_in), ("a new password", _reset))
        ]
        seen = _apart(_sign_in, person.email, added=CONTROL / 1000)
        transaction.set_rollback(True)
    yield f"With {CONTROL} ms added to it the same measurement says {seen:+.1f} ms."
    for what, apart in found:
        yield (
            f"An address that we know takes {apart:+.1f} ms longer than one that we don’t, "
            f"{what} (median of {TIMES} pairs; within {MOST} ms)."
        )


def _apart(post: Callable[[str], None], known: str, added: float = 0) -> float:
    """By how many milliseconds the address that we know takes longer: the median of pairs.

    Each goes first as often as the other.
    """
    longer = []
    for turn in range(TIMES):
        took = {}
        for is_known in (turn % 2 == 0, turn % 2 == 1):
            began = time.perf_counter()
            post(known if is_known else f"{uuid4().hex}@bench.example")
            if is_known and added:
                time.sleep(added)
            took[is_known] = (time.perf_counter() - began) * 1000
        longer.append(took[True] - took[False])
    return median(longer)


def _sign_in(address: str) -> None:
    _post("account_login", {"login": address, "password": "not that one, surely"})


def _reset(address: str) -> None:
    _post("account_reset_password", {"email": address})


def _post(name: str, typed: dict[str, str]) -> None:
    Client().post(reverse(name), typed, secure=True)
