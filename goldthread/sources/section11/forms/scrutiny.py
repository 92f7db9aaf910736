"""What is asked of whoever asks, moderates, answers, extends and exempts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.access.relations import boards_of
from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, Organisation
from goldthread.base.people.rules import ORGANISATION_TYPES, Role
from goldthread.loop.activities import queries as activities
from goldthread.loop.activities.forms.fields import choose, one
from goldthread.loop.activities.forms.filters import any_of
from goldthread.loop.findings.forms import FindingForm as OfFinding
from goldthread.sources.section11 import queries, rules
from goldthread.sources.section11.models import SelfAssessment
from goldthread.sources.section11.models.returns import SelfAssessmentQuerySet


class ExtendForm(Today):
    due_on = DateField(label="Until when?", asked="the day until which it has")
    reason = prose("Why?")


class ReleaseForm(StepForm):
    board = one(Board.objects.all(), "Which board may read it, too?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        unread = self.record.boards.exclude(pk__in=self.record.released_to.all())
        choose(self, "board", unread)


class StopAskingForm(StepForm):
    board = one(Board.objects.all(), "Which board no longer asks?", empty_label=None)
    reason = prose("Why?", help_text="The organisation reads this.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        hers = boards_of(self.by, frozenset({Role.BOARD_TEAM}))
        choose(self, "board", self.record.boards.filter(pk__in=hers.values("pk")))


class ExemptForm(StepForm):
    reason = prose("Why is nothing asked of it?")


class LaterForm(Today):
    due_on = DateField(label="By when?", asked="the day it is due")


class AskAboutForm(Today):
    text = prose("What do you ask?")


class AnswerQuestionForm(Today):
    answer = prose("What do you answer?")


class DisputeForm(StepForm):
    reason = prose("What do you dispute, and why?")


class AddendumForm(StepForm):
    words = prose("What is to be known since?")


class ModerateForm(StepForm):
    """One question at a time: the organisation's answer stands above the form."""

    said = forms.ChoiceField(label="Your grade")
    because = prose("Why?", help_text="The organisation reads this.")

    def __init__(self, *args: Any, question: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.about = queries.to_moderate(self.record, question, self.by)
        criterion = self.about.criterion
        parts = criterion.parts or ("",)
        offered = rules.offered(self.record.cycle.asked, criterion)
        for part in parts:
            label = f"Your grade ({part})" if part else "Your grade"
            self.fields[f"said{part}"] = forms.ChoiceField(
                label=label, choices=offered, widget=forms.RadioSelect
            )
        if criterion.parts:
            del self.fields["said"]
        self.order_fields([*(f"said{part}" for part in parts), "because"])
        if held := self.about.moderation:
            self.initial = {"because": held.because}
            for part in parts:
                self.initial[f"said{part}"] = held.said[part] if part else held.said

    def given(self) -> dict[str, Any]:
        given, criterion = self.cleaned_data, self.about.criterion
        said = {part: given[f"said{part}"] for part in criterion.parts}
        return {
            "key": criterion.key,
            "said": said or given["said"],
            "because": given["because"],
        }


class FeedbackForm(Today):
    """Drafted from what was recorded; a person finishes it."""

    feedback = prose("What do you send back?", rows=14)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = self.record.contribution.feedback
        self.initial = {"feedback": held} if held else {}
        if not held:
            self.suggest(feedback=queries.letter(self.record))


class FindingForm(OfFinding):
    """A finding's own questions; it is about the organisation that answered."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        organisation = self.record.contribution.organisation_id
        self.suggest(about=[organisation], method="Section 11 return, moderated")


class ReturnFilters(Govuk, forms.Form):
    q = forms.CharField(label="Words in the organisation’s name", required=False)
    cycle = any_of((), "Cycle")
    kind = any_of(ORGANISATION_TYPES.items(), "Type of organisation")
    state = any_of(SelfAssessment.State.choices, "State")
    board = any_of((), "Board")
    overdue = forms.BooleanField(label="Overdue", required=False)

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        boards = activities.choices(by, Board, Organisation)["board"]
        self.fields["board"].choices = boards  # type: ignore[attr-defined]
        cycles = [("", "All"), *queries.cycles_of(by)]
        self.fields["cycle"].choices = cycles  # type: ignore[attr-defined]

    def narrow(self, returns: SelfAssessmentQuerySet) -> QuerySet[SelfAssessment]:
        wanted = self.cleaned_data
        lookups = {
            "contribution__organisation__name__icontains": wanted["q"],
            "cycle": wanted["cycle"],
            "kind": wanted["kind"],
            "state": wanted["state"],
            "boards": wanted["board"],
        }
        found = returns.filter(**{n: said for n, said in lookups.items() if said})
        return found.overdue(on=timezone.localdate()) if wanted["overdue"] else found
