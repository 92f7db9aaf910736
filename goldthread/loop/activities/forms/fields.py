"""Fields that several of our forms ask with."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base import states
from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.activities import rules


def choose(form: forms.BaseForm, name: str, records: QuerySet[Any]) -> None:
    """Let a field choose among these records."""
    form.fields[name].queryset = records  # type: ignore[attr-defined]


def one(records: QuerySet[Any], label: str, **more: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(records.none(), label=label, **more)


def several(
    records: QuerySet[Any], label: str, **more: Any
) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        records.none(), label=label, widget=forms.CheckboxSelectMultiple, **more
    )


def partners_of(board: Board) -> QuerySet[Organisation]:
    return Organisation.objects.filter(boards=board, replaced_by=None)


class BroughtForm(StepForm):
    """What an organisation brings: asks who gave it, and how, of anybody else."""

    on = DateField(label="When did it come?", asked="the day it came")
    told_by = forms.CharField(
        label="Who gave it to you?",
        help_text="Their name or their post.",
        max_length=200,
        error_messages={"required": "Enter who gave it to you"},
    )
    told_how = forms.ChoiceField(
        label="How did it come?",
        choices=list(rules.TOLD_HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it came to you"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.behalf = states.on_behalf(self.by, self.whose())
        if self.behalf:
            self.suggest(on=timezone.localdate())
            self.fields["told_by"].label = f"Who at {self.behalf} gave it to you?"
            return
        for name in ("on", "told_by", "told_how"):
            del self.fields[name]

    def whose(self) -> Organisation:
        """The organisation that brings it."""
        organisation: Organisation = self.record.organisation
        return organisation

    def clean_on(self) -> Any:
        if (on := self.cleaned_data["on"]) > timezone.localdate():
            raise forms.ValidationError("The day it came must be today or earlier")
        return on

    def given(self) -> dict[str, Any]:
        return {"on": timezone.localdate()} | self.cleaned_data


def check_due(form: forms.BaseForm, due_on: Any) -> None:
    if due_on and due_on < timezone.localdate():
        form.add_error("due_on", "The day it is due must be today or later")


class ReasonForm(StepForm):
    reason = prose("Why?")
