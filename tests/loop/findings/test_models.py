"""What a finding keeps of its activity, so that it can be read without it."""

import pytest

from goldthread.loop.findings.models import Finding
from tests.factories import ActivityFactory, FindingFactory, restrict

pytestmark = pytest.mark.django_db


def kept(finding):
    return Finding.objects.values_list("way", "of_restricted").get(pk=finding.pk)


def test_a_finding_knows_which_way_of_learning_it_came_of_and_whether_it_is_restricted():
    finding = FindingFactory(activity__way="case_review", activity__restricted=True)

    assert (finding.way, finding.of_restricted) == ("case_review", True)
    assert kept(finding) == ("case_review", True)


def test_it_is_told_when_its_activity_changes():
    finding = FindingFactory(activity__way="observation")

    activity = finding.activity
    activity.way = "case_review"
    restrict(activity)

    assert kept(finding) == ("case_review", True)


def test_findings_made_together_each_know_their_own():
    board = FindingFactory().board
    ways = ("observation", "training")
    made = Finding.objects.bulk_create(
        Finding(
            board=board,
            activity=ActivityFactory(board=board, way=way),
            kind="concern",
            text="Seen late",
        )
        for way in ways
    )

    assert tuple(finding.way for finding in made) == ways
