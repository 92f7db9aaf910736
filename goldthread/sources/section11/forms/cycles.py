"""What the board team is asked of a cycle."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.instruments.rules import SIZES
from goldthread.base.instruments.rules.shelf import shipped
from goldthread.base.people.models import Board, Organisation
from goldthread.base.people.rules import ORGANISATION_TYPES
from goldthread.loop.activities import queries as activities
from goldthread.loop.activities.forms.fields import choose, one, several
from goldthread.loop.activities.forms.filters import any_of
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import Assignment, Cycle
from goldthread.sources.section11.workflow import asking

OWN = "own"


class PlanCycleForm(StepForm):
    title = forms.CharField(
        label="What is it called?",
        help_text="For example: Section 11, 2026.",
        max_length=200,
    )
    asks = forms.ChoiceField(label="What does it ask?", widget=forms.RadioSelect)
    own = forms.CharField(
        label="A question set of your own",
        help_text="Paste the file. Everything that is wrong with it is said at once.",
        widget=forms.Textarea({"rows": 6}),
        required=False,
        max_length=400_000,
    )
    opens_on = DateField(label="When does it open?", asked="the day it opens")
    closes_on = DateField(label="When does it close?", asked="the day it closes")
    together_with = several(
        Board.objects.all(),
        "Which boards ask together with yours?",
        required=False,
        help_text="An organisation that works with several answers once for all of them.",
    )
    previous = one(
        Cycle.objects.all(),
        "Which cycle came before?",
        required=False,
        help_text="Its answers are there to be confirmed or changed.",
        empty_label="The last one of this board, if there is one",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [*shipped().items(), (OWN, "A question set of your own")]
        self.fields["asks"].choices = offered  # type: ignore[attr-defined]
        choose(self, "together_with", queries.neighbours(self.record))
        before = Cycle.objects.visible_to(self.by).filter(activity__board=self.record)
        choose(self, "previous", before)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes <= opens:
            self.add_error("closes_on", "It must close after it opens")
        if given.get("asks") == OWN and not given.get("own", "").strip():
            self.add_error(
                "own", "Paste your question set, or choose one of the others"
            )
        return given

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        own = said.pop("own")
        if said["asks"] == OWN:
            said["asks"] = f"{own.strip()}\n"
        return said


class AssignForm(Today):
    kinds = forms.MultipleChoiceField(
        label="Which types of organisation?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organisations = several(
        Organisation.objects.all(), "Which others, by name?", required=False
    )
    size = forms.ChoiceField(
        label="How large are they?",
        help_text="Some questions are asked of large organisations alone.",
        choices=[("", "Not said"), *SIZES.items()],
        required=False,
    )

    sites = forms.ChoiceField(
        label="What of those that have several sites?",
        help_text="A trust or a council with parts that your board knows. Say how for all "
        "that you choose now; choose others in a second step.",
        choices=[
            ("", "They answer for themselves alone"),
            (
                asking.ONCE,
                "They answer once for all their sites, and say where one differs",
            ),
            (asking.EACH, "Each of their sites answers by itself, in their place"),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        partners = queries.not_asked_yet(self.record)
        if not partners.filter(parts__replaced_by=None, parts__isnull=False).exists():
            del self.fields["sites"]
        there = set(partners.values_list("kind", flat=True))
        types = [(k, words) for k, words in ORGANISATION_TYPES.items() if k in there]
        self.fields["kinds"].choices = types  # type: ignore[attr-defined]
        choose(self, "organisations", partners)


class UnassignForm(StepForm):
    assignment = one(Assignment.objects.all(), "Who is not asked?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "assignment", self.record.assignments.all())


class PilotForm(StepForm):
    showed = prose("Who tried the questions, and what did it show?")


class CloseLaterForm(Today):
    closes_on = DateField(label="When does it close?", asked="the day it closes")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.suggest(closes_on=timezone.localdate())


class CycleFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words in the title", required=False)
    state = any_of(Cycle.State.choices, "State")
    board = any_of((), "Board")

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        boards = activities.choices(by, Board, Organisation)["board"]
        self.fields["board"].choices = boards  # type: ignore[attr-defined]

    def narrow(self, cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
        wanted = self.cleaned_data
        lookups = {
            "activity__title__icontains": wanted["q"],
            "state": wanted["state"],
            "activity__board": wanted["board"],
        }
        return cycles.filter(**{name: said for name, said in lookups.items() if said})
