"""What is asked of whoever writes, releases or looks for findings."""

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.activities.rules import WAYS
from goldthread.loop.findings import rules, workflow
from goldthread.loop.findings.models import Finding


class AsWrittenField(forms.CharField):
    """A day, month, year, or financial quarter, kept as it was written."""

    def clean(self, value: Any) -> rules.AsWritten:
        try:
            return rules.as_written(super().clean(value))
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None


class FindingForm(StepForm):
    """One thing learned; the same questions for a new finding and a changed one."""

    kind = forms.ChoiceField(
        label="Is it a strength or an area for improvement?",
        choices=Finding.Kind.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="What was found?",
        help_text="One thing. Leave out names, dates of birth and addresses.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )
    meaning = forms.CharField(
        label="What does it mean for children?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        required=False,
    )
    about = forms.ModelMultipleChoiceField(
        label="Which agencies is it about?",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about_everyone = forms.BooleanField(
        label="It is about every agency", required=False
    )
    method = forms.CharField(
        label="How do we know?",
        help_text="For example: 12 children’s records read, or 26 returns.",
        max_length=200,
        required=False,
    )
    number = forms.IntegerField(
        label="How many were looked at?",
        min_value=1,
        max_value=9_999_999,
        required=False,
    )
    when = AsWrittenField(
        label="When was it found?",
        help_text="As you know it: 18/11/2015, 01/2011, 2017, 2019/20 or 2016/17 Q1.",
        max_length=60,
        required=False,
    )
    help_stage = forms.ChoiceField(
        label="Which stage of help is it about?",
        choices=[("", "Not said"), *rules.HELP_STAGES.items()],
        required=False,
    )
    characteristics = forms.MultipleChoiceField(
        label="Which equality characteristics does it bear on?",
        choices=list(rules.CHARACTERISTICS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    published = forms.CharField(
        label="Where is it published?", max_length=500, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        boards = Board.objects.filter(pk=self.record.board_id)
        field = self.fields["about"]
        field.queryset = Organisation.objects.filter(boards__in=boards)  # type: ignore[attr-defined]
        if isinstance(self.record, Finding):
            self.initial = _as_it_stands(self.record)


def _as_it_stands(finding: Finding) -> dict[str, Any]:
    same = ("kind", "text", "meaning", "about_everyone", "method", "number")
    more = ("help_stage", "characteristics", "published")
    return {name: getattr(finding, name) for name in (*same, *more)} | {
        "about": list(finding.about.values_list("pk", flat=True)),
        "when": finding.written,
    }


class ReleaseForm(StepForm):
    """Asks for a look at each word that may identify somebody."""

    checked = forms.BooleanField(
        label="I have checked each of these, and nobody can be identified",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.suspects = workflow.suspects(self.record)
        if not self.suspects:
            del self.fields["checked"]


class FindingFilters(Govuk, forms.Form):
    """All optional; what is chosen stands in the address."""

    q = forms.CharField(label="Words", required=False)
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", required=False, empty_label="All"
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *Finding.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Finding.State.choices], required=False
    )
    way = forms.ChoiceField(
        label="Way of learning", choices=[("", "All"), *WAYS], required=False
    )
    activity = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.fields["board"].queryset = visible(Board, by)  # type: ignore[attr-defined]

    def narrow(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        wanted = self.cleaned_data
        if wanted["q"]:
            query = SearchQuery(wanted["q"], config="english", search_type="websearch")
            findings = findings.filter(search=query)
        lookups = {
            "board": wanted["board"],
            "kind": wanted["kind"],
            "state": wanted["state"],
            "way": wanted["way"],
            "activity": wanted["activity"],
        }
        return findings.filter(
            **{name: value for name, value in lookups.items() if value}
        )
