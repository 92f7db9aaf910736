"""What is asked of whoever wants many rows, or declines."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import Govuk, prose
from goldthread.base.govuk.pages import StepForm
from goldthread.base.large_files import workflow
from goldthread.base.people.models import Board, User

OLD = (
    "This page is more than a day old, so the list may be another now. Nothing was asked. "
    "Go back to the list, and choose the file again."
)


class AskForm(Govuk, forms.Form):
    """`list` is what the list said of itself; she says what for, and whom to ask."""

    reason = prose(
        "What do you need it for?",
        "Somebody else of the board reads this and decides. Name no child or family.",
        rows=3,
    )
    board = forms.ModelChoiceField(
        Board.objects.none(),
        label="Which board’s team or chair shall decide?",
        empty_label=None,
        widget=forms.RadioSelect,
    )
    list = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, boards: Any, by: User, **more: Any) -> None:
        super().__init__(data, **more)
        self.by = by
        board: Any = self.fields["board"]
        board.queryset = boards
        first = list(boards[:2])
        if len(first) == 1:  # there is nothing to choose
            board.initial, board.widget = first[0], board.hidden_widget()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        asked = workflow.told(said.pop("list", ""), self.by)
        if asked is None:
            raise forms.ValidationError(OLD)
        return {**said, "asked": asked}


class DeclineForm(StepForm):
    reason = prose("Why may so many rows not leave?", rows=3)
