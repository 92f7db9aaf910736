"""Forms that ask the GOV.UK way; `renderer.py` draws them."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict, pretty_name
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from goldthread.base.drafts import rules as drafts
from goldthread.base.govuk import rules

PARTS = ("day", "month", "year")
CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
LONGEST = 10_000  # characters of prose


def prose(
    label: str, help_text: str = "", *, rows: int = 4, **more: Any
) -> forms.CharField:
    """A question that is answered in sentences."""
    box = forms.Textarea({"rows": rows})
    more = {"max_length": LONGEST, "widget": box, **more}
    return forms.CharField(label=label, help_text=help_text, **more)


def posted(request: HttpRequest) -> QueryDict | None:
    """Give the form its data, even if all of it is empty; None only on GET."""
    return request.POST if request.method == "POST" else None


class GovukDateInput(forms.Widget):
    """A date in three boxes: day, month, year."""

    use_fieldset = True

    def format_value(self, value: Any) -> Any:
        """The texts of the three boxes."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return list(value) if isinstance(value, list) else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Read the three boxes; an address may say `name=2026-11-18` instead."""
        if whole := data.get(name):
            return [*str(whole).split("-"), "", ""][2::-1]
        return [str(data.get(f"{name}_{part}", "")).strip() for part in PARTS]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not {name, *(f"{name}_{part}" for part in PARTS)} & set(data)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else id_


class DateField(forms.Field):
    """A date; `asked` names it in errors ("the date the agency received the request")."""

    widget = GovukDateInput

    def __init__(self, *, asked: str = "the date", **more: Any) -> None:
        self.asked = asked
        super().__init__(**more)
        if asked != "the date":
            self.error_messages["required"] = f"Enter {asked}"

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        try:
            return rules.date_from(*value, asked=self.asked)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong), code="date") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except forms.ValidationError:
            return True


def _in_three_boxes(field: forms.DateField) -> DateField:
    """Ask for a model's date in three boxes, keeping all that was said about it."""
    return DateField(
        required=field.required,
        label=field.label,
        help_text=field.help_text,
        initial=field.initial,
        disabled=field.disabled,
        validators=field.validators,
    )


def _say_what_to_do(field: forms.Field, label: str) -> None:
    """Replace "This field is required." by what to do, unless the form has its own."""
    plain = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") == plain:
        verb = "Choose" if isinstance(field.widget, CHOOSING) else "Enter"
        if isinstance(field.widget, forms.CheckboxInput):
            verb = "Tick to confirm:"
        field.error_messages["required"] = rules.required(label, verb)


def _without_nul(value: Any) -> Any:
    """PostgreSQL refuses NUL in text, so it is dropped before anything reads it."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    if isinstance(value, MultiValueDict):
        return MultiValueDict({k: _without_nul(v) for k, v in value.lists()})
    if isinstance(value, dict):
        return {k: _without_nul(v) for k, v in value.items()}
    return value


class Govuk(forms.BaseForm):
    """Mixin for our forms: `class SubmitForm(Govuk, forms.ModelForm)`.

    Drops NUL from what was typed, asks for dates in three boxes, says what to do about a
    field left empty, and carries a token, so that what is sent twice is taken once.
    """

    token = shown = ""
    LONGER = (
        3  # questions; more than this, or one answered in prose, and drafts are kept
    )

    def __init__(self, data: Any = None, *args: Any, **more: Any) -> None:
        super().__init__(_without_nul(data), *args, **more)
        for name, field in self.fields.items():
            if type(field) is forms.DateField:
                self.fields[name] = _in_three_boxes(field)
            _say_what_to_do(self.fields[name], str(field.label or pretty_name(name)))

    @property
    def drafted(self) -> bool:
        """Whether what is typed is kept before it is saved."""
        asked = [each.widget for each in self.fields.values()]
        prose = any(isinstance(widget, forms.Textarea) for widget in asked)
        return prose or len(asked) > self.LONGER

    def as_left(self) -> None:
        """Show what it holds without a word on what is missing: it is a draft."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    def carries(self) -> dict[str, str]:
        """What its page carries unseen."""
        given = drafts.token_of(self.data.get(drafts.TOKEN)) if self.is_bound else ""
        self.token = self.token or given or uuid4().hex
        return {drafts.TOKEN: self.token}
