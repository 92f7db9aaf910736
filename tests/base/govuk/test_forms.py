import re
from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django.asserts import assertHTMLEqual

from goldthread.base.govuk.forms import DateField, Govuk, posted
from goldthread.base.govuk.renderer import GovukRenderer


class RequestForm(Govuk, forms.Form):
    sender = forms.CharField(label="Who asked")
    received = DateField(label="Received", asked="the date of the request")
    due = forms.DateField(label="Due date", required=False)
    grade = forms.ChoiceField(choices=[("1", "One")], widget=forms.RadioSelect)
    fair = forms.BooleanField(label="This is fair")
    kinds = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    own = forms.CharField(error_messages={"required": "Say it"})


FULL = {
    "sender": "A. Lead",
    "received_day": "18",
    "received_month": "nov",
    "received_year": "2025",
    "grade": "1",
    "fair": "on",
    "own": "x",
}


def test_posted_is_none_only_when_the_page_is_asked_for():
    request = RequestFactory()

    assert posted(request.get("/?a=1")) is None
    assert posted(request.post("/")) == QueryDict("")


def test_a_form_reads_a_date_from_three_boxes_or_from_an_address():
    typed = RequestForm({**FULL, "due": "2025-12-01"})

    assert typed.errors == {}
    assert typed.cleaned_data["received"] == date(2025, 11, 18)
    assert typed.cleaned_data["due"] == date(2025, 12, 1)


def test_a_date_that_may_be_left_out_is_none():
    form = RequestForm(FULL)

    assert form.errors == {}
    assert form.cleaned_data["due"] is None


def test_a_form_left_empty_says_what_to_do_about_each_field():
    form = RequestForm(QueryDict(""))

    assert form.errors == {
        "sender": ["Enter who asked"],
        "received": ["Enter the date of the request"],
        "grade": ["Choose grade"],
        "fair": ["Tick to confirm: this is fair"],
        "own": ["Say it"],
    }


def test_a_date_that_never_was_is_refused_in_words():
    form = RequestForm({**FULL, "received_day": "31"})

    sentence = (
        "Enter the date of the request. "
        "You entered 31 November 2025, but November has 30 days"
    )
    assert form.errors == {"received": [sentence]}


@pytest.mark.parametrize("whole", ["2025", "x", "2025-11", "2025-11-18-1"])
def test_an_address_with_half_a_date_is_refused_or_read_in_words(whole):
    form = RequestForm({**FULL, "received": whole})

    said = form.errors.get("received", ["Enter the date"])
    assert [error[:14] for error in said] == ["Enter the date"]


def test_nul_is_dropped_from_everything_that_was_typed():
    posted_form = RequestForm(QueryDict("sender=A.%00+Lead&kinds=a%00&kinds=b"))
    given_form = RequestForm({"sender": "A.\0 Lead", "kinds": ["a\0", "b"]})

    for form in (posted_form, given_form):
        assert form["sender"].value() == "A. Lead"
        assert form["kinds"].value() == ["a", "b"]


def test_a_date_known_already_stands_in_its_boxes():
    known = {"received": date(2025, 11, 8)}
    form = RequestForm(initial=known, renderer=GovukRenderer())

    html = form["received"].as_field_group()

    assert re.findall(r'value="(\d+)"', html) == ["8", "11", "2025"]


@pytest.mark.parametrize(
    ("typed", "changed"),
    [(["18", "11", "2025"], False), (["1", "1", "2025"], True), (["x", "", ""], True)],
)
def test_a_date_has_changed_only_if_it_is_another_day(typed, changed):
    assert DateField().has_changed(date(2025, 11, 18), typed) == changed


def test_the_boxes_of_a_date_are_known_to_have_been_left_out_of_the_form():
    widget = DateField().widget

    assert widget.value_omitted_from_data({}, {}, "due")
    assert not widget.value_omitted_from_data({"due_day": ""}, {}, "due")


class TwoFields(forms.Form):
    first = forms.CharField(label="Your name")
    second = DateField(label="Due", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        super().clean()
        self.add_error(None, "Say <more>")


def test_what_is_optional_says_so_where_something_else_is_not():
    form = TwoFields(renderer=GovukRenderer())

    assert "Due (optional)" in form["second"].as_field_group()
    assert "optional" not in form["first"].as_field_group()


def test_a_form_lists_its_errors_on_top_with_links_to_its_fields():
    data = {"second_day": "31", "second_month": "2", "second_year": "2026"}
    html = str(TwoFields(data, renderer=GovukRenderer()))

    sentence = "Enter the date. You entered 31 February 2026, but February has 28 days"
    expected = f"""<div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert"><h2 class="govuk-error-summary__title">There is a problem</h2>
      <div class="govuk-error-summary__body">
      <ul class="govuk-list govuk-error-summary__list">
        <li><a href="#id_first">This field is required.</a></li>
        <li><a href="#id_second_day">{sentence}</a></li>
        <li>This field is required.</li>
        <li>Say &lt;more&gt;</li>
      </ul></div></div></div>"""
    summary = html[: html.index('<div class="govuk-form-group')]
    assertHTMLEqual(summary, expected)


def test_the_summary_leads_to_the_first_of_several_boxes():
    html = str(RequestForm({}, renderer=GovukRenderer()))

    links = re.findall(r'<a href="#(\w+)"', html)
    assert links == [
        f"id_{n}" for n in ("sender", "received_day", "grade", "fair", "own")
    ]
    assert [html.count(f'id="{link}"') for link in links] == [1, 1, 1, 1, 1]


def test_a_form_without_errors_has_no_summary_and_draws_every_field():
    form = TwoFields(renderer=GovukRenderer())

    assertHTMLEqual(str(form), "".join(field.as_field_group() for field in form))
