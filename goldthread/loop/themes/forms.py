"""What is asked about themes, and about which findings belong in them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.base.access.table import visible
from goldthread.base.govuk.forms import Govuk
from goldthread.base.govuk.pages import StepForm
from goldthread.base.people.models import Board
from goldthread.loop.activities.rules import WAYS
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import CHARACTERISTICS, HELP_STAGES
from goldthread.loop.themes import queries
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.queries import Narrowing
from goldthread.loop.themes.rules import VERDICTS

WORDS, LETTERS = 50, 60
PAIR = re.compile(r"(\d{1,18}):(\d{1,18})")


class ThemeForm(StepForm):
    """The same questions for a new theme and a changed one."""

    name = forms.CharField(
        label="What is the theme?",
        help_text="A few words that the board would use, such as Information sharing.",
        max_length=120,
    )
    description = forms.CharField(
        label="What belongs in it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    lexicon = forms.CharField(
        label="Which words point to it?",
        help_text=(
            "One word or phrase to a line. A finding that uses one of them, or all "
            "the words of the theme's name, is suggested for this theme; a person "
            "decides."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=WORDS * (LETTERS + 2),
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if isinstance(self.record, Theme):
            self.initial = {
                "name": self.record.name,
                "description": self.record.description,
                "lexicon": "\n".join(self.record.lexicon),
            }

    def clean_lexicon(self) -> list[str]:
        """Each word once, without the quotes that a search would read as its own."""
        lines = self.cleaned_data["lexicon"].replace('"', " ").splitlines()
        words = list(dict.fromkeys(" ".join(line.split()) for line in lines))
        words = [word for word in words if word]
        for word in words:
            if len(word) > LETTERS:
                raise forms.ValidationError(
                    f"Shorten “{word[:20]}…” to {LETTERS} letters or fewer"
                )
        if len(words) > WORDS:
            raise forms.ValidationError(f"Enter {WORDS} words or fewer")
        return words


class MergeForm(StepForm):
    into = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Which theme is it the same as?",
        help_text="Its findings join that theme. You can undo this later.",
        empty_label="Choose a theme",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        others = Theme.objects.visible_to(self.by, "edit").standing()
        field = self.fields["into"]
        field.queryset = others.filter(board=self.record.board_id).exclude(  # type: ignore[attr-defined]
            pk=self.record.pk
        )


class DecideForm(StepForm):
    """A person decides; the rule's proposal stands beside the question."""

    verdict = forms.ChoiceField(
        label="What do the sources say together?",
        choices=VERDICTS,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Somebody who was not there should follow it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.proposal = queries.row(self.record, self.by, None).proposal

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "on": timezone.localdate()}


# --- Which findings belong ------------------------------------------------------------


class ThemesOf(forms.ModelMultipleChoiceField):
    """Themes to tick; the suggested ones say so and come first, unticked."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            Theme.objects.none(), widget=forms.CheckboxSelectMultiple, **more
        )

    def offer(self, themes: QuerySet[Theme], suggested: Iterable[Theme] = ()) -> None:
        self.queryset = themes
        marked = [theme.pk for theme in suggested]
        listed = sorted(themes, key=lambda theme: theme.pk not in marked)
        self.choices = [(t.pk, _said(t, suggested=t.pk in marked)) for t in listed]


def _said(theme: Theme, *, suggested: bool) -> str:
    return (
        f"{theme} (suggested: its words stand in the finding)"
        if suggested
        else str(theme)
    )


class JoinForm(StepForm):
    themes = ThemesOf(label="Which themes does this finding belong to?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        finding: Finding = self.record
        boards = Q(board=finding.board_id) | Q(
            board__shared_activities=finding.activity_id
        )
        hers = Theme.objects.visible_to(self.by, "edit").standing()
        hers = hers.filter(boards).exclude(findings=finding).distinct()
        found = queries.suggestions(finding.board, [finding])[finding.pk]
        self.fields["themes"].offer(hers, found)  # type: ignore[attr-defined]


class LeaveForm(StepForm):
    themes = ThemesOf(label="Which themes does it not belong to?")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        hers = Theme.objects.visible_to(self.by, "edit").standing()
        self.fields["themes"].offer(hers.filter(findings=self.record))  # type: ignore[attr-defined]


class Choice:
    """One finding in one theme, as a box to tick or an option to choose."""

    def __init__(
        self, finding: Finding, theme: Theme, ticked: set[tuple[int, int]]
    ) -> None:
        self.label = theme.name
        self.value = f"{finding.pk}:{theme.pk}"
        self.ticked = (finding.pk, theme.pk) in ticked


class JoinFindingsForm(StepForm):
    """Many findings, each with its suggestions to tick and all themes to choose from."""

    def __init__(self, *args: Any, findings: Iterable[Finding], **more: Any) -> None:
        super().__init__(*args, **more)
        self.themes = list(
            Theme.objects.visible_to(self.by, "edit")
            .standing()
            .filter(board=self.record)
        )
        self.findings = list(findings)
        self.suggested: Mapping[int, list[Theme]] = queries.suggestions(
            self.record, self.findings
        )

    def rows(self) -> Iterator[tuple[Finding, list[Choice], list[Choice]]]:
        """Each finding, its suggestions to tick, and the other themes to choose from."""
        ticked = self.ticked() if self.is_bound else set()
        for finding in self.findings:
            found = self.suggested.get(finding.pk, [])
            others = [theme for theme in self.themes if theme not in found]
            yield (
                finding,
                [Choice(finding, theme, ticked) for theme in found],
                [Choice(finding, theme, ticked) for theme in others],
            )

    def ticked(self) -> set[tuple[int, int]]:
        """What was ticked or chosen, as (finding, theme)."""
        said = self.data.getlist("pair")  # type: ignore[attr-defined]
        pairs = (PAIR.fullmatch(pair) for pair in said)
        return {(int(pair[1]), int(pair[2])) for pair in pairs if pair}

    def clean(self) -> None:
        ticked = self.ticked()
        themes = {theme.pk: theme for theme in self.themes}
        hers = queries.without_theme(self.record, self.by)
        findings = hers.in_bulk([finding for finding, _ in ticked])
        self.pairs = [
            (findings[finding], themes[theme])
            for finding, theme in sorted(ticked)
            if finding in findings and theme in themes
        ]
        if not self.pairs:
            raise forms.ValidationError(
                "Tick or choose a theme for at least one finding"
            )

    def given(self) -> dict[str, Any]:
        return {"pairs": self.pairs}


# --- Filters --------------------------------------------------------------------------


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
