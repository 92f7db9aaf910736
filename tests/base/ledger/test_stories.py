"""The history of a record: all of it, or the end of one that grows and grows."""

import pytest

from goldthread.base.ledger import models as ledger
from tests.factories import BoardFactory, UserFactory

pytestmark = pytest.mark.django_db


def story(most):
    board, amy = BoardFactory(), UserFactory(name="Amy")
    ledger.write(BoardFactory(), by=amy, verb="add", words="Elsewhere")
    for words in ("One", "Two", "Three"):
        ledger.write(board, by=amy, verb="add", words=words)
    told = ledger.story(board, most)
    return [entry.words for entry in told.entries], told.older


@pytest.mark.parametrize(
    ("most", "words", "older"),
    [
        (0, ["One", "Two", "Three"], False),
        (3, ["One", "Two", "Three"], False),
        (2, ["Two", "Three"], True),
    ],
)
def test_a_story_is_told_oldest_first_and_says_if_its_beginning_is_left_out(
    most, words, older
):
    assert story(most) == (words, older)
