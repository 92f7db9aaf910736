"""The questions of one standard, with what was answered so far; and signing it."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.instruments.rules import Criterion
from goldthread.base.instruments.rules.answers import (
    NOT_APPLICABLE,
    reason_not_applicable,
)
from goldthread.base.people.models import Board
from goldthread.loop.activities.forms.fields import choose, one, several
from goldthread.sources.section11 import queries, rules
from goldthread.sources.section11.models import Answer, OwnAction
from goldthread.sources.section11.workflow.signing import capacities
from goldthread.sources.section11.workflow.writing import problem_with

OUT = "The reason why it does not apply to you"


class StandardForm(StepForm):
    """What one standard asks, or one `question` of it.

    Each question has several fields, numbered by its place.
    """

    def __init__(
        self, *args: Any, standard: str, question: str = "", **more: Any
    ) -> None:
        super().__init__(*args, **more)
        asked = self.record.cycle.asked
        known = {each.key: each for each in asked.standards}
        if standard not in known:
            raise Http404
        self.standard, self.asked = known[standard], asked
        keys = set(self.record.asks)
        keys &= {question} if question else keys
        self.criteria = [c for c in self.standard.criteria if c.key in keys]
        if not self.criteria:
            raise Http404
        wanted = [c.key for c in self.criteria]
        self.answers = {a.key: a for a in self.record.answers.filter(key__in=wanted)}
        self.offered = {str(e.pk): e for e in queries.offered(self.record, wanted)}
        for number, criterion in enumerate(self.criteria):
            self._ask(number, criterion)
            self._hold(number, criterion, self.answers.get(criterion.key))

    def _ask(self, number: int, criterion: Criterion) -> None:
        words = criterion.words(self.record.form)
        for part in criterion.parts or ("",):
            label = f"{words} ({part})" if part else words
            self.fields[f"said_{number}{part}"] = self._answer(criterion, label)
        if not criterion.mandatory:
            self.fields[f"out_{number}"] = forms.CharField(
                label=f"{OUT}, if it does not", required=False, max_length=500
            )
        self.fields[f"words_{number}"] = prose(
            "How do you know?",
            help_text="Leave out names of children and families.",
            required=False,
            rows=3,
        )
        self.fields[f"impact_{number}"] = prose(
            "What difference does it make to children?", required=False, rows=2
        )
        if self.offered:
            self.fields[f"evidence_{number}"] = forms.MultipleChoiceField(
                choices=[(pk, e.title) for pk, e in self.offered.items()],
                label="What shows it?",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def _answer(self, criterion: Criterion, label: str) -> forms.Field:
        more: dict[str, Any] = {
            "label": label,
            "required": False,
            "help_text": criterion.guidance,
        }
        if criterion.kind == "date":
            return DateField(**more)
        if not (offered := rules.offered(self.asked, criterion)):
            return forms.CharField(max_length=2000, **more)
        if criterion.several:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=offered, widget=widget, **more)
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **more)

    def _hold(self, number: int, criterion: Criterion, answer: Answer | None) -> None:
        """What stands there: two people who change it at once are both asked."""
        said = answer.said if answer else None
        for part in criterion.parts or ("",):
            self.initial[f"said_{number}{part}"] = _of_part(said, part)
        if f"out_{number}" in self.fields:
            self.initial[f"out_{number}"] = reason_not_applicable(said) or ""
        self.initial[f"words_{number}"] = answer.words if answer else ""
        self.initial[f"impact_{number}"] = answer.impact if answer else ""
        if self.offered:
            self.initial[f"evidence_{number}"] = self._shown(answer)

    def _shown(self, answer: Answer | None) -> list[str]:
        """What is shown with it, of what is offered."""
        return [pk for pk, e in self.offered.items() if answer and answer.pk in e.shows]

    def _said(self, number: int, criterion: Criterion) -> Any:
        given = self.cleaned_data
        if reason := given.get(f"out_{number}", "").strip():
            return {NOT_APPLICABLE: reason}
        if criterion.parts:
            parts = {p: given.get(f"said_{number}{p}") or "" for p in criterion.parts}
            return parts if any(parts.values()) else None
        said = given.get(f"said_{number}")
        return said.isoformat() if isinstance(said, date) else said or None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number, criterion in enumerate(self.criteria):
            said = self._said(number, criterion)
            graded = any(
                given.get(f"said_{number}{p}") for p in criterion.parts or ("",)
            )
            if given.get(f"out_{number}", "").strip() and graded:
                self.add_error(
                    f"out_{number}",
                    "Choose one: give an answer, or say why it does not apply",
                )
            elif problem := problem_with(self.asked, criterion, said):
                first = f"said_{number}{(criterion.parts or ('',))[0]}"
                self.add_error(first, problem)
        return given

    def given(self) -> dict[str, Any]:
        given = self.cleaned_data
        answers: dict[str, dict[str, Any]] = {}
        for number, criterion in enumerate(self.criteria):
            one_ = {
                "said": self._said(number, criterion),
                "words": given[f"words_{number}"],
                "impact": given[f"impact_{number}"],
            }
            shown = given.get(f"evidence_{number}", [])
            if set(shown) != set(self._shown(self.answers.get(criterion.key))):
                one_["evidence"] = [self.offered[pk] for pk in shown]
            if any(one_.values()) or criterion.key in self.answers:
                answers[criterion.key] = one_
        return {"answers": answers, "on": timezone.localdate()}


def _of_part(said: Any, part: str) -> Any:
    """What was said of one part, as the page offers it."""
    if reason_not_applicable(said) is not None:
        return ""
    if isinstance(said, dict):
        return said.get(part or "grade", said.get("answer", ""))
    return "" if said is None or part else said


class CarriedForm(Today):
    keys = forms.MultipleChoiceField(
        label="Which answers still hold, word for word?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the answers that still hold"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        criteria = self.record.cycle.asked.criteria
        hers = queries.hers(self.record, self.by)
        carried = self.record.answers.filter(carried=True)
        self.carried = [a for a in carried if hers is None or a.key in hers]
        offered = [
            (a.key, criteria[a.key].words(self.record.form)) for a in self.carried
        ]
        self.fields["keys"].choices = offered  # type: ignore[attr-defined]


def offer_questions(form: StepForm) -> None:
    """Those that she writes."""
    criteria = form.record.cycle.asked.criteria
    hers = queries.hers(form.record, form.by)
    keys = [k for k in form.record.asks if hers is None or k in hers]
    offered = [(k, criteria[k].words(form.record.form)) for k in keys]
    form.fields["key"].choices = offered  # type: ignore[attr-defined]


class ActionForm(StepForm):
    key = forms.ChoiceField(label="For which question?")
    what = forms.CharField(label="What will be done?", max_length=300)
    owner = forms.CharField(label="Who does it?", max_length=120)
    due_on = DateField(label="By when?", asked="the day by which it is done")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_questions(self)


class RemoveActionForm(StepForm):
    action = one(OwnAction.objects.all(), "Which action?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "action", self.record.actions.all())


class AskToSignForm(Today):
    checked = forms.BooleanField(
        label="We have looked again at what is in doubt", required=False
    )
    nobody_named = forms.BooleanField(
        label="We have checked the words that may identify a child or a family",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.found = queries.checked(self.record, on=timezone.localdate())
        self.suspects = queries.suspects(self.record)
        self.missing = queries.by_standard(self.record, self.found.missing)
        self.doubts = queries.by_standard(self.record, self.found.doubts)
        if not self.found.doubts:
            del self.fields["checked"]
        if not self.suspects:
            del self.fields["nobody_named"]


class SignForm(Today):
    capacity = forms.ChoiceField(label="As what do you sign?", widget=forms.RadioSelect)
    governors_on = DateField(
        label="When did it go to the governing body?",
        asked="the day it went to the governing body",
        required=False,
    )
    boards = several(Board.objects.all(), "Which boards may read it?", required=False)
    agree = forms.BooleanField(label="This is a fair account of our arrangements")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        needed = [(c.value, c.label) for c in capacities(self.record)]
        self.fields["capacity"].choices = needed  # type: ignore[attr-defined]
        if len(needed) == 1:
            del self.fields["capacity"]
        if not self.record.of_school:
            del self.fields["governors_on"]
        else:
            self.suggest(governors_on=self.record.governors_on)

        asking = self.record.boards.all()
        choose(self, "boards", asking)
        self.suggest(boards=list(asking))
        if len(asking) == 1:
            del self.fields["boards"]

    def given(self) -> dict[str, Any]:
        said = super().given()
        said.pop("agree", None)
        return said
