"""Publishing: a copy, word for word, that nothing changes."""

import pytest
from django.db import ProgrammingError, connection, transaction

from goldthread.base.instruments.models import PublishedSet
from goldthread.base.instruments.rules.shelf import SHIPPED
from goldthread.base.instruments.workflow import publish, publish_shipped
from goldthread.base.yaml_files import BadFile
from tests.base.instruments.conftest import criterion, standard, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def written_sets():
    """A set of a board's own, and the next version of it."""
    asks = standard("s1", criterion("s1.1"))
    same = {"change": "same", "old": ["s1.1"], "new": ["s1.1"]}
    walk = {"old": "mine_first", "changes": [same]}
    first = written(asks, key="mine_first")
    return first, written(asks, key="mine_second", crosswalk=walk)


def test_a_set_is_published_word_for_word_and_once():
    made = publish_shipped("section11_2015", by=None)
    again = publish_shipped("section11_2015", by=None)

    assert made == again
    assert made.text == (SHIPPED / "section11_2015.yaml").read_text("utf-8")
    assert len(made.asked.standards) == 9


def test_a_published_set_never_changes_whoever_asks():
    made = publish_shipped("section11_2015", by=None)

    for statement in (
        "UPDATE instruments_publishedset SET title = 'x'",
        "DELETE FROM instruments_publishedset",
    ):
        with (
            pytest.raises(ProgrammingError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert PublishedSet.objects.get().title == made.title


def test_a_changed_file_is_another_version():
    text = (SHIPPED / "section11_2015.yaml").read_text("utf-8")
    first = publish(text, by=None)

    second = publish(text.replace("Green", "Good"), by=None)

    assert first != second
    assert second.asked.bands[0].name == "Good"


def test_a_file_that_is_no_set_is_refused_whole():
    with pytest.raises(BadFile):
        publish("key: bad\n", by=None)

    assert PublishedSet.objects.count() == 0


def test_a_set_pasted_in_a_browser_is_the_same_version(written_sets):
    first, _ = written_sets

    assert publish(first.replace("\n", "\r\n"), by=None) == publish(first, by=None)


def test_a_set_of_ones_own_follows_the_one_that_was_published_before(written_sets):
    first, second = written_sets
    publish(first, by=None)

    made = publish(second, by=None)

    assert made.asked.crosswalk.old == "mine_first"


def test_a_set_that_follows_one_that_nobody_published_is_refused(written_sets):
    _, second = written_sets

    with pytest.raises(BadFile, match="there is no set 'mine_first'"):
        publish(second, by=None)


def test_a_hole_in_the_cross_walk_from_ones_own_set_is_refused(written_sets):
    first, second = written_sets
    publish(first, by=None)

    with pytest.raises(BadFile, match=r"s1\.1"):
        publish(second.replace("- s1.1", "- s1.9"), by=None)
