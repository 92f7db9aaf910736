"""What is asked of whoever drafts, words, issues or publishes a paper."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board
from goldthread.loop.plan.models import Meeting
from goldthread.loop.reports import queries, workflow
from goldthread.loop.reports.models import Paper
from goldthread.loop.reports.rules import SECTIONS


class PaperForm(StepForm):
    """Title, meeting and period; the period goes on from the last issued paper."""

    title = forms.CharField(label="What is the paper called?", max_length=200)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Which meeting is it for?",
        required=False,
        empty_label="None, or not yet planned",
    )
    since = DateField(label="From", asked="the first day of the period")
    until = DateField(label="To", asked="the last day of the period")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        paper = self.record if isinstance(self.record, Paper) else None
        board = paper.board if paper else self.record
        mine = Q(pk=paper.meeting_id if paper else None)
        meetings = Meeting.objects.filter(
            Q(state=Meeting.State.SET) | mine, board=board
        )
        self.fields["meeting"].queryset = meetings.order_by("-on")  # type: ignore[attr-defined]
        if paper:
            self.initial = _as_it_stands(paper)
        else:
            self.suggest(**_new(board))

    def clean(self) -> None:
        super().clean()
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        if since and until and until < since:
            self.add_error("until", "The last day must be the first day or after it.")


def _as_it_stands(paper: Paper) -> dict[str, Any]:
    names = ("title", "meeting", "since", "until")
    return {name: getattr(paper, name) for name in names}


def _new(board: Board) -> dict[str, Any]:
    since, until = queries.next_period(board, on=timezone.localdate())
    return {"title": "Learning and improvement report", "since": since, "until": until}


class NarrateForm(StepForm):
    """One box for each section; Markdown for emphasis and lists."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key, heading in SECTIONS.items():
            self.fields[key] = forms.CharField(
                label=heading,
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

        narrative = self.record.narrative
        self.initial = {key: narrative.get(key, "") for key in SECTIONS}

    def given(self) -> dict[str, Any]:
        return {"narrative": self.cleaned_data}


class PublishForm(StepForm):
    checked = forms.BooleanField(
        label="I have read the public copy below, and nobody can be identified from it"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.copy = workflow.public_copy(self.record)


class DeclineForm(StepForm):
    reason = forms.CharField(
        label="Why should it not be published?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PaperFilters(Govuk, forms.Form):
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", required=False, empty_label="All"
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Paper.State.choices], required=False
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.fields["board"].queryset = visible(Board, by)  # type: ignore[attr-defined]

    def narrow(self, papers: QuerySet[Paper]) -> QuerySet[Paper]:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return papers.filter(**wanted)
