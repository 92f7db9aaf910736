"""What is asked of whoever wants a program to read."""

from typing import Any

from django import forms

from goldthread.base.govuk.pages import Today
from goldthread.base.tokens import rules


class AskForm(Today):
    name = forms.CharField(
        label="Which program is it for, and what does it do with what it reads?",
        help_text="Such as: the county’s dashboard, which shows how many returns came. "
        "Whoever agrees reads this.",
        max_length=200,
    )
    scopes = forms.MultipleChoiceField(
        label="What may it read?",
        help_text="Of these, what you yourself may see at this board. Never what is "
        "restricted.",
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        choices=rules.LASTS.items(),
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        scopes: Any = self.fields["scopes"]
        scopes.choices = list(rules.SCOPES.items())
