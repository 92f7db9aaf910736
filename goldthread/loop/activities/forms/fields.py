"""Fields that several of our forms ask with."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board, Organisation

LONGEST = 10_000  # characters of prose
TALL = forms.Textarea(attrs={"rows": 4})


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


def prose(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=TALL, max_length=LONGEST, **more)


def partners_of(board: Board) -> QuerySet[Organisation]:
    return Organisation.objects.filter(boards=board, replaced_by=None)


def check_due(form: forms.BaseForm, due_on: Any) -> None:
    if due_on and due_on < timezone.localdate():
        form.add_error("due_on", "The day it is due must be today or later")


class ReasonForm(StepForm):
    reason = prose("Why?")
