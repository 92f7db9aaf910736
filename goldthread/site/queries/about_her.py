"""What is recorded about a person: what she did and opened, and what was done about her."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from goldthread.base.ledger import rules
from goldthread.base.ledger.models import CLOCK, Entry, Trace
from goldthread.base.people.models import User

PER_PAGE = 50
FIELDS = ("at", "sort", "key", "by_label", "words", "of", "one", "names", "many")


@dataclass(frozen=True)
class Line:
    """One of them, in words."""

    at: datetime
    what: str
    of: str
    by: str


def recorded(user: User) -> QuerySet[Any]:
    """All of it, newest first: steps, and what the ledger noted by itself."""
    return _steps(user).union(_traces(user), all=True).order_by("-at", "-sort", "-key")


def _steps(user: User) -> QuerySet[Any]:
    roles = user.appointments.values("pk")
    hers = (
        Q(by=user.pk)
        | Q(label="people.user", record=user.pk)
        | Q(label="people.appointment", record__in=roles)
    )
    return (
        Entry.objects.filter(hers)
        .order_by()
        .annotate(
            sort=Value("step", TextField()),
            key=F("pk"),
            of=F("label"),
            one=F("record"),
            names=Value(None, ArrayField(CharField(max_length=63))),
            many=Value(1),
        )
        .values(*FIELDS)
    )


def _traces(user: User) -> QuerySet[Any]:
    hers = Q(by=user.pk) | Q(label="people.user", keys__contains=[user.pk])
    return (
        Trace.objects.filter(hers)
        .order_by()
        .annotate(
            sort=Cast("what", TextField()),
            key=F("pk"),
            words=F("how"),
            of=F("label"),
            one=F("keys__0"),
            names=F("columns"),
            many=F("number"),
        )
        .values(*FIELDS)
    )


def line(row: dict[str, Any]) -> Line:
    of = _of(row["of"], row["one"], row["many"])
    return Line(row["at"], _said(row), of, row["by_label"] or CLOCK)


def _said(row: dict[str, Any]) -> str:
    if row["sort"] == "step":
        return str(row["words"])
    if row["sort"] == "opened":
        return rules.opened(row["words"])
    return rules.changed(row["words"], row["names"])


def _of(label: str, one: int | None, many: int) -> str:
    """Which record, by its kind and key: what it is called may not be for her eyes."""
    try:
        names = apps.get_model(label)._meta
    except LookupError:  # of a kind that there is no more
        return label
    if owner := names.auto_created:  # a list that is kept in a table of its own
        return f"Part of a {owner._meta.verbose_name}"
    if many == 1 and one is not None:
        return f"{str(names.verbose_name).capitalize()} {one}"
    return f"{many:,} {names.verbose_name_plural}"
