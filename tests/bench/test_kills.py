"""One round of every harm, by hand: GOLDTHREAD_KILLS=1. It takes two minutes."""

import os

import pytest

from goldthread.bench.kills import rounds

pytestmark = pytest.mark.skipif(
    not os.environ.get("GOLDTHREAD_KILLS"),
    reason="it makes and kills a PostgreSQL of its own: GOLDTHREAD_KILLS=1",
)


def test_nothing_acknowledged_is_lost_and_the_controls_find_what_is():
    said = list(rounds.sentences(1))

    assert len(said) == 6  # a harm that is not borne raises
