from datetime import timedelta

import pytest

from goldthread.base.errands.rules import pace, silent, told


@pytest.mark.parametrize(
    ("doing", "done", "total", "words"),
    [
        ("Making findings", 2000, 10_000, "Making findings: 2,000 of 10,000"),
        ("Making findings", 0, 3, "Making findings: 0 of 3"),
        ("Drawing the pages", 0, 0, "Drawing the pages"),
    ],
)
def test_how_far_it_is_is_said_in_words(doing, done, total, words):
    assert told(doing, done, total) == words


@pytest.mark.parametrize(
    ("waited", "seconds"), [(0, 2), (19, 2), (20, 5), (119, 5), (120, 15), (1200, None)]
)
def test_the_page_looks_less_often_and_then_no_more(waited, seconds):
    assert pace(timedelta(seconds=waited)) == seconds


def test_work_that_nobody_watches_tells_nobody():
    assert silent("Reading", 1, 2) is None
