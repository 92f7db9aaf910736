"""What is asked about which findings belong in which themes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from goldthread.base.govuk.pages import StepForm
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes import queries
from goldthread.loop.themes.models import Theme

PAIR = re.compile(r"(\d{1,18}):(\d{1,18})")


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
