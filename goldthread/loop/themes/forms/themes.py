"""What is asked about themes, and about which findings belong in them."""

from typing import Any

from django import forms

from goldthread.base.govuk.forms import prose
from goldthread.base.govuk.pages import StepForm, Today
from goldthread.loop.themes import queries
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.rules import VERDICTS

WORDS, LETTERS = 50, 60


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


class DecideForm(Today):
    """A person decides; the rule's proposal stands beside the question."""

    verdict = forms.ChoiceField(
        label="What do the sources say together?",
        choices=VERDICTS,
        widget=forms.RadioSelect,
    )
    reason = prose(
        "Why?", "Somebody who was not there should follow it.", max_length=4000
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.proposal = queries.row(self.record, self.by, None).proposal
