from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.activities import rules
from goldthread.loop.activities.rules import Source, Way

DUE = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("state", "received_on", "on", "said"),
    [
        ("asked", None, DUE - timedelta(days=14), ("asked", "Due in 14 days")),
        ("asked", None, DUE - timedelta(days=1), ("asked", "Due in 1 day")),
        ("asked", None, DUE, ("asked", "Due today")),
        ("asked", None, DUE + timedelta(days=1), ("late", "1 day late")),
        ("asked", None, DUE + timedelta(days=30), ("late", "30 days late")),
        ("received", DUE, DUE + timedelta(days=9), ("received", "Received")),
        (
            "received",
            DUE + timedelta(days=2),
            DUE,
            ("received", "Received, 2 days late"),
        ),
        ("withdrawn", None, DUE + timedelta(days=9), ("withdrawn", "No longer asked")),
    ],
)
def test_how_a_contribution_stands_is_said_in_words(state, received_on, on, said):
    assert rules.standing(state, due_on=DUE, received_on=received_on, on=on) == said


@pytest.mark.parametrize(
    ("day", "which"),
    [
        (-15, None),
        (-14, -14),
        (-12, -14),
        (-11, None),
        (-3, -3),
        (-1, -3),
        (0, 0),
        (2, 0),
        (3, 3),
        (5, 3),
        (6, None),
        (10, 10),
        (12, 10),
        (13, None),
    ],
)
def test_a_reminder_falls_14_3_and_0_days_before_and_3_and_10_after(day, which):
    asked_on = DUE - timedelta(days=60)
    on = DUE + timedelta(days=day)

    assert rules.reminder(asked_on=asked_on, due_on=DUE, on=on) == which


def test_nobody_is_reminded_of_what_she_was_asked_today():
    assert rules.reminder(asked_on=DUE, due_on=DUE, on=DUE) is None
    assert (
        rules.reminder(
            asked_on=DUE - timedelta(days=14),
            due_on=DUE,
            on=DUE - timedelta(days=14),
        )
        is None
    )


@given(st.integers(-60, 60), st.integers(0, 90))
def test_whatever_is_reminded_today_is_due_on_a_remindable_day(day, notice):
    on = DUE + timedelta(days=day)
    asked_on = DUE - timedelta(days=notice)

    which = rules.reminder(asked_on=asked_on, due_on=DUE, on=on)

    assert which is None or DUE in rules.remindable(on)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (-14, "due in 14 days"),
        (-1, "due in 1 day"),
        (0, "due today"),
        (3, "3 days late"),
    ],
)
def test_a_subject_ends_in_by_when(day, words):
    assert rules.by_when(DUE, on=DUE + timedelta(days=day)) == words


def test_a_year_of_months_begins_with_this_one_and_crosses_new_year():
    months = rules.months_from(date(2026, 11, 22))

    assert (months[0], months[2], months[-1]) == (
        date(2026, 11, 1),
        date(2027, 1, 1),
        date(2027, 11, 1),
    )
    assert len(months) == 13


def test_late_is_asked_not_here_and_past():
    assert rules.late(due_on=DUE, received_on=None, on=DUE + timedelta(days=1))
    assert not rules.late(due_on=DUE, received_on=None, on=DUE)
    assert not rules.late(due_on=DUE, received_on=DUE, on=DUE + timedelta(days=1))


def test_a_source_announces_itself_once_and_is_found_by_its_way(monkeypatch):
    monkeypatch.setattr(rules, "SOURCES", {})
    homeless = Source("a", "A", Way.OBSERVATION, "local")
    source = Source("b", "B", Way.OBSERVATION, "local", home="b:index")

    for each in (homeless, source, source):
        rules.register(each)

    assert list(rules.SOURCES) == ["a", "b"]
    assert rules.sources_of(Way.OBSERVATION) == [source]
    assert rules.sources_of(Way.TRAINING) == []
    assert homeless.summarise(board=None, since=DUE, until=DUE) == {}


def test_every_way_of_learning_has_words_and_what_boards_call_it():
    assert set(rules.WAY_WORDS) == set(Way)
    assert rules.SYNONYMS["scr"] == Way.SERIOUS_CASE_REVIEW
    assert rules.SYNONYMS["observation"] == Way.OBSERVATION
