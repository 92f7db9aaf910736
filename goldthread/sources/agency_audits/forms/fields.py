"""The return's own questions as fields, and forms that several steps ask with."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import fields_for_model
from django.forms.forms import DeclarativeFieldsMetaclass

from goldthread.base.govuk.pages import StepForm
from goldthread.sources.agency_audits.models import AgencyAudit


def asking(*names: str, needed: Iterable[str] = ()) -> type[StepForm]:
    """A form of the return's own questions; choices as radios, prose in a tall box."""
    fields: dict[str, Any] = fields_for_model(AgencyAudit, names, widgets=WIDGETS)
    for name, field in fields.items():
        field.required = field.required or name in needed
        if isinstance(field, forms.TypedChoiceField):
            field.choices = list(field.choices)[1:]  # type: ignore[arg-type]
    return made("Asking", (StepForm,), fields)  # type: ignore[no-any-return]


def made(name: str, bases: tuple[type, ...], fields: dict[str, Any]) -> Any:
    return DeclarativeFieldsMetaclass(name, bases, {"__module__": __name__, **fields})


WIDGETS: dict[str, Any] = {
    **dict.fromkeys(("method", "sampling", "disclosure"), forms.RadioSelect),
    **dict.fromkeys(
        ("strengths", "concerns", "child_voice", "last_found", "impact"),
        forms.Textarea(attrs={"rows": 5}),
    ),
    "rationale": forms.Textarea(attrs={"rows": 3}),
}
