"""Many rows in one statement, as if each had been saved."""

import pytest

from goldthread.base.bulk import insert
from goldthread.loop.themes.models import Membership
from tests.factories import NOW, FindingFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_a_row_is_made_of_each_of_many_values_and_the_same_ones(
    django_assert_num_queries,
):
    theme = ThemeFactory()
    findings = FindingFactory.create_batch(3, activity__board=theme.board)
    keys = [finding.pk for finding in findings]

    with django_assert_num_queries(1):
        insert(
            Membership,
            {"finding": keys, "theme": [theme.pk] * 3},
            joined_at=NOW,
            joined_by=None,
            from_register=True,
        )

    made = Membership.objects.order_by("pk")
    assert [(m.finding_id, m.theme, m.joined_by, m.from_register) for m in made] == [
        (key, theme, None, True) for key in keys
    ]
