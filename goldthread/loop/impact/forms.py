"""What is asked of whoever plans, makes or looks for impact checks, or closes a theme."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.access.table import can, visible
from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, User
from goldthread.loop.impact import queries, rules
from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import Year

METHOD = forms.CharField(
    label="How will it be checked?",
    help_text="Such as a dip sample of ten records, observing a conference, or asking "
    "children and parents.",
    max_length=200,
)
HINTS = {
    Check.Judgement.EMBEDDED: "Practice has changed, and stays changed.",
    Check.Judgement.PARTLY: "It has changed for some, or in some places.",
    Check.Judgement.NOT_YET: "It has not changed.",
    Check.Judgement.TOO_EARLY: "Not enough time has passed to tell.",
}


class PlanForm(Today):
    checker = forms.ModelChoiceField(
        User.objects.none(),
        label="Who will look?",
        help_text="Somebody of the board or its groups who does not own the action, and "
        "whose organisation does not.",
        empty_label="Choose a person",
    )
    due_on = DateField(
        label="By when?",
        help_text="When a change in practice could first be seen. For example, 31 3 2027.",
        asked="the day by which they will look",
    )
    method = METHOD

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["checker"].queryset = queries.checkers(self.record)  # type: ignore[attr-defined]


class CheckerForm(Today):
    checker = forms.ModelChoiceField(
        User.objects.none(), label="Who will look?", empty_label="Choose a person"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = queries.checkers(self.record.subject)
        self.fields["checker"].queryset = people  # type: ignore[attr-defined]
        self.initial = {"checker": self.record.checker_id}


class MakeForm(Today):
    evidence = prose(
        "What did you see or read?",
        "What shows that practice is different for children, or is not. Name no child "
        "or family.",
        rows=8,
    )
    judgement = forms.ChoiceField(
        label="What does it amount to?",
        choices=[
            (value, f"{words}: {HINTS[Check.Judgement(value)]}")
            for value, words in Check.Judgement.choices
        ],
        widget=forms.RadioSelect,
    )
    again_on = DateField(
        label="When will you look again?",
        help_text="Needed if it has not changed yet, or if it is too early to say.",
        asked="the day on which you will look again",
        required=False,
    )

    def clean_again_on(self) -> date | None:
        again_on: date | None = self.cleaned_data["again_on"]
        if not again_on and self.cleaned_data.get("judgement") in rules.LOOK_AGAIN:
            raise ValidationError("Enter the day on which you will look again")
        return again_on


class RecordForm(MakeForm):
    method = METHOD
    field_order = ["method", "evidence", "judgement", "again_on"]


class WithdrawForm(StepForm):
    reason = prose("Why will nobody look after all?", rows=4)


class CloseForm(Today):
    difference = prose(
        "What changed for children?",
        "This is how the board will remember what the theme came to.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.missing = queries.missing(self.record)
        self.may_carry = can(self.by, "carry_forward", self.record)


class CarryForm(Today):
    into = forms.ModelChoiceField(
        Year.objects.none(),
        label="Into which year’s plan?",
        help_text="Not here? Open the plan for the next year first, from the plan’s page.",
        empty_label="Choose a year",
    )
    reason = prose("Why is it carried forward?", "It is shown in that year’s plan.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        years = queries.later_years(self.record.board, on=timezone.localdate())
        self.fields["into"].queryset = years.select_related("board")  # type: ignore[attr-defined]


class ReopenForm(Today):
    reason = prose("Why is it open again?", rows=4)


class CheckFilters(Govuk, forms.Form):
    """All optional; what is chosen stands in the address."""

    judgement = forms.ChoiceField(
        label="Judgement",
        choices=[("", "All"), *Check.Judgement.choices],
        required=False,
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), ("overdue", "Overdue"), *Check.State.choices],
        required=False,
    )
    of = forms.ChoiceField(
        label="Of",
        choices=[("", "All"), ("action", "Actions"), ("theme", "Themes")],
        required=False,
    )
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", required=False, empty_label="All"
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.fields["board"].queryset = visible(Board, by)  # type: ignore[attr-defined]

    def narrow(self, checks: QuerySet[Check]) -> QuerySet[Check]:
        wanted = self.cleaned_data
        lookups = {"judgement": wanted["judgement"], "board": wanted["board"]}
        if wanted["of"]:
            lookups[f"{wanted['of']}__isnull"] = False
        if wanted["state"] == "overdue":
            checks = checks.overdue(on=timezone.localdate())  # type: ignore[attr-defined]
        else:
            lookups["state"] = wanted["state"]
        return checks.filter(
            **{
                name: value
                for name, value in lookups.items()
                if value not in {"", None}
            }
        )
