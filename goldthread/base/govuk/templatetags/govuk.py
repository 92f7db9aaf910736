"""Components: `{% load govuk %}`, or as built-ins where settings say so."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from goldthread.base.govuk import rules
from goldthread.base.govuk.components import draw
from goldthread.base.govuk.renderer import draw_summary

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Draw once, show twice: `{% capture as heading %}…{% endcapture %}`."""
    return SafeString(content.strip())


@register.inclusion_tag("components/steps.html")
def steps(record: Any, open_steps: Sequence[Any]) -> dict[str, Any]:
    """A button for each step open to this person; nothing at all if there are none."""
    return {"record": record, "steps": open_steps}


@register.simple_tag
def tag(state: Any) -> SafeString:
    """A state's word in its colour: of a record, a choice or a (value, label) pair."""
    if hasattr(state, "get_state_display"):
        value, label = state.state, state.get_state_display()
    elif isinstance(state, tuple | list):
        value, label = state
    else:
        value, label = state, getattr(state, "label", str(state).replace("_", " "))
    colour = f"govuk-tag--{rules.colour(str(value))}"
    return draw("tag", {"text": capfirst(str(label)), "classes": colour})


@register.simple_tag
def day(on: date | None) -> str:
    """Say 18 November 2015; a moment is told in local time, nothing as nothing."""
    if isinstance(on, datetime) and timezone.is_aware(on):
        on = timezone.localtime(on)
    return rules.day(on) if on else ""


ROW_HEADER = (
    '<th scope="row" class="govuk-table__header">'
    '<a class="govuk-link" href="{}">{}</a></th>'
)
CELL = '<td class="govuk-table__cell">{}</td>'


@register.simple_tag
def cells(record: Any, drawn: Sequence[tuple[str, Any]]) -> SafeString:
    """The cells of a row of a list; the first leads to the record.

    Drawn here and not by a template: a page has more than a hundred.
    """
    (_, first), *others = drawn
    header = format_html(ROW_HEADER, record.get_absolute_url(), _looking("", first))
    looks = ((_looking(look, value),) for look, value in others)
    return header + format_html_join("\n", CELL, looks)


def _looking(look: str, value: Any) -> Any:
    if look == "tag":
        return tag(value)
    if look == "day":
        return day(value)
    return "" if value is None else localize(value)


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A summary list of (key, value) or (key, value, address) rows."""
    padded = [(*row, "")[:3] for row in rows]
    return {"rows": [(key, _shown(value), address) for key, value, address in padded]}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, from the ledger's entries, in the order they come."""
    return {"entries": entries}


@register.inclusion_tag("components/thread.html")
def thread(strands: Iterable[rules.Strand]) -> dict[str, Any]:
    """Where a record came from and where it went, each a link."""
    return {"strands": strands}


@register.inclusion_tag("components/sub_navigation.html")
def sub_navigation(links: Iterable[rules.Link], name: str = "In this section") -> Any:
    return {"links": links, "name": name}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any) -> dict[str, Any]:
    """Links to the other pages of a list; the rest of the address stays as it is."""
    numbers = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    return {"page": page, "numbers": numbers, "request": context["request"]}


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """Only for pages that place their fields themselves: `{{ form }}` has its own."""
    return draw_summary(form)


@register.simple_tag
def fraction(part: int, whole: int) -> str:
    return rules.fraction(part, whole)


def _shown(value: Any) -> Any:
    return day(value) if isinstance(value, date) else value


@register.simple_block_tag
def details(content: SafeString, summary: str) -> SafeString:
    """Explain a term once: `{% details "What a theme is" %}…{% enddetails %}`."""
    return draw("details", {"summaryText": summary, "html": content})


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    return draw("inset-text", {"html": content})


@register.simple_block_tag
def warning(content: SafeString) -> SafeString:
    return draw("warning-text", {"html": content})


@register.simple_block_tag
def wide(content: SafeString, name: str) -> SafeString:
    """A table wider than a phone scrolls inside its own named region."""
    return format_html(
        '<div class="goldthread-wide" role="region" aria-label="{}" tabindex="0">{}</div>',
        name,
        content,
    )
