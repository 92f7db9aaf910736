from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.actions import rules

DUE = date(2026, 11, 18)
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@pytest.mark.parametrize(
    ("over", "level"),
    [
        (-1, rules.NOT_ESCALATED),
        (0, rules.NOT_ESCALATED),
        (28, rules.NOT_ESCALATED),
        (29, rules.TO_CHAIR),
        (56, rules.TO_CHAIR),
        (57, rules.IN_PAPER),
        (400, rules.IN_PAPER),
    ],
)
def test_more_than_four_weeks_go_to_the_chair_and_more_than_eight_into_the_paper(
    over, level
):
    assert rules.escalation(due_on=DUE, on=DUE + timedelta(days=over)) == level


@given(due_on=DAYS, on=DAYS, later=st.integers(0, 1000))
def test_waiting_never_lessens_an_escalation(due_on, on, later):
    sooner = rules.escalation(due_on=due_on, on=on)

    assert rules.escalation(due_on=due_on, on=on + timedelta(days=later)) >= sooner


def test_an_undated_action_is_refused_with_a_sentence():
    assert rules.refused_date(None, on=DUE) == (
        "An action needs a due date. Enter the day by which it will be done."
    )


def test_a_past_due_date_is_refused_and_today_is_not():
    assert rules.refused_date(DUE, on=DUE + timedelta(days=1)) == rules.PAST
    assert rules.refused_date(DUE, on=DUE) == ""


def test_every_level_of_escalation_has_words():
    assert [level for level, _ in rules.ESCALATIONS] == [
        rules.NOT_ESCALATED,
        rules.TO_CHAIR,
        rules.IN_PAPER,
    ]
