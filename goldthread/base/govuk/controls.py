"""Draws each kind of widget: one function a kind, which hands the field to its macro.

A widget that no macro knows keeps its own HTML inside a GOV.UK form group.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goldthread.base.govuk.components import draw, html, lines
from goldthread.base.govuk.forms import PARTS, GovukDateInput

# What the macros set themselves, or GOV.UK advises against.
OURS = frozenset(
    [
        "aria-describedby",
        "autocomplete",
        "autofocus",
        "class",
        "cols",
        "inputmode",
        "max",
        "maxlength",
        "min",
        "minlength",
        "multiple",
        "placeholder",
        "prefix",
        "required",
        "rows",
        "step",
        "suffix",
        "type",
    ]
)

LONG, NEARLY = 1_000, 75  # characters; per cent
DJANGO_ROWS = forms.Textarea().attrs["rows"]  # nobody asked for this many


def _label(field: BoundField) -> str:
    """Mark what is optional, in forms where something else is not."""
    some_required = any(other.required for other in field.form.fields.values())
    optional = some_required and not field.field.required
    return f"{field.label} (optional)" if optional else str(field.label)


def _common(field: BoundField) -> dict[str, Any]:
    """The parameters that every macro shares."""
    attrs = field.field.widget.attrs
    kept = {k: v for k, v in attrs.items() if k not in OURS and v is not False}
    params = {
        "id": field.auto_id,
        "idPrefix": field.auto_id,
        "name": field.html_name,
        "classes": attrs.get("class", ""),
        "attributes": {k: "" if v is True else v for k, v in kept.items()},
        "label": {**html(_label(field)), "classes": "govuk-label--s"},
        "autocomplete": attrs.get("autocomplete"),
        "disabled": field.field.disabled,
        "describedBy": attrs.get("aria-describedby"),
    }
    if field.help_text:
        params["hint"] = html(field.help_text)
    if field.errors:
        params["errorMessage"] = lines(field.errors)
    return params


def _params(field: BoundField) -> dict[str, Any]:
    """What a single control is drawn from."""
    params = _common(field)
    if field.errors:
        params["attributes"]["aria-invalid"] = "true"
    widget = field.field.widget
    value = widget.format_value(field.value())
    if not getattr(widget, "render_value", True):  # a password is never sent back
        value = None
    return {**params, "value": "" if value is None else value}


def _group(field: BoundField) -> dict[str, Any]:
    """What several controls under one legend are drawn from."""
    legend = {**html(_label(field)), "classes": "govuk-fieldset__legend--s"}
    return {**_common(field), "fieldset": {"legend": legend}}


def _items(field: BoundField) -> list[dict[str, Any]]:
    options = [widget.data for widget in field.subwidgets]
    return [
        {
            "value": option["value"],
            **html(option["label"]),
            "checked": option["selected"],
            "disabled": field.field.disabled or option["attrs"].get("disabled", False),
        }
        for option in options
    ]


def _checkboxes(field: BoundField) -> SafeString:
    return draw("checkboxes", {**_group(field), "items": _items(field)})


def _radios(field: BoundField) -> SafeString:
    return draw("radios", {**_group(field), "items": _items(field)})


def _checkbox(field: BoundField) -> SafeString:
    """One box to tick: its label stands beside it and its hint below."""
    params = _common(field)
    item = {
        "value": field.field.widget.attrs.get("value", "on"),
        **html(field.label),
        "checked": bool(field.value()),
        "disabled": field.field.disabled,
        "attributes": params.pop("attributes"),
        "hint": params.pop("hint", None),
    }
    if field.errors:
        item["attributes"]["aria-invalid"] = "true"
    return draw("checkboxes", {**params, "items": [item]})


def _date(field: BoundField) -> SafeString:
    values = field.field.widget.format_value(field.value())
    wrong = " govuk-input--error" if field.errors else ""
    boxes = [
        {
            "id": f"{field.auto_id}_{part}",
            "name": f"{field.html_name}_{part}",
            "label": part.capitalize(),
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            # Months may be typed as words, so no numeric keypad is forced on them.
            "inputmode": "text" if part == "month" else "numeric",
            "attributes": {"aria-invalid": "true"} if wrong else {},
        }
        for part, value in zip(PARTS, values, strict=True)
    ]
    return draw("date-input", {**_group(field), "items": boxes})


def _textarea(field: BoundField) -> SafeString:
    """A text; one with a limit counts down towards it instead of cutting it off.

    Far from a high limit the count would be noise, so it comes when it is near.
    """
    attrs = field.field.widget.attrs
    rows = attrs.get("rows")
    params = {**_params(field), "rows": 5 if rows == DJANGO_ROWS else rows}
    if limit := attrs.get("maxlength"):
        said = f"You can enter up to {int(limit):,} characters"
        params |= {"maxlength": limit, "textareaDescriptionText": said}
        if int(limit) >= LONG:
            params["threshold"] = NEARLY
        return draw("character-count", params)
    return draw("textarea", params)


def _password(field: BoundField) -> SafeString:
    return draw("password-input", _params(field))


def _file(field: BoundField) -> SafeString:
    widget = field.field.widget
    multiple = getattr(widget, "allow_multiple_selected", False)
    return draw("file-upload", {**_params(field), "multiple": multiple})


def _input(field: BoundField) -> SafeString:
    """One line of text. Numbers too: GOV.UK asks for them as text on a number pad."""
    widget = field.field.widget
    params = {**_params(field), "type": widget.input_type}
    if isinstance(widget, forms.NumberInput):
        whole = widget.attrs.get("step", "1") in {"1", 1}
        params |= {"type": "text", "inputmode": "numeric" if whole else "decimal"}
        params["classes"] = params["classes"] or "govuk-input--width-5"
    if mode := widget.attrs.get("inputmode"):
        params["inputmode"] = mode
    if params["type"] == "email":
        params["spellcheck"] = False
    for affix in {"prefix", "suffix"} & widget.attrs.keys():
        params[affix] = {"text": widget.attrs[affix]}
    return draw("input", params)


def _plain_attrs(field: BoundField) -> dict[str, Any]:
    """The attributes by which a control of Django's own belongs to its group."""
    widget, id_ = field.field.widget, field.auto_id
    classes = [widget.attrs.get("class", "")]
    if isinstance(widget, forms.Select):
        classes += ["govuk-select", "govuk-select--error" if field.errors else ""]
    described = [f"{id_}-hint" if field.help_text else ""]
    described += [f"{id_}-error" if field.errors else ""]
    attrs = {
        "class": " ".join(filter(None, classes)),
        "aria-describedby": " ".join(filter(None, described)),
        "aria-invalid": "true" if field.errors else "",
        "disabled": field.field.disabled,
    }
    return {"id": id_} | {name: value for name, value in attrs.items() if value}


def _value(option: dict[str, Any]) -> Any:
    return "" if option["value"] is None else option["value"]


def _options(widget: forms.Select, field: BoundField) -> SafeString:
    """The options in one go: Django draws each by a template, and lists can be long."""
    shown = [
        (name, [(_value(o), flatatt(o["attrs"]), o["label"]) for o in options])
        for name, options, _ in widget.optgroups(
            field.html_name, widget.format_value(field.value())
        )
    ]
    option = '<option value="{}"{}>{}</option>'
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<optgroup label="{}">{}</optgroup>', name, drawn),)
            if name
            else (drawn,)
            for name, options in shown
            for drawn in (format_html_join("", option, options),)
        ),
    )


def _control(field: BoundField) -> SafeString:
    widget, attrs = field.field.widget, _plain_attrs(field)
    if type(widget) is forms.Select:
        attrs = widget.build_attrs(widget.attrs, {"name": field.html_name, **attrs})
        return format_html(
            "<select{}>{}</select>", flatatt(attrs), _options(widget, field)
        )
    return SafeString(
        widget.render(field.html_name, field.value(), attrs, field.form.renderer)
    )


def _plain(field: BoundField) -> SafeString:
    """A select, or a widget GOV.UK has no macro for: its own HTML, in our group."""
    id_ = field.auto_id
    parts = [draw("label", {**_common(field)["label"], "for": id_})]
    if field.help_text:
        parts.append(draw("hint", {"id": f"{id_}-hint", **html(field.help_text)}))
    if field.errors:
        shown = {"id": f"{id_}-error", **lines(field.errors)}
        parts.append(draw("error-message", shown))
    parts.append(_control(field))
    return format_html(
        '<div class="govuk-form-group{}">{}</div>',
        " govuk-form-group--error" if field.errors else "",
        format_html_join("", "{}", ((part,) for part in parts)),
    )


# First match wins: CheckboxSelectMultiple is a RadioSelect too, and both are Selects.
KINDS: tuple[tuple[type[forms.Widget], Callable[[BoundField], SafeString]], ...] = (
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _checkbox),
    (GovukDateInput, _date),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    (forms.widgets.Input, _input),
    (forms.Widget, _plain),
)
