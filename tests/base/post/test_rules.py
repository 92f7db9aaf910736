from datetime import timedelta

import pytest

from goldthread.base.post.rules import wait_after


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        (0, timedelta(minutes=1)),
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=2)),
        (5, timedelta(minutes=16)),
        (9, timedelta(hours=4, minutes=16)),
        (10, timedelta(hours=6)),
        (20, timedelta(hours=6)),
    ],
)
def test_each_failure_doubles_the_wait_up_to_six_hours(tries, wait):
    assert wait_after(tries) == wait
