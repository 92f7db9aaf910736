"""Draws every form as GOV.UK does: a page says `{{ form }}` and that is all."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldthread.base.govuk import versions
from goldthread.base.govuk.components import draw, html, lines
from goldthread.base.govuk.controls import KINDS


def draw_field(field: BoundField) -> SafeString:
    if field.is_hidden:
        return SafeString(field.as_hidden())
    if field.name in getattr(field.form, "conflicts", {}):
        return draw_conflict(field)
    drawn = draw_control(field)
    if field.name in getattr(field.form, "joined", ()):
        return format_html("{}{}", drawn, _note(field))
    return drawn


def draw_control(field: BoundField) -> SafeString:
    widget = field.field.widget
    return next(drawn(field) for kind, drawn in KINDS if isinstance(widget, kind))


def _note(field: BoundField) -> SafeString:
    by = field.form.changed_by  # type: ignore[attr-defined]
    said = f"“{field.label}” was changed meanwhile by {by}. That is what stands above."
    return draw("inset-text", html(said))


class Quiet(BoundField):
    """The control again, inside of a choice that says what is wrong."""

    @property
    def errors(self) -> ErrorList:
        return ErrorList()


def draw_conflict(field: BoundField) -> SafeString:
    """What both wrote, side by side, and which is to stand."""
    form: Any = field.form
    found = form.conflicts[field.name]
    if found.joined:
        form.data.setlist(field.html_name, [found.joined])
    control = draw_control(Quiet(form, field.field, field.name))
    third = "Both: I join them below" if found.joined else "Another answer"
    items = [
        {"value": versions.MINE_STANDS, "text": "What I wrote"},
        {"value": versions.THEIRS_STANDS, "text": "What was saved meanwhile"},
        {
            "value": versions.JOINED,
            "text": third,
            "hint": {"text": "Change it in the box below, then choose this."},
        },
    ]
    legend = f"Which is to stand for “{field.label}”?"
    choice = draw(
        "radios",
        {
            "idPrefix": f"{field.auto_id}-keep",
            "name": f"{versions.KEEP}{field.html_name}",
            "fieldset": {
                "legend": {**html(legend), "classes": "govuk-fieldset__legend--s"}
            },
            "errorMessage": lines(field.errors),
            "items": items,
        },
    )
    told = {
        "field": field,
        "found": found,
        "by": form.changed_by,
        "choice": choice,
        "control": control,
        "mine": f"{versions.MINE}{field.html_name}",
    }
    return SafeString(render_to_string("components/conflict.html", told))


def _target(form: forms.BaseForm, name: str) -> str:
    """Where the summary's link leads: the first control of the field, if it shows."""
    if name == NON_FIELD_ERRORS or form[name].is_hidden:
        return ""
    if name in getattr(form, "conflicts", {}):
        return f"#{form[name].auto_id}-keep"
    return f"#{form[name].id_for_label or form[name].auto_id}"


def draw_summary(form: forms.BaseForm) -> SafeString:
    """Everything that is wrong, on top, each a link to where it can be put right."""
    if not form.errors:
        return SafeString("")
    listed = [
        {**html(error), "href": _target(form, name)}
        for name, errors in form.errors.items()
        for error in errors
    ]
    title = "There is a problem"
    return draw("error-summary", {"titleText": title, "errorList": listed})


def draw_form(form: forms.BaseForm) -> SafeString:
    fields = format_html_join("\n", "{}", ((draw_field(field),) for field in form))
    return format_html("{}\n{}", draw_summary(form), fields)


class GovukRenderer(DjangoTemplates):
    """Put `FORM_RENDERER = "goldthread.base.govuk.renderer.GovukRenderer"` in settings."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> SafeString:
        if template_name == self.form_template_name:
            return draw_form(context["form"])
        if template_name == self.field_template_name:
            return draw_field(context["field"])
        return SafeString(super().render(template_name, context, request))
