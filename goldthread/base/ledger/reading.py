"""Who opened what is restricted: noted before the page leaves, or the page does not leave.

A model names itself confined, by the condition under which its records are restricted:

    confined = Q(restricted=True)

Whatever is then fetched for a person (`visible_to`) while a page is made is gathered here,
and the guard of the page has it noted in the page's own transaction, which is committed
before the first byte is sent. No page has to remember it, and none can forget it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.http import HttpRequest, HttpResponse

from goldthread.base.people.models import User

Key = tuple[type[models.Model], int]
SHOWN = (
    *range(200, 300),
    422,
)  # a refused form is shown again; a redirect shows nothing


@dataclass
class Seen:
    """What was fetched for each person: of which model, and which keys."""

    people: dict[int, User] = field(default_factory=dict)
    keys: dict[tuple[int, type[models.Model]], dict[int, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    opened: set[Key] = field(default_factory=set)

    def note(self, request: HttpRequest, response: HttpResponse) -> None:
        """Have it written down, in one statement; raises if that cannot be."""
        if response.status_code not in SHOWN:
            return
        elsewhere = manner(request, response)
        calls: list[str] = []
        given: list[Any] = []
        for (person, model), keys in self.keys.items():
            hers = [key for key in keys if (model, key) in self.opened]
            others = [key for key in keys if (model, key) not in self.opened]
            for how, some in ((_whole(elsewhere), hers), (elsewhere, others)):
                if some:
                    words, values = _confined(model, some)
                    calls.append(f"ledger_opened(%s, %s, %s, %s, ARRAY({words}))")
                    name, label = self.people[person].name, model._meta.label_lower
                    given += [person, name[:200], how, label, *values]
        if calls:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {', '.join(calls)}", given)


def _confined(model: type[models.Model], keys: list[int]) -> tuple[str, Any]:
    """SQL for those of the keys that are of restricted records."""
    condition: models.Q = model.confined  # type: ignore[attr-defined]  # `is_confined`
    records = model._base_manager.filter(condition, pk__in=keys)
    return records.order_by("pk").values("pk").query.sql_with_params()


def _whole(elsewhere: str) -> str:
    return "page" if elsewhere in {"list", "search"} else elsewhere


def manner(request: HttpRequest, response: HttpResponse) -> str:
    """How it leaves: in a list, by a search, as a file."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind == "text/calendar":
        return "calendar"
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        table = kind == "text/csv" or kind.endswith("spreadsheetml.sheet")
        return "export" if table else "download"
    if kind != "text/html":
        return "download"
    return "search" if request.GET.get("q") else "list"


# --- Gathering ----------------------------------------------------------------------------

_NOW: ContextVar[Seen | None] = ContextVar("what is read for somebody", default=None)


@contextmanager
def gathering() -> Iterator[Seen]:
    """All that is fetched for somebody while the block lasts."""
    seen = Seen()
    before = _NOW.set(seen)
    try:
        yield seen
    finally:
        _NOW.reset(before)


def is_confined(model: type[models.Model]) -> bool:
    return hasattr(model, "confined")


def fetched(person: User, model: type[models.Model], keys: Iterable[Any]) -> None:
    """These were read for this person."""
    seen = _NOW.get()
    if seen is not None and is_confined(model):
        seen.people[person.pk] = person
        seen.keys[person.pk, model].update(
            dict.fromkeys(key for key in keys if key is not None)
        )


def opens(record: models.Model) -> None:
    """The page is that of this record, and no list in which it stands."""
    seen = _NOW.get()
    if seen is not None and record.pk is not None:
        seen.opened.add((type(record), record.pk))
