"""What is asked around a challenge event."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Organisation
from goldthread.loop.activities.forms.fields import choose, one, several
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Challenge,
    Commitment,
    Evidence,
    Minutes,
    SelfAssessment,
)


class PlanChallengeForm(StepForm):
    held_on = DateField(label="When is it?", asked="the day of the event")
    where = forms.CharField(label="Where is it?", max_length=200)
    purpose = prose("What is it to find out?")
    panel = prose(
        "Who sits on the panel?",
        help_text="Nobody sits on it for her own organisation.",
        required=False,
    )


class MoveEventForm(StepForm):
    held_on = DateField(label="When is it?", asked="the day of the event")
    where = forms.CharField(label="Where is it?", max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"held_on": self.record.held_on, "where": self.record.where}


class PairForm(StepForm):
    assessment = one(
        SelfAssessment.objects.all(), "Whose return is challenged?", empty_label=None
    )
    challenged_by = one(Organisation.objects.all(), "Who challenges it?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "assessment", queries.to_pair(self.record))
        choose(self, "challenged_by", queries.taking_part(self.record.cycle))


class UnpairForm(StepForm):
    challenge = one(Challenge.objects.all(), "Which pairing?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "challenge", self.record.challenges.all())


class MinutesForm(StepForm):
    text = prose(
        "What was said?",
        help_text="The board reads this. Leave out names of children and families.",
        rows=14,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = Minutes.objects.filter(event=self.record.pk).first()
        self.initial = {"text": held.text} if held else {}


class PutQuestionForm(StepForm):
    key = forms.ChoiceField(
        label="Which question of their form is it about?", required=False
    )
    text = prose("What is asked?", help_text="The organisation reads this.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        assessment = self.record.assessment
        criteria = assessment.cycle.asked.criteria
        asked = [(k, criteria[k].words(assessment.form)) for k in assessment.asks]
        self.fields["key"].choices = [("", "The whole return"), *asked]  # type: ignore[attr-defined]  # a choice


class PassOverForm(StepForm):
    reason = prose("Why was nothing asked?", help_text="The organisation reads this.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"reason": self.record.because}


class AnswerChallengeForm(StepForm):
    """One question of the panel at a time, which stands above the form."""

    answer = prose("What was answered?", help_text="The organisation reads this.")
    looked_at = several(
        Evidence.objects.all(), "What evidence was looked at again?", required=False
    )
    showed = prose("What did it show?", required=False, rows=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        shown = queries.shown_with(self.record.challenge.assessment_id)
        choose(self, "looked_at", shown)
        self.initial = {
            "answer": self.record.answer,
            "looked_at": list(self.record.looked_at.all()),
            "showed": self.record.showed,
        }
        if not shown:
            del self.fields["looked_at"], self.initial["looked_at"]


class CommitmentForm(StepForm):
    what = forms.CharField(label="What will be done?", max_length=300)
    owner = forms.CharField(label="Who does it?", max_length=120)
    due_on = DateField(label="By when?", asked="the day it is due")


class RemoveCommitmentForm(StepForm):
    commitment = one(Commitment.objects.all(), "Which commitment?", empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "commitment", self.record.commitments.all())
