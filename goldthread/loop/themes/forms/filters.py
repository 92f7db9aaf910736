"""What the lists, the matrix and one of its cells can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import Govuk
from goldthread.base.people.models import Board
from goldthread.loop.activities.rules import WAYS
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import CHARACTERISTICS, HELP_STAGES
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.queries import Narrowing
from goldthread.loop.themes.rules import VERDICTS


class MatrixFilters(Govuk, forms.Form):
    """Which findings are counted. All optional; what is chosen stands in the address."""

    since = forms.DateField(label="Found from", required=False)
    until = forms.DateField(label="Found until", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *Finding.Kind.choices], required=False
    )
    help_stage = forms.ChoiceField(
        label="Stage of help",
        choices=[("", "All"), *HELP_STAGES.items()],
        required=False,
    )
    characteristic = forms.ChoiceField(
        label="Equality characteristic",
        choices=[("", "All"), *CHARACTERISTICS.items()],
        required=False,
    )

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day cannot be before the first")

    def narrowing(self) -> Narrowing:
        """Counts everything when what was asked cannot be."""
        return Narrowing(**self.cleaned_data) if self.is_valid() else Narrowing()


class CellFilters(MatrixFilters):
    """One cell of the matrix: the same questions, and the way of learning."""

    way = forms.ChoiceField(
        label="Way of learning", choices=[("", "All"), *WAYS], required=False
    )
    field_order = ("way",)


class ThemeFilters(Govuk, forms.Form):
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", required=False, empty_label="All"
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), *Theme.State.choices], required=False
    )
    verdict = forms.ChoiceField(
        label="Verdict",
        choices=[("", "All"), *VERDICTS, ("none", "Not decided yet")],
        required=False,
    )
    ways = forms.ChoiceField(
        label="Ways of learning that point to it",
        choices=[("", "Any number"), ("2", "2 or more"), ("3", "3 or more")],
        required=False,
    )

    def __init__(self, data: Any, *, by: Any) -> None:
        super().__init__(data)
        self.by = by
        self.fields["board"].queryset = visible(Board, by)  # type: ignore[attr-defined]

    def narrow(self, themes: QuerySet[Theme]) -> QuerySet[Theme]:
        wanted = self.cleaned_data
        decided = wanted["verdict"]
        asked = {
            "board": wanted["board"],
            "state": wanted["state"],
            "decided": decided if decided != "none" else "",
            "ways__gte": wanted["ways"],
        }
        if not wanted["state"]:
            themes = themes.exclude(state=Theme.State.MERGED)
        if decided == "none":
            themes = themes.filter(Q(decided=None))
        return themes.filter(**{lookup: said for lookup, said in asked.items() if said})
