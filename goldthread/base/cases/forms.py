"""What is asked about who sees a case."""

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.cases import queries, rules
from goldthread.base.cases.models import CaseFile
from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import User

PURPOSE = forms.CharField(
    label="What for?",
    help_text="What they do in this case. For example, write the chronology.",
    max_length=200,
)
UNTIL_HELP = (
    "The last day on which they see it. 12 months ahead at most; 6 for somebody with no "
    "role at the board. They and the board team are told before it ends."
)


def until_field() -> DateField:
    return DateField(label="Until when?", asked="the last day", help_text=UNTIL_HELP)


def usual_until() -> Any:
    return rules.months_after(timezone.localdate(), rules.USUAL_MONTHS)


class PersonField(forms.ModelChoiceField):
    """People, with a warning beside whoever may have a conflict."""

    def __init__(self, **more: Any) -> None:
        super().__init__(User.objects.all(), **more)
        self.beside: dict[int, str] = {}

    def label_from_instance(self, person: Any) -> str:
        works_for = self.beside.get(person.pk)
        if works_for is None:
            return str(person)
        return f"{person} (works for {works_for}, which is involved: a conflict?)"


class NameOnCaseForm(StepForm):
    person = PersonField(label="Who may see it?", empty_label="Choose somebody")
    purpose = PURPOSE
    until = until_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"until": usual_until(), **self.initial}
        file: CaseFile = self.record
        near = queries.people_near(file.board)
        barred = queries.excluded_from(file).values("person")
        named = queries.named_on(file).values("pk")
        people = near.exclude(pk__in=barred).exclude(pk__in=named)
        field: Any = self.fields["person"]
        field.queryset = people
        field.beside = queries.suggested(file, people)


class ExtendForm(StepForm):
    purpose = PURPOSE
    until = until_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {
            "purpose": self.record.purpose,
            "until": usual_until(),
            **self.initial,
        }


class WhyForm(StepForm):
    reason = prose("Why?")


class ExcludeForm(StepForm):
    person = PersonField(label="Who must not see it?", empty_label="Choose somebody")
    reason = prose(
        "What is the conflict?",
        help_text="The board team who are named on the case read this. The person does not.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        file: CaseFile = self.record
        barred = queries.excluded_from(file).values("person")
        near = queries.people_near(file.board)
        people = near.exclude(pk__in=barred).exclude(pk=self.by.pk)
        field: Any = self.fields["person"]
        field.queryset = people
        field.beside = queries.suggested(file, people)


class ConflictForm(StepForm):
    """Asked before she first opens a case."""

    conflict = forms.ChoiceField(
        label="Do you have a conflict of interest?",
        choices=[("no", "No"), ("yes", "Yes, or I may have")],
        widget=forms.RadioSelect,
    )
    reason = prose(
        "If yes, what is it?",
        help_text="The board team who are named on the case read this.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("conflict") == "yes" and not given.get("reason", "").strip():
            self.add_error("reason", "Say what the conflict is")
        return given


class EmergencyForm(StepForm):
    reference = forms.CharField(
        label="Which case?", help_text="Its reference, such as A-12.", max_length=30
    )
    reason = prose(
        "Why can it not wait?",
        help_text="Everybody named on the case reads who opened it, and whoever reviews "
        "this reads why. Leave out names of children and families.",
    )


class ReviewForm(StepForm):
    justified = forms.TypedChoiceField(
        label="Was it right to open the case so?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = prose("How do you know?")
