from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.loop.findings import rules
from goldthread.loop.findings.rules import AsWritten, Characteristic, HelpStage, Kind

days = st.dates(date(1900, 1, 1), date(2098, 12, 31))
years = st.integers(1900, 2098)
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
MONTH_FORMS = ("%m/%Y", "%m-%Y", "%B %Y", "%b %Y")
FINANCIAL_FORMS = (
    "{0}/{2:02}",
    "{0}-{2:02}",
    "{0}/{1}",
    "{0}\u2013{2:02}",
    "{0} / {1}",
)


def days_of(text):
    written = rules.as_written(text)
    return written.earliest, written.latest


def refusal(reader, text):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the sentence is compared)
        reader(text)
    return str(refused.value)


@given(day=days, form=st.sampled_from(DAY_FORMS))
def test_a_day_is_that_day_in_every_form(day, form):
    assert days_of(day.strftime(form)) == (day, day)


@given(day=days, form=st.sampled_from(MONTH_FORMS))
def test_a_month_lasts_from_its_first_day_to_its_last(day, form):
    first, last = days_of(day.strftime(form))

    assert first == day.replace(day=1)
    assert first <= day <= last
    assert (last + timedelta(1)).day == 1


@given(year=years)
def test_a_year_is_the_calendar_year(year):
    assert days_of(str(year)) == (date(year, 1, 1), date(year, 12, 31))


@given(year=years, form=st.sampled_from(FINANCIAL_FORMS))
def test_a_financial_year_runs_from_april_to_march(year, form):
    text = form.format(year, year + 1, (year + 1) % 100)

    assert days_of(text) == (date(year, 4, 1), date(year + 1, 3, 31))


@given(year=years)
def test_the_quarters_of_a_financial_year_are_three_months_each_and_leave_no_gap(year):
    quarters = [days_of(f"{year}/{(year + 1) % 100:02} Q{n}") for n in (1, 2, 3, 4)]

    assert [first.month for first, _ in quarters] == [4, 7, 10, 1]
    assert [last.month for _, last in quarters] == [6, 9, 12, 3]
    starts = [first for first, _ in quarters]
    assert [last + timedelta(1) for _, last in quarters] == [
        *starts[1:],
        date(year + 1, 4, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2016/17 Q1",
        "Q1 2016/17",
        "2016/17 quarter 1",
        "Quarter 1, 2016-17",
        "qtr 1 2016/2017",
        "2016/17Q1",
    ],
)
def test_a_financial_quarter_may_be_written_either_way_round(text):
    assert days_of(text) == (date(2016, 4, 1), date(2016, 6, 30))


@pytest.mark.parametrize(
    "text",
    [
        "18th November 2015",
        "18-Nov-2015",
        "18 NOVEMBER, 2015",
        "2015/11/18",
        "2015-11-18T09:30",
        "2015-11-18 09:30:00",
        "18 / 11 / 2015",
    ],
)
def test_a_day_may_be_written_in_other_ways(text):
    assert days_of(text) == (date(2015, 11, 18), date(2015, 11, 18))


def test_numbers_are_day_first():
    assert days_of("03/04/2019") == (date(2019, 4, 3), date(2019, 4, 3))


def test_the_text_is_kept_as_written():
    assert rules.as_written(" 01/2011 ") == AsWritten(
        "01/2011", date(2011, 1, 1), date(2011, 1, 31)
    )


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_blank_has_no_dates(text):
    assert rules.as_written(text) == AsWritten("", None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2019", "February 2019 has 28 days"),
        ("31 February 2020", "February 2020 has 29 days"),
        ("0/01/2019", "January 2019 has 31 days"),
        ("13/25/2019", "there is no month 25; the day comes first"),
        ("0/2011", "there is no month 0; the day comes first"),
        ("Brumaire 1999", "there is no month brumaire"),
        ("31/12/18", "write the year in full, as in 31/12/2018"),
        ("Jan-11", "write the year in full, as in 31/12/2018"),
        ("42326", "that is how Excel counts days, so format the cell as a date"),
        ("42326.5", "that is how Excel counts days, so format the cell as a date"),
        ("Q1 2016", "name quarter and financial year, as in 2016/17 Q1"),
        ("2016/17 Q5", "there is no quarter 5"),
        ("2016/18", "write a month as 01/2016 and a financial year as 2016/17"),
        ("2011-01", "write a month as 01/2011 and a financial year as 2011/12"),
        ("1066", "check the year 1066"),
        ("0000", "check the year 0000"),
        ("soon", "write it as 18/11/2015, 01/2011, 2017, 2019/20 or 2019/20 Q2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(text, reason):
    sentence = f"“{text}” is not a date we can read: {reason}."

    assert refusal(rules.as_written, text) == sentence


@given(text=st.text(alphabet="0123456789/-. QqJanMay\u0663²", max_size=12))
def test_any_text_is_read_in_order_or_refused(text):
    try:
        first, last = days_of(text)
    except ValueError as refused:
        assert str(refused).endswith(".")  # noqa: PT017 (either way is right)
    else:
        assert (first is None and last is None) or first <= last


@pytest.mark.parametrize("words", ["strength", "Strength", " GOOD  practice ", "+"])
def test_a_strength_goes_by_several_names(words):
    assert rules.kind(words) is Kind.STRENGTH


@pytest.mark.parametrize(
    "words", ["concern", "Area for improvement", "Weakness", "gap", "negative", "-"]
)
def test_a_concern_goes_by_several_names(words):
    assert rules.kind(words) is Kind.CONCERN


def test_a_kind_is_never_guessed():
    assert refusal(rules.kind, "neutral") == (
        "“neutral” is none of these: Strength, Area for improvement."
    )


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Early help", HelpStage.EARLY_HELP),
        ("CIN", HelpStage.CHILD_IN_NEED),
        ("child_protection", HelpStage.CHILD_PROTECTION),
        ("Looked after children", HelpStage.LOOKED_AFTER),
        ("care leavers", HelpStage.LEAVING_CARE),
        ("All stages", HelpStage.ALL),
    ],
)
def test_a_help_stage_goes_by_several_names(words, stage):
    assert rules.help_stage(words) is stage


@pytest.mark.parametrize(
    ("words", "characteristic"),
    [
        ("Disabled", Characteristic.DISABILITY),
        ("ethnicity", Characteristic.RACE),
        ("Religion or belief", Characteristic.RELIGION),
    ],
)
def test_a_characteristic_goes_by_several_names(words, characteristic):
    assert rules.characteristic(words) is characteristic


@pytest.mark.parametrize(
    ("terms", "labels"),
    [
        (Kind, rules.KINDS),
        (HelpStage, rules.HELP_STAGES),
        (Characteristic, rules.CHARACTERISTICS),
    ],
)
def test_every_term_has_a_label_and_every_label_leads_back(terms, labels):
    reader = {
        Kind: rules.kind,
        HelpStage: rules.help_stage,
        Characteristic: rules.characteristic,
    }[terms]

    assert list(labels) == [str(term) for term in terms]
    assert [reader(label) for label in labels.values()] == list(terms)
    assert [reader(value) for value in labels] == list(terms)
