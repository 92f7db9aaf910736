import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.base.large_files.models import LargeFile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"state": "agreed"}, "large_file_takes_two_people"),
        ({"reason": ""}, "large_file_has_a_reason"),
        ({"open_until": timezone.now()}, "large_file_opens_when_fetched"),
        ({"decided_at": timezone.now()}, "large_file_decided"),
    ],
)
def test_the_database_refuses_what_one_person_does_alone(asked, said, rule):
    asked()

    refused = pytest.raises(IntegrityError, match=rule)
    with refused, transaction.atomic():
        LargeFile.objects.update(**said)


def test_nobody_agrees_to_her_own_in_the_database_either(asked, team):
    asked()

    refused = pytest.raises(IntegrityError, match="large_file_takes_two_people")
    with refused, transaction.atomic():
        LargeFile.objects.update(
            state="agreed", decided_by=team, decided_at=timezone.now()
        )
