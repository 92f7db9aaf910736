"""A question that is answered with files; what it gives has been checked."""

from typing import Any

from django import forms

from goldthread.base.archives import Refused
from goldthread.base.uploads.checking import Checked, check
from goldthread.base.uploads.rules import MOST_FILES, WE_TAKE, accepts


class Several(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files at once, none of them kept unless all of them may be."""

    widget = Several

    def __init__(self, *, label: str, help_text: str = "", **more: Any) -> None:
        told = (
            f"{help_text} {WE_TAKE} Ten files at most. Name no child in what they say."
        )
        super().__init__(
            label=label, help_text=told.strip(), **{"required": False, **more}
        )
        self.widget.attrs["accept"] = accepts()

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = [each for each in data or () if each]
        if self.required and not sent:
            raise forms.ValidationError("Choose a file")
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(
                f"You chose {len(sent)} files, and {MOST_FILES} can be sent at once. "
                "Nothing was saved"
            )
        return self._checked(sent)

    def _checked(self, sent: list[Any]) -> list[Checked]:
        found, troubles = list[Checked](), list[str]()
        for each in sent:
            try:
                found.append(check(each.read(), each.name))
            except Refused as why:
                troubles.append(str(why))
        if troubles:
            raise forms.ValidationError(troubles)
        return found
