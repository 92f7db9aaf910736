"""What is asked of whoever triages, accepts, themes, weighs, reports and answers."""

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.govuk.forms import DateField, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.loop.findings.forms import FindingForm
from goldthread.sources.agency_audits import queries


class TriageForm(StepForm):
    note = prose("What do you make of it?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.doubts = queries.doubts(self.record, on=timezone.localdate())


class AcceptForm(Today):
    although = prose("Why do you accept it as it is?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.doubts = queries.doubts(self.record, on=timezone.localdate())
        if not any(doubt.grave for doubt in self.doubts):
            del self.fields["although"]


class ClarifyForm(Today):
    question = prose("What do you ask?")
    due_on = DateField(label="By when?", asked="the day an answer is due")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        grave = queries.grave(self.record, on=timezone.localdate())
        self.suggest(question="\n".join(grave))


class RaiseFindingForm(FindingForm):
    """A finding's own questions, with what the return says of its basis filled in."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        audit = self.record
        looked_at = f"{audit.get_method_display()}: {audit.sample}"
        among = f" of {audit.population}" if audit.population else ""
        self.suggest(
            about=[audit.contribution.organisation_id],
            method=f"{looked_at}{among} looked at by the agency itself",
            number=audit.sample,
            when=f"{audit.period_to:%m/%Y}" if audit.period_to else "",
        )


class ThemeForm(StepForm):
    nothing_new = prose("Why is there nothing to raise from it?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.raised = self.record.findings.standing().count()
        self.unthemed = queries.unthemed(self.record)
        if self.raised:
            del self.fields["nothing_new"]


class TriangulateForm(StepForm):
    note = prose(
        "What do the other sources say?",
        help_text="Whether they agree, differ or are silent, and what follows.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.elsewhere = queries.elsewhere(self.record, self.by)


class ReportForm(Today):
    to = forms.CharField(
        label="Which meeting was it reported to?",
        max_length=200,
        help_text="For example: the Board, 3 December 2026.",
    )


class FeedbackForm(Today):
    feedback = prose(
        "What do you send back?", help_text="The agency reads this as you write it."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {"feedback": self.record.contribution.feedback}
