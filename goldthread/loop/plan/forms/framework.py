"""What is asked about a framework and its lines."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.govuk.forms import DateField
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, Group
from goldthread.loop.plan import queries, rules
from goldthread.loop.plan.models import Framework
from goldthread.loop.plan.workflow.framework import SAYS

NOT_SAID = [("", "Not said yet")]
WHY: Any = {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": 5000}


class ReasonForm(StepForm):
    """For steps that need a reason and nothing else."""

    because = forms.CharField(label="Why?", **WHY)


class RetireForm(ReasonForm, Today):
    """Why a line is given up, as of today."""


# --- The framework ---------------------------------------------------------------------


class AdoptForm(StepForm):
    """An edition, or what another board has offered to share."""

    what = forms.ChoiceField(
        label="Which framework will the board work by?", widget=forms.RadioSelect
    )
    on = DateField(label="From which day?", asked="the day the board adopted it")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = Framework.objects.filter(offered_to=self.record)
        shared = [(f"shared {f.pk}", _shared(f)) for f in offered]
        editions = [
            (key, f"{edition.name} ({edition.dated})")
            for key, edition in queries.editions().items()
        ]
        self.fields["what"].choices = [*shared, *editions]  # type: ignore[attr-defined]
        self.suggest(on=timezone.localdate())

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(
                "A framework is adopted from a day that has come. Enter today or earlier."
            )
        return on

    def given(self) -> dict[str, Any]:
        what, on = self.cleaned_data["what"], self.cleaned_data["on"]
        if what.startswith("shared "):
            pk = what.removeprefix("shared ")
            return {"framework": Framework.objects.get(pk=pk), "on": on}
        return {"edition": what, "on": on}


def _shared(framework: Framework) -> str:
    boards = ", ".join(str(b) for b in framework.boards.filter(adoptions__until=None))
    edition = queries.edition_of(framework)
    return f"Shared by {boards}: {edition.name if edition else framework.edition}"


class ShareForm(StepForm):
    board = forms.ModelChoiceField(
        label="With which board?",
        help_text="Its team sees the framework at once, and adopts it if the board agrees. "
        "From then on a change by either board is a change for both.",
        queryset=Board.objects.none(),
        empty_label="Choose a board",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        here = self.record.adoptions.current().values("board")
        field: Any = self.fields["board"]
        field.queryset = Board.objects.exclude(pk__in=here)


class LineForm(StepForm):
    """What a line says; the same questions for a new line and a changed one."""

    title = forms.CharField(
        label="What is the learning and improvement activity called?", max_length=160
    )
    way = forms.ChoiceField(label="Which way of learning is it?", choices=rules.WAYS)
    method = forms.CharField(
        label="By which method?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    owner = forms.ModelChoiceField(
        label="Which group answers for it?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="No one group",
    )
    owner_words = forms.CharField(
        label="Who, in the framework’s words?", max_length=200, required=False
    )
    frequency = forms.ChoiceField(
        label="When is it due?",
        help_text="The calendar of each year is made from this.",
        choices=NOT_SAID + rules.FREQUENCIES,
        required=False,
        widget=forms.RadioSelect,
    )
    frequency_words = forms.CharField(
        label="When, in the framework’s words?", max_length=200, required=False
    )
    expected_outcome = forms.CharField(
        label="Which outcome do you expect of it?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    principles = forms.MultipleChoiceField(
        label="Which principles does it serve?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scope = forms.MultipleChoiceField(
        label="Which part of the framework’s content does it cover?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        here = self.framework.adoptions.current().values("board")
        owner: Any = self.fields["owner"]
        owner.queryset = Group.objects.filter(boards__in=here).distinct()
        edition = queries.edition_of(self.framework)
        for name in ("principles", "scope"):
            field: Any = self.fields[name]
            points = getattr(edition, name) if edition else ()
            field.choices = [(point.key, point.text) for point in points]

    @property
    def framework(self) -> Framework:
        return self.record  # type: ignore[no-any-return]


class ChangeLineForm(LineForm):
    """A line as it stands, to be changed with a reason."""

    confirmed = forms.BooleanField(
        label="We have checked all that is marked “To be confirmed” on this line",
        required=False,
    )
    because = forms.CharField(
        label="Why does the board change it?",
        help_text="Kept with what the line said before.",
        **WHY,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["way"]
        if not self.record.unconfirmed:
            del self.fields["confirmed"]
        said = {name: getattr(self.record, name) for name in SAYS}
        self.initial = {**said, "owner": self.record.owner_id, **self.initial}

    @property
    def framework(self) -> Framework:
        return self.record.framework  # type: ignore[no-any-return]


# --- The year ----------------------------------------------------------------------------
