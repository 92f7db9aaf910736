"""A schedule is read whole or refused with every problem; days are counted as people do."""

from datetime import date

import pytest
import yaml

from goldthread.base.retention import queries, rules
from goldthread.base.retention.rules import BadSchedule, Class

LINE = {
    "key": "files",
    "name": "Files",
    "kind": "uploaded file",
    "trigger": "kept_since",
    "years": 10,
    "basis": "Because",
    "agreed": "",
}


def read(*lines):
    return rules.read(yaml.safe_dump(list(lines)), file="own.yaml")


def test_the_schedule_that_comes_with_the_product_is_a_beginning():
    files = queries.shipped()
    lines = [x for file in files for x in rules.read(file.read_text(), file=file.name)]

    assert {line.agreed for line in lines} == {""}
    assert {line.key: line.years for line in lines} == {
        "referred-cases": 75,
        "files": 10,
        "child-deaths": 25,
        "restricted-cases": 75,
        "surveys": 1,
        "ledger": 0,
        "published": 1,
    }


def test_a_line_of_ones_own_wins_and_the_others_stay():
    ours = Class(**LINE | {"years": 6, "agreed": "Board, 3 March"})
    other = Class(**LINE | {"key": "other"})

    assert rules.merged([Class(**LINE), other], [ours]) == [ours, other]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"years": -1}, "years must be a whole number from 0 to 200."),
        ({"years": "ten"}, "years must be a whole number from 0 to 200."),
        ({"name": ""}, "name is empty."),
        ({"agreed": None}, "agreed must be words."),
        ({"trigger": "whenever"}, "nobody knows the trigger 'whenever'."),
        ({"trigger": "published"}, "the trigger 'published' is of no case files."),
        ({"years": 0}, "case files are kept for a year at least."),
        (
            {"more": 1},
            "it must have agreed, basis, key, kind, name, trigger, years, and",
        ),
    ],
)
def test_a_line_that_cannot_be_followed_is_named(wrong, said):
    with pytest.raises(BadSchedule) as refused:
        read(LINE, LINE | wrong)

    assert f"own.yaml, line 2 of the schedule: {said}" in str(refused.value)


@pytest.mark.parametrize("text", ["{", "key: files", "- files"])
def test_what_is_no_schedule_is_refused(text):
    with pytest.raises(BadSchedule, match=r"own\.yaml"):
        rules.read(text, file="own.yaml")


@pytest.mark.parametrize(
    ("began", "years", "over"),
    [
        (date(2026, 11, 23), 1, date(2027, 11, 23)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_its_time_is_over_on_the_same_day_so_many_years_later(began, years, over):
    assert rules.over(began, years) == over
    assert began <= rules.latest(over, years) or over.day == 1


def test_on_a_leap_day_what_began_by_the_28th_is_over():
    assert rules.latest(date(2028, 2, 29), 1) == date(2027, 2, 28)
    assert rules.latest(date(2028, 2, 29), 4) == date(2024, 2, 29)
