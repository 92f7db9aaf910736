from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.sources.agency_audits import rules
from goldthread.sources.agency_audits.rules import Account, Doubt

TODAY = date(2026, 11, 18)
SOUND = Account(
    title="Neglect file audit",
    period_from=date(2026, 4, 1),
    period_to=date(2026, 9, 30),
    method="file_audit",
    population=40,
    sample=12,
    sampling="random",
    met=9,
    assessed=12,
    grades=(1, 5, 4, 2, 0),
    strengths="Visits were made in time.",
    concerns="Plans were vague.",
    child_voice="Children said that visits were too short.",
    owners=("Head of midwifery",),
)
ANSWERS = {
    "title": "Neglect file audit",
    "period_from": SOUND.period_from,
    "period_to": SOUND.period_to,
    "method": "file_audit",
    "sample": 12,
    "strengths": SOUND.strengths,
    "disclosure": "board",
}


def refused(**changed):
    return rules.refusals(replace(SOUND, **changed))


def test_a_sound_return_is_refused_nothing_and_can_be_sent():
    assert rules.refusals(SOUND) == {}
    assert rules.unready(SOUND, ANSWERS, on=TODAY) == []
    assert rules.doubts(SOUND, on=TODAY) == ()


def test_an_empty_return_contradicts_nothing():
    assert rules.refusals(Account()) == {}


def test_more_cannot_have_met_the_standard_than_were_assessed():
    assert refused(met=13) == {
        "met": "13 cannot have met the standard out of 12. "
        "Check which of the two is wrong."
    }


@pytest.mark.parametrize("half", [{"met": None}, {"assessed": None}])
def test_one_of_the_two_numbers_alone_says_nothing(half):
    assert refused(**half) == {
        "met": "Enter both: how many met the standard, and out of how many."
    }


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_numerator_is_refused_exactly_when_it_is_greater(met, assessed):
    assert bool(refused(met=met, assessed=assessed)) is (met > assessed)


def test_the_grades_must_come_to_the_number_looked_at():
    assert refused(grades=(1, 5, 4, 1, None)) == {
        "outstanding": "The grades come to 11, but you looked at 12. "
        "Give each one grade, or “Not enough evidence”."
    }
    assert refused(grades=(None,) * 5) == {}
    assert refused(sample=None) == {}


@given(st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_grades_that_total_the_sample_are_never_refused(grades):
    total = sum(grades)
    said = refused(grades=tuple(grades), sample=total, population=None)

    assert "outstanding" not in said


def test_more_cannot_be_looked_at_than_there_are():
    assert refused(population=11) == {
        "sample": "You looked at 12 out of 11. Check which of the two is wrong."
    }


def test_looking_at_none_is_no_audit():
    assert refused(sample=0, grades=()) == {
        "sample": "Nothing was looked at. Say that the audit was not done instead."
    }


def test_dates_the_wrong_way_round_are_refused():
    assert refused(period_from=date(2026, 10, 1)) == {
        "period_to": "The period cannot end before it begins. Swap the two dates."
    }


def test_an_action_without_an_owner_is_refused():
    assert refused(owners=("Head of midwifery", " ")) == {
        "owner": "Say who does each action. Without an owner: 1."
    }


def test_a_period_that_is_not_over_cannot_be_sent():
    future = replace(SOUND, period_to=date(2026, 12, 31))

    assert rules.unready(future, ANSWERS, on=TODAY) == [
        "The period is not over yet. Send the return once it is, or correct the dates."
    ]
    assert rules.refusals(future) == {}


def test_what_is_missing_is_said_by_section_before_it_is_sent():
    assert rules.unready(Account(), {}, on=TODAY) == [
        "Finish the section “What the audit is”.",
        "Finish the section “How it was done”.",
        "Finish the section “What was learned”.",
        "Finish the section “Who may read it”.",
    ]


def test_what_contradicts_itself_across_sections_cannot_be_sent():
    wrong = replace(SOUND, sample=13)

    assert rules.unready(wrong, ANSWERS, on=TODAY) == [
        (
            "The grades come to 12, but you looked at 13. "
            "Give each one grade, or “Not enough evidence”."
        )
    ]


def test_a_section_says_how_far_it_is():
    about, _, results, *_ = rules.SECTIONS

    assert rules.done(about, {}) == "to_do"
    assert rules.done(about, ANSWERS) == "completed"
    assert rules.done(results, {}) == "optional"
    assert rules.done(results, {"met": 0, "assessed": 3}) == "completed"


def test_a_period_is_said_in_months():
    april, june, march = date(2026, 4, 1), date(2026, 6, 30), date(2027, 3, 31)

    assert rules.period(april, june) == "April to June 2026"
    assert rules.period(april, march) == "April 2026 to March 2027"
    assert rules.period(april, date(2026, 4, 30)) == "April 2026"
    assert rules.period(april, None) == ""


# Percentages


def test_a_percentage_never_stands_without_its_numbers():
    assert rules.compliance(23, 26) == "23 of 26 (88%)"
    assert rules.compliance(None, 26) == ""
    assert rules.compliance(0, 0) == ""
    assert rules.compliance(3, None) == ""


def test_a_percentage_of_very_few_says_so():
    assert rules.compliance(3, 4) == "3 of 4 (75%), which is of very few"
    assert rules.compliance(9, 10) == "9 of 10 (90%)"


def test_a_grade_mix_is_shown_whole_or_not_at_all():
    assert rules.mix((1, None, 4, 2, 0)) == [
        ("Outstanding", 1),
        ("Good", 0),
        ("Requires improvement", 4),
        ("Inadequate", 2),
        ("Not enough evidence", 0),
    ]
    assert rules.mix((None,) * 5) == []


# Doubts


def doubts(**changed):
    return rules.doubts(replace(SOUND, **changed), on=TODAY)


def test_no_sampling_method_is_a_grave_doubt():
    assert doubts(sampling="") == (
        Doubt("It does not say how the sample was chosen.", grave=True),
    )


def test_findings_copied_from_an_earlier_return_are_a_grave_doubt():
    assert rules.doubts(SOUND, copied_from="“Neglect audit 2025”", on=TODAY) == (
        Doubt(
            "What was found is word for word what “Neglect audit 2025” said.",
            grave=True,
        ),
    )


def test_a_few_and_a_percentage_of_a_few_are_pointed_out():
    assert doubts(sample=4, met=3, assessed=4) == (
        Doubt("Only 4 looked at: it says little about all the others."),
        Doubt("The percentage rests on n=4: 3 of 4 (75%), which is of very few."),
    )


def test_concerns_without_actions_and_silent_children_are_pointed_out():
    assert doubts(owners=(), child_voice=" ") == (
        Doubt("It names what needs to improve, and no action."),
        Doubt("It does not say what children said."),
    )


def test_an_old_period_is_pointed_out():
    assert doubts(period_from=date(2024, 1, 1), period_to=date(2024, 12, 31)) == (
        Doubt("The period ended more than 18 months ago."),
    )


@pytest.mark.parametrize(
    ("ended", "stale"),
    [
        (date(2025, 5, 18), False),
        (date(2025, 5, 17), True),
        (date(2026, 9, 30), False),
        (None, False),
    ],
)
def test_a_return_is_stale_once_eighteen_months_have_passed(ended, stale):
    assert rules.stale(ended, on=TODAY) is stale


def test_months_end_where_a_shorter_month_ends():
    assert rules.months_after(date(2025, 8, 31), 18) == date(2027, 2, 28)
    assert rules.months_before(date(2026, 11, 18), 18) == date(2025, 5, 18)


def test_a_copy_is_recognised_under_other_commas_and_capitals():
    copy = replace(
        SOUND, strengths="visits were made, in time", concerns="PLANS were vague"
    )

    assert rules.copied(copy, SOUND) is True
    assert rules.copied(replace(SOUND, concerns="Plans are vague."), SOUND) is False
    assert rules.copied(Account(), Account()) is False
