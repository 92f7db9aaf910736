"""What each step asks."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.loop.activities.forms import AskForm
from goldthread.loop.activities.forms.fields import check_due, prose
from goldthread.loop.findings.forms import FindingForm
from goldthread.sources.source_template.models import SourceTemplate

__all__ = ["AskForm", "Filters", "FindingForm", "SendBackForm", "SubmitForm"]


class SubmitForm(StepForm):
    answer = prose("What did you find?", help_text="Leave out names of children.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"answer": self.record.answer}

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "on": timezone.localdate()}


class SendBackForm(StepForm):
    reason = prose("What is missing?")
    due_on = DateField(label="By when?", asked="the day it is due")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        return given


class Filters(Govuk, forms.Form):
    q = forms.CharField(label="Words", required=False)
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), *SourceTemplate.State.choices],
        required=False,
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)

    def narrow(self, records: QuerySet[SourceTemplate]) -> QuerySet[SourceTemplate]:
        wanted = self.cleaned_data
        lookups = {
            "contribution__what__icontains": wanted["q"],
            "state": wanted["state"],
        }
        return records.filter(**{name: said for name, said in lookups.items() if said})
