"""Draws every form as GOV.UK does: a page says `{{ form }}` and that is all."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldthread.base.govuk.components import draw, html
from goldthread.base.govuk.controls import KINDS


def draw_field(field: BoundField) -> SafeString:
    if field.is_hidden:
        return SafeString(field.as_hidden())
    widget = field.field.widget
    return next(drawn(field) for kind, drawn in KINDS if isinstance(widget, kind))


def _target(form: forms.BaseForm, name: str) -> str:
    """Where the summary's link leads: the first control of the field, if it shows."""
    if name == NON_FIELD_ERRORS or form[name].is_hidden:
        return ""
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
