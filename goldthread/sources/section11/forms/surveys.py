"""Asking staff: when and how many, and the sheet that each of them fills in."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import Today
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Survey

MOST = 1_000_000  # people
UNSAID = "-"  # not nothing, which a browser would show as chosen


class OpenSurveyForm(Today):
    closes_on = DateField(
        label="Until when can they answer?",
        asked="the last day",
        help_text="Within three months. What they say is shown once it is closed.",
    )
    invited = forms.IntegerField(
        label="How many people will you send the link to?",
        min_value=1,
        max_value=MOST,
        required=False,
        help_text="So that it can be said how many of them answered.",
    )


class SheetForm(Govuk, forms.Form):
    """What one person answers. Questions are numbered by their place."""

    def __init__(self, data: Any = None, *, survey: Survey) -> None:
        super().__init__(data)
        self.questions = queries.asked_of_staff(survey.assessment)
        for number, question in enumerate(self.questions):
            self.fields[f"said_{number}"] = forms.ChoiceField(
                label=question.asks,
                choices=[*question.offered, (UNSAID, "I cannot say")],
                widget=forms.RadioSelect,
                required=False,
                error_messages={
                    "invalid_choice": "Choose one of the answers to this question"
                },
            )

    @property
    def said(self) -> dict[str, str]:
        """By the key of the question; what she cannot say is left out."""
        given = (self.cleaned_data.get(f"said_{n}") for n in range(len(self.questions)))
        return {
            question.key: word
            for question, word in zip(self.questions, given, strict=True)
            if word and word != UNSAID
        }

    def clean(self) -> dict[str, Any]:
        if not self.said and not self.errors:
            raise forms.ValidationError(
                "Answer at least one question. Nothing was sent."
            )
        return self.cleaned_data
