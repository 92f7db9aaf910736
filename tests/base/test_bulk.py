"""Many rows in one statement, as if each had been saved."""

from datetime import date

import pytest

from goldthread.base.bulk import insert
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes.models import Membership
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def test_a_row_is_made_of_what_each_says_and_what_all_are_like(
    django_assert_num_queries,
):
    theme = ThemeFactory()
    findings = FindingFactory.create_batch(3, activity__board=theme.board)
    rows = [{"finding_id": each.pk, "theme_id": theme.pk} for each in findings]

    with django_assert_num_queries(1):
        keys = insert(Membership(from_register=True), rows)

    made = Membership.objects.order_by("pk")
    assert [(m.pk, m.finding, m.theme, m.joined_by, m.from_register) for m in made] == [
        (key, finding, theme, None, True)
        for key, finding in zip(keys, findings, strict=True)
    ]


def test_what_a_row_says_comes_back_as_it_was_said():
    said = {
        "text": 'She said "no", \',{}\\ %s\nÅngström 🧵',
        "characteristics": ["age", "race"],
        "earliest": date(2015, 1, 1),
        "latest": None,
        "number": 7,
    }
    board = BoardFactory()

    activity = ActivityFactory(board=board)
    rows = [{**said, "import_key": f"{n}", "activity_id": activity.pk} for n in (2, 1)]
    keys = insert(Finding(board=board), rows)

    made = Finding.objects.filter(pk__in=keys)
    assert [made.get(pk=key).import_key for key in keys] == ["2", "1"]
    assert {name: getattr(made[0], name) for name in said} == said


def test_nothing_is_made_of_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert(Membership(), []) == []
