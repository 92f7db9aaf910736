"""What is due, by the schedule and the day on which the time of each began."""

from datetime import date

import pytest

from goldthread.base.retention import queries
from goldthread.base.retention.checks import every_class_has_its_time
from goldthread.base.vault.models import CaseKey
from goldthread.loop.activities.models import Activity

pytestmark = pytest.mark.django_db
OWN = """- key: {key}
  name: Cases referred for review
  kind: {kind}
  trigger: {trigger}
  years: 2
  basis: Our own
  agreed: The board, 3 March 2026
"""


@pytest.fixture
def own(settings, tmp_path):
    """The installation's own schedule."""

    def write(key="referred-cases", kind="referral", trigger="case_over"):
        settings.RETENTION = str(file := tmp_path / f"{key}{kind}.yaml")
        file.write_text(OWN.format(key=key, kind=kind, trigger=trigger))

    return write


def due(on):
    return list(queries.due(CaseKey.objects.all(), on=on))


def test_a_case_that_went_no_further_is_due_so_long_after_it_was_decided(
    referred, settings
):
    case = referred()
    case.forward, case.decided_on = False, date(1950, 5, 6)
    case.decided_by, case.reason = case.referred_by, "No."
    case.save()

    assert due(date(2025, 5, 5)) == []
    assert due(date(2025, 5, 6)) == [case.key]


def test_a_case_that_was_reviewed_is_due_so_long_after_the_report(referred, own):
    own()
    case = referred()
    case.forward, case.decided_on = True, date(2020, 1, 1)
    case.decided_by, case.reason = case.referred_by, "Yes."
    case.save()

    assert due(date(2090, 1, 1)) == []
    Activity.objects.filter(pk=case.pk).update(reported_on=date(2021, 1, 1))

    assert due(date(2022, 12, 31)) == []
    assert due(date(2023, 1, 1)) == [case.key]


def test_a_case_that_is_not_decided_is_never_due(referred):
    referred()

    assert due(date(2900, 1, 1)) == []


def test_who_proposes_to_destroy_what_is_due_is_offered_the_line(referred, own):
    own()
    case = referred()
    assert queries.authority(case.key) == ""
    case.forward, case.decided_on = False, date(2000, 1, 1)
    case.decided_by, case.reason = case.referred_by, "No."
    case.save()

    assert queries.authority(case.key) == (
        "Retention schedule, Cases referred for review: 2 years (The board, 3 March 2026)"
    )


def test_every_class_of_case_file_has_its_line():
    assert every_class_has_its_time() == []


def test_a_class_without_a_line_or_with_two_is_refused(own):
    own(kind="uploaded file", trigger="kept_since")

    assert [error.msg for error in every_class_has_its_time()] == [
        "The schedule has 0 lines for case files of 'referral', and must have one.",
        "The schedule has 2 lines for case files of 'uploaded file', and must have one.",
    ]


def test_a_line_for_case_files_that_nobody_makes_is_refused(own):
    own(key="another", kind="parcel")

    assert [error.id for error in every_class_has_its_time()] == ["retention.E002"]


def test_a_schedule_that_is_not_there_or_cannot_be_read_is_refused(own, settings):
    own(trigger="whenever", key="broken")
    (broken,) = every_class_has_its_time()
    settings.RETENTION = "/nowhere/own.yaml"
    (missing,) = every_class_has_its_time()

    assert "nobody knows the trigger 'whenever'." in broken.msg
    assert "No such file" in missing.msg
