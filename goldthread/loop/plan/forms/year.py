"""What is asked about a year: priorities, meetings and what is planned."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Group
from goldthread.loop.plan import queries, rules
from goldthread.loop.plan.forms.framework import WHY
from goldthread.loop.plan.models import Intention, Line, Priority, Year


class YearForm(StepForm):
    """April to March unless the board says otherwise."""

    starts_on = DateField(label="First day", asked="the first day of the year")
    ends_on = DateField(
        label="Last day",
        help_text="Leave empty for twelve months.",
        asked="the last day of the year",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        last = self.record.years.first()
        after = rules.next_day(last.ends_on) if last else None
        first = after or rules.april_year(timezone.localdate())[0]
        self.suggest(starts_on=first)


def _of(year: Year) -> QuerySet[Line]:
    return queries.lines_of(year)


class PriorityWordsForm(StepForm):
    title = forms.CharField(label="What is the improvement priority?", max_length=200)
    why = forms.CharField(
        label="Why is it one?",
        help_text="For example: what the business plan says, or what was learned last year.",
        required=False,
        **WHY,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if isinstance(self.record, Priority):
            words = {"title": self.record.title, "why": self.record.why}
            self.initial = {**words, **self.initial}


class ServeForm(StepForm):
    lines = forms.ModelMultipleChoiceField(
        label="From which lines of the framework will the board learn about it?",
        queryset=Line.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["lines"]
        if isinstance(self.record, Priority):
            field.queryset = _of(self.record.year)
            served = self.record.lines.values_list("pk", flat=True)
            self.initial.setdefault("lines", list(served))
        else:
            field.queryset = _of(self.record)


class PriorityForm(PriorityWordsForm, ServeForm):
    """A new priority, with the lines that serve it."""

    field_order = ("title", "why", "lines")


class MeetingForm(StepForm):
    on = DateField(label="On which day?", asked="the day of the meeting")
    group = forms.ModelChoiceField(
        label="Of which group?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="The board itself",
        help_text="What is due at every board meeting follows the meetings of the board itself.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["group"]
        field.queryset = self.record.groups.all()


class MoveForm(StepForm):
    on = DateField(label="To which day?", asked="the new day of the meeting")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("on", self.record.on)


class IntentionWordsForm(StepForm):
    title = forms.CharField(
        label="What does the board mean to look at?", max_length=200
    )
    why = forms.CharField(label="Why?", required=False, **WHY)
    due_on = DateField(
        label="By when?",
        help_text="Leave empty if no day is set yet.",
        asked="the day it is due",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if isinstance(self.record, Intention):
            names = ("title", "why", "due_on")
            words = {name: getattr(self.record, name) for name in names}
            self.initial = {**words, **self.initial}


class IntentionForm(IntentionWordsForm):
    """Something planned by hand."""

    line = forms.ModelChoiceField(
        label="From which line of the framework?",
        queryset=Line.objects.none(),
        required=False,
        empty_label="Outside the lines of the framework",
    )
    field_order = ("title", "line", "due_on", "why")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["line"]
        field.queryset = _of(self.record)


class IntentionFilters(Govuk, forms.Form):
    """All optional; what is chosen stands in the address."""

    year = forms.ModelChoiceField(
        Year.objects.none(), label="Year", required=False, empty_label="All"
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Intention.State.choices], required=False
    )
    since = DateField(label="Due from", required=False)
    until = DateField(label="Due until", required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["year"]
        field.queryset = visible(Year, by)

    def narrow(self, intentions: QuerySet[Intention]) -> QuerySet[Intention]:
        wanted = self.cleaned_data
        lookups = {
            "year": wanted["year"],
            "state": wanted["state"],
            "due_on__gte": wanted["since"],
            "due_on__lte": wanted["until"],
        }
        return intentions.filter(**{k: value for k, value in lookups.items() if value})
