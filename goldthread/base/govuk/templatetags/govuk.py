"""Components: `{% load govuk %}`, or as built-ins where settings say so."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from goldthread.base.govuk import rules
from goldthread.base.govuk.components import draw
from goldthread.base.govuk.renderer import draw_summary
from goldthread.base.ledger.models import Story

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Draw once, show twice: `{% capture as heading %}…{% endcapture %}`."""
    return SafeString(content.strip())


@register.inclusion_tag("components/steps.html")
def steps(record: Any, open_steps: Sequence[Any], without: str = "") -> dict[str, Any]:
    """A button for each step open to this person, but for what is asked elsewhere."""
    shown = [step for step in open_steps if step.name != without]
    return {"record": record, "steps": shown}


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


# The roles are told because a phone lays the cells out as blocks, not as a table.
ROW_HEADER = (
    '<th scope="row" role="rowheader" class="govuk-table__header">'
    '<a class="govuk-link" href="{}">{}</a></th>'
)
CELL = (
    '<td role="cell" class="govuk-table__cell{}">'
    '<span class="goldthread-stacked__heading" aria-hidden="true">{}</span> {}</td>'
)
CLASSES = {"day": " goldthread-nowrap"}


@register.simple_tag
def cells(record: Any, drawn: Sequence[tuple[Any, Any]]) -> SafeString:
    """The cells of a row of a list, by their columns; the first leads to the record.

    Drawn here and not by a template: a page has more than a hundred.
    """
    (_, first), *others = drawn
    header = format_html(ROW_HEADER, record.get_absolute_url(), _looking("", first))
    return header + format_html_join("\n", CELL, (_cell(*each) for each in others))


def _cell(column: Any, value: Any) -> tuple[str, str, Any]:
    classes = CLASSES.get(column.look, "")
    if value is None or value == "":
        classes += " goldthread-stacked__nothing"
    return classes, column.heading, _looking(column.look, value)


def _looking(look: str, value: Any) -> Any:
    if look == "tag":
        return tag(value)
    if look == "day":
        return day(value)
    return "" if value is None else localize(value)


@register.simple_tag
def table_rows(rows: Iterable[Sequence[Any]]) -> SafeString:
    """The rows of a plain table; the first cell of each heads it.

    Drawn here and not by a template: the tables of a paper have thousands of cells.
    """
    return SafeString("\n".join(_row(*map(conditional_escape, row)) for row in rows))


def _row(first: str, *others: str) -> str:
    cells = "".join(f'<td class="govuk-table__cell">{cell}</td>' for cell in others)
    head = f'<th scope="row" class="govuk-table__header">{first}</th>'
    return f'<tr class="govuk-table__row">{head}{cells}</tr>'


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A summary list of (key, value) or (key, value, address) rows."""
    padded = [(*row, "")[:3] for row in rows]
    return {"rows": [(key, _shown(value), address) for key, value, address in padded]}


NEWEST = 10  # lines of a history that show at once


@register.inclusion_tag("components/history.html")
def history(story: Story) -> dict[str, Any]:
    """What happened, in the order it did; all but the newest behind a click."""
    lines = rules.fold(
        rules.Line(entry.sentence, timezone.localtime(entry.at), bool(entry.to_state))
        for entry in story.entries
    )
    cut = len(lines) - NEWEST if len(lines) > NEWEST + 2 else 0
    return {"earlier": lines[:cut], "newest": lines[cut:], "older": story.older}


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
def several(number: int, one: str, many: str = "") -> str:
    return rules.several(number, one, many)


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
