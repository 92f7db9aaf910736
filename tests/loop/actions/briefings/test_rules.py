import pytest

from goldthread.loop.actions.briefings import rules


@pytest.mark.parametrize(
    ("reached", "among", "words"),
    [
        (23, 26, "23 of 26 practitioners"),
        (1, 1, "1 of 1 practitioner"),
        (1, None, "1 practitioner"),
        (1200, None, "1,200 practitioners"),
        (0, None, "0 practitioners"),
    ],
)
def test_reach_says_of_how_many_if_it_is_known(reached, among, words):
    assert rules.said(reached, among) == words
