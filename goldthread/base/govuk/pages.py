"""The three kinds of page: a record, a list of records, and a step being taken.

path("<int:pk>/agree/", pages.confirm(workflow.agree, done="Agreed."))
path("<int:pk>/release/", pages.ask(workflow.release, ReleaseForm, done="Released."))
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify

from goldthread.base import states, tables
from goldthread.base.access import ways
from goldthread.base.access.guards import SignedInRequest
from goldthread.base.access.table import may_ever, visible
from goldthread.base.govuk import openings
from goldthread.base.govuk.asking import answer, ask, confirm
from goldthread.base.govuk.rules import Strand
from goldthread.base.govuk.step_forms import StepForm, Today
from goldthread.base.ledger.models import story
from goldthread.base.people.models import User

__all__ = ("StepForm", "Today", "answer", "ask", "confirm")  # the pages of steps

PER_PAGE = 25
FORMS = {"csv", "xlsx"}
HISTORY = 100  # entries; the whole of it is a click away


# --- A record -----------------------------------------------------------------------


# Later stages lengthen the thread of earlier records: what becomes of a finding is
# known to themes, which findings may not import.
THREADS: dict[str, list[Callable[[Any, User], Strand]]] = {}


def thread(label: str) -> Callable[[Any], Any]:
    """Add a strand to every page of this kind of record: f(record, user) -> Strand."""

    def outer(strand: Callable[[Any, User], Strand]) -> Callable[[Any, User], Strand]:
        THREADS.setdefault(label, []).append(strand)
        return strand

    return outer


def record(
    request: SignedInRequest, record: Any, template: str, **context: Any
) -> HttpResponse:
    """A record's page: its steps open to this person, and its history at the end."""
    most = 0 if request.GET.get("history") == "whole" else HISTORY
    strands = [
        *context.pop("strands", ()),
        *(
            add(record, request.user)
            for add in THREADS.get(record._meta.label_lower, ())
        ),
    ]
    steps = states.open_to(request.user, record)
    context |= {
        "record": record,
        "strands": [strand for strand in strands if strand.links],
        "open_steps": steps,
        "may": {step.name for step in steps},
        "story": SimpleLazyObject(lambda: story(record, most)),
        "openings": openings.address(request.user, record),
    }
    return render(request, template, context)


# --- A list -------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One column, the same on the page and in the export."""

    heading: str
    value: Callable[[Any], object]
    sort: str = ""
    look: str = ""  # "tag" for a state as (value, word), "day", or plain


@dataclass(frozen=True)
class Listing:
    """What a list shows. `filters` is a form with `narrow(records)`.

    The first column links to the record. `related` and `prefetch` fetch what the
    columns need in a number of statements that does not grow with the rows.
    """

    title: str
    columns: Sequence[Column]
    filters: Callable[..., Any] | None = None
    lead: str = ""
    noun: str = "record"  # one of them …
    nouns: str = ""  # … and several, where that is more than an s
    empty: str = "Nothing here yet."
    template: str = "listing.html"
    related: Sequence[str] = field(default=())
    prefetch: Sequence[str] = field(default=())

    def sorted(self, records: QuerySet[Any], wanted: str) -> QuerySet[Any]:
        known = {c.sort for c in self.columns if c.sort}
        return (
            records.order_by(wanted, "pk")
            if wanted.removeprefix("-") in known
            else records
        )

    def cells(self, record: Any) -> list[str]:
        """A row of the export: a state by its word, a day as 2015-11-18."""
        return [_plain(column, record) for column in self.columns]

    def drawn(self, record: Any) -> list[tuple[Column, object]]:
        """A row of the page: each cell's column, and what it holds."""
        return [(column, column.value(record)) for column in self.columns]


def _plain(column: Column, record: Any) -> str:
    value = column.value(record)
    if isinstance(value, tuple):  # a state: (value, word)
        return str(value[1])
    return "" if value is None else str(value)


class Pages(Paginator):
    """Pages of records that somebody sees, however many there are of others."""

    def page(self, number: int | str) -> Any:
        number = self.validate_number(number)
        bottom, top = (number - 1) * self.per_page, number * self.per_page
        records: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        found = ways.part(records, bottom, top, of=self.count)
        return self._get_page(found, number, self)  # type: ignore[attr-defined]  # its hook


def listing(
    request: SignedInRequest, records: QuerySet[Any], shown: Listing, **context: Any
) -> HttpResponse:
    """A list with filters, a count, a sort, pages, and an export of what is shown."""
    form = shown.filters(request.GET, by=request.user) if shown.filters else None
    if form and form.is_valid():
        records = form.narrow(records)
    records = shown.sorted(records, request.GET.get("sort", ""))
    if shown.related:  # none named would clear those of the records' own manager
        records = records.select_related(*shown.related)
    records = records.prefetch_related(*shown.prefetch)
    if request.GET.get("format"):
        return _export(request, records, shown)
    page = Pages(records, PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "heading": shown.title,
        "lead": shown.lead,
        "noun": shown.noun,
        "nouns": shown.nouns,
        "empty": shown.empty,
        "columns": shown.columns,
        "filter_form": form,
        "page": page,
        "drawn": [(record, shown.drawn(record)) for record in page],
        "sorts": [(c.sort, c.heading) for c in shown.columns if c.sort],
        "exports": may_ever(request.user, "export", records.model._meta.label_lower),
    }
    return render(request, shown.template, context)


# What is asked before rows leave as a file: f(request, how many, title) -> the page that
# asks, or None and they leave.
LEAVING: list[Callable[[SignedInRequest, int, str], HttpResponse | None]] = []


def _export(
    request: SignedInRequest, records: QuerySet[Any], shown: Listing
) -> HttpResponse:
    found = visible(records, request.user, "export")
    if request.GET["format"] not in FORMS:
        raise Http404
    if page := _leaving(request, found.count(), shown.title):
        return page
    rows = (shown.cells(record) for record in found)
    headings = [column.heading for column in shown.columns]
    return download(request.GET["format"], shown.title, headings, rows)


def _leaving(request: SignedInRequest, rows: int, title: str) -> HttpResponse | None:
    asked = (asks(request, rows, title) for asks in LEAVING)
    return next(filter(None, asked), None)


def taken(
    request: SignedInRequest,
    form: str,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> HttpResponse:
    """Rows that no list shows, as a file, once that was asked which is asked of a list."""
    if form not in FORMS:
        raise Http404
    page = _leaving(request, len(rows), title)
    return page or download(form, title, headings, rows)


def download(
    form: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> HttpResponse:
    """A table as a file named after its title and the day: csv or xlsx."""
    if form not in FORMS:
        raise Http404
    name = f"{slugify(title)}-{timezone.localdate()}.{form}"
    if form == "csv":
        return _file(tables.write_csv(headings, rows), "text/csv", name)
    return _file(tables.write_xlsx(headings, rows, title[:31]), XLSX, name)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
