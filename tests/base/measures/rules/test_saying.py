"""What a chart says in plain sentences."""

from datetime import date

import pytest

from goldthread.base.measures.rules.saying import sentence
from goldthread.base.measures.rules.series import HIGH, LOW, Series, chart_all

QUARTERS = [date(2016 + at // 4, at % 4 * 3 + 1, 1) for at in range(40)]
BASE = (10, 12) * 4
LONG = (10, 12) * 7


def said(*values, dates=QUARTERS, **more):
    (drawn,) = chart_all([Series("", dates[: len(values)], values, **more)])
    return sentence(drawn)


def test_usual_variation_is_no_change():
    assert said(*LONG, direction=HIGH) == (
        "The latest figure lies within usual variation; nothing shows a change."
    )


@pytest.mark.parametrize(
    ("after", "direction", "told"),
    [
        (
            (30,),
            HIGH,
            "The latest figure is higher than usual variation explains. That is better.",
        ),
        (
            (-9,),
            0,
            "The latest figure is lower than usual variation explains.",
        ),
        (
            (11.5, 12, 11.5, 12, 11.5, 12, 11.5, 12),
            LOW,
            (
                "The last nine quarters are above the average. This is unlikely to be chance. "
                "That is worse."
            ),
        ),
        (
            (13, 12.5, 12, 11.5, 11, 10.5, 10),
            LOW,
            (
                "The last seven quarters were each lower than the one before. This is unlikely "
                "to be chance. That is better."
            ),
        ),
        (
            (12, 15, 15.5),
            LOW,
            (
                "Of the last three figures two are close to the upper limit. This is unlikely "
                "to be chance. That is worse."
            ),
        ),
    ],
    ids=["outside", "neutral", "shift", "trend", "two of three"],
)
def test_each_rule_has_its_sentence(after, direction, told):
    assert said(*LONG, *after, fix_after=8, direction=direction) == told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (20.0, "As things are, the target of 20 will not be met."),
        (2.5, "As things are, the target of 2.5 will be met."),
        (11.0, "Whether the target of 11 is met is chance, as things are."),
    ],
)
def test_the_target_is_told_as_the_limits_tell_it(target, told):
    targets = {QUARTERS[13]: target}

    assert said(*LONG, direction=HIGH, targets=targets).endswith(told)


def test_what_it_does_not_know_is_said():
    assert said(10, 12, None, 10) == (
        "The latest figure lies within usual variation; nothing shows a change. Of 3 figures "
        "the limits may still move. 1 figure is missing."
    )
    assert said(5, 5, 5) == (
        "The figures do not vary enough to tell what is usual from what is not."
    )
    assert said(None, None) == "There are no figures yet."


def test_months_and_years_are_called_so():
    months = [date(2016, month, 1) for month in range(1, 13)] + [date(2017, 1, 1)]
    values = (10, 12) * 3 + (11.5, 12, 11.5, 12, 11.5, 12, 11.5)

    assert "The last eight months are above" in said(
        *values, dates=months, fix_after=6, screen=False
    )
