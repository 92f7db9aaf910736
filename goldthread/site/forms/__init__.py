"""allauth's forms in our words: what each box is for, and what to do if it is empty."""

from typing import Any

from django.forms import Field

from goldthread.base.govuk.rules import required


class Worded:
    """Label and hint of each field, in place of allauth's."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Field] = self.fields  # type: ignore[attr-defined]
        for name, (label, hint) in self.words.items():
            field = fields[name]
            field.label, field.help_text = label, hint or field.help_text
            field.error_messages["required"] = required(label)
