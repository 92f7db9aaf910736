"""What is asked of whoever writes a briefing, tells it, or passes it on."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import DateField, Govuk, prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.base.people.models import Board, Organisation
from goldthread.loop.actions.briefings import queries, rules, workflow
from goldthread.loop.actions.briefings.models import Briefing
from goldthread.loop.activities.forms.fields import (
    BroughtForm,
    check_due,
    choose,
    partners_of,
    several,
)
from goldthread.loop.findings.models import Finding


class WordsForm(StepForm):
    """What practitioners are told, by which means, and of which findings."""

    title = forms.CharField(
        label="What is the briefing called?",
        help_text="Everyone who works for your partners can read this.",
        max_length=200,
    )
    means = forms.ChoiceField(
        label="By which means is it told?",
        choices=list(rules.MEANS.items()),
        widget=forms.RadioSelect,
    )
    text = prose(
        "What should practitioners know, and do?",
        "What was learned and what helps. Name no child or family.",
        rows=10,
    )
    findings = several(Finding.objects.all(), "Which findings does it tell of?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        briefing = self.record if isinstance(self.record, Briefing) else None
        board = briefing.activity.board if briefing else self.record
        choose(self, "findings", queries.offered(board, briefing))
        self.fields["findings"].help_text = (
            f"The newest {queries.OFFERED} that are released and that practitioners were "
            "not told yet."
        )
        if briefing:
            said = {name: getattr(briefing, name) for name in ("means", "text")}
            held = list(briefing.findings.values_list("pk", flat=True))
            self.initial = {"title": str(briefing), "findings": held, **said}


class WriteForm(WordsForm, Today):
    """A new briefing, begun today."""


class TellForm(Today):
    organisations = several(
        Organisation.objects.all(), "Which organisations pass it on?"
    )
    due_on = DateField(
        label="By when do they tell you whom it reached?", asked="the day it is due"
    )
    checked = forms.BooleanField(
        label="I have checked each of these, and nobody can be identified",
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "organisations", partners_of(self.record.activity.board))
        self.suspects = workflow.suspects(self.record)
        if not self.suspects:
            del self.fields["checked"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_due(self, given.get("due_on"))
        return given


class PassOnForm(BroughtForm):
    """Whom it reached: the organisation's own words, or what the board team was told."""

    reply = prose(
        "How was it passed on?",
        "For example: at three team meetings, and in the newsletter.",
    )
    reached = forms.IntegerField(
        label="How many practitioners did it reach?", min_value=0
    )
    among = forms.IntegerField(
        label="Out of how many?",
        help_text="All those who should know. Leave empty if you cannot say.",
        min_value=1,
        required=False,
    )
    field_order = ("reply", "reached", "among", "on", "told_by", "told_how")


class BriefingFilters(Govuk, forms.Form):
    """All optional; what is chosen stands in the address."""

    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", required=False, empty_label="All"
    )
    means = forms.ChoiceField(
        label="Means", choices=[("", "All"), *rules.MEANS.items()], required=False
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Briefing.State.choices], required=False
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        choose(self, "board", visible(Board, by))

    def narrow(self, briefings: QuerySet[Briefing]) -> QuerySet[Briefing]:
        wanted = self.cleaned_data
        lookups = {
            "activity__board": wanted["board"],
            "means": wanted["means"],
            "state": wanted["state"],
        }
        return briefings.filter(
            **{name: said for name, said in lookups.items() if said}
        )
