"""What a step asks, with what its page carries of the record as it was shown."""

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.base.drafts.rules import SEEN
from goldthread.base.govuk import versions
from goldthread.base.govuk.forms import Govuk
from goldthread.base.govuk.versions import Meanwhile, Seen


class StepForm(Govuk, forms.Form):
    """What a step asks. `record` is what it is taken on, `by` who takes it.

    `initial` says what the record holds, which two people may change at once. What is
    only proposed is said by `suggest`.
    """

    def __init__(self, data: Any = None, *, record: Any, by: Any, **more: Any) -> None:
        self.record, self.by = record, by
        self.seen = Seen()
        self.conflicts: dict[str, Meanwhile] = {}
        self.joined: list[str] = []  # saved meanwhile by somebody else, and kept
        self.changed_by = "somebody else"
        super().__init__(data, **more)

    def suggest(self, **answers: Any) -> None:
        """Fill in what she may want to say; the record does not say it."""
        for name, answer in answers.items():
            if name in self.fields:
                self.fields[name].initial = answer

    def given(self) -> dict[str, Any]:
        """The keyword arguments of the step."""
        return self.cleaned_data

    def carries(self) -> dict[str, str]:
        shown = self.shown or versions.shown(self)  # or as it was when she began
        return super().carries() | ({SEEN: shown} if shown else {})

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.conflicts:
            self.errors.pop(name, None)
            self.add_error(name, versions.CHOOSE)


class Today(StepForm):
    """A step that is taken today: it is given the day."""

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "on": timezone.localdate()}


def typed(form: forms.BaseForm) -> list[tuple[str, str]]:
    """What she answered, question by question, to be read or copied."""
    return [
        (str(field.label), versions.words(field, answer))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
        and (answer := versions.said(field, form[name].data))
    ]
