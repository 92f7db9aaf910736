"""Who sends the post is killed, just before and just after a letter has left.

`goldthread bench kills` does it twenty times, with a sender that forgets as its control.
"""

import os

from django.conf import settings
from django.db import connections
from django.utils import timezone

from goldthread.base.post.models import Letter
from goldthread.bench.kills import post

LETTERS = 16


class Here:
    """The test's own database, as the bench asks a cluster."""

    def __init__(self, name):
        self.name = name

    def sql(self, statement):
        with connections["default"].cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def env(self, **more):
        kept = os.environ | {"GOLDTHREAD_DATABASE": self.name, **more}
        return kept | {"GOLDTHREAD_KEYS": str(settings.KEYS), "HTTPS": "0"}


def test_no_letter_is_lost_and_at_most_one_comes_twice_for_a_kill(committed):
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(
            address="amy@example.org",
            subject=f"Letter {n}",
            body="What is due.",
            key=str(n),
            send_after=now,
        )
        for n in range(LETTERS)
    )

    sent = post.killed(Here(committed), rounds=2, command=("goldthread", "tick"))

    assert (sent.kills, sent.letters, sent.lost) == (2, LETTERS, 0)
    assert (sent.twice, sent.most_of_one) == (1, 2)  # the one that had left
