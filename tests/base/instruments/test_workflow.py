"""Publishing: a copy, word for word, that nothing changes."""

import pytest
from django.db import ProgrammingError, connection, transaction

from goldthread.base.instruments.models import PublishedSet
from goldthread.base.instruments.rules.shelf import SHIPPED
from goldthread.base.instruments.workflow import publish, publish_shipped
from goldthread.base.yaml_files import BadFile

pytestmark = pytest.mark.django_db


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
