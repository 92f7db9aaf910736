"""The schedule, and which case files are due by it."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import (
    Case,
    DateField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone

from goldthread.base.access.table import may_ever
from goldthread.base.cases.models import CaseFile
from goldthread.base.govuk.rules import Link, Strand, day
from goldthread.base.people.models import Board, User
from goldthread.base.retention import rules
from goldthread.base.retention.rules import TRIGGERS, Class
from goldthread.base.vault.models import CaseKey

DEFAULT = Path(__file__).parent / "data/classes.yaml"
LOCALLY = "to be agreed locally"


@cache
def _read(*files: Path) -> list[Class]:
    return rules.merged(
        *(rules.read(file.read_text("utf-8-sig"), file=file.name) for file in files)
    )


def schedule() -> list[Class]:
    """The installation's own lines over those that come with the product."""
    own = [Path(settings.RETENTION)] if settings.RETENTION else []
    return _read(*shipped(), *own)


def shipped() -> list[Path]:
    """Those of each app that seals records, and those of what none does."""
    beside = [Path(app.path) / "data/retention.yaml" for app in apps.get_app_configs()]
    return [*(file for file in beside if file.exists()), DEFAULT]


def class_of(key: CaseKey) -> Class | None:
    return next((line for line in schedule() if line.kind == key.kind), None)


def called(kind: str) -> str:
    """The class as the schedule calls it."""
    return next((line.name for line in schedule() if line.kind == kind), kind)


def with_its_time(keys: QuerySet[CaseKey]) -> QuerySet[CaseKey]:
    """Each with `began`: the day on which its time began; none if it has not."""
    whens = [
        When(kind=line.kind, then=expression())
        for line in schedule()
        if line.kind and (expression := TRIGGERS[line.trigger].expression)
    ]
    began = Case(*whens, default=Value(None), output_field=DateField())
    return keys.annotate(began=began)


def closed_on() -> Subquery:
    """Of the key of a restricted case: when that was closed; none if it is not."""
    its = CaseFile._base_manager.filter(key=OuterRef("pk"))
    return Subquery(its.values("closed_on")[:1])


def due(keys: QuerySet[CaseKey], *, on: date) -> QuerySet[CaseKey]:
    """Those whose time is over; the one that has been for longest comes first."""
    over = Q(pk__in=[])
    for line in schedule():
        if line.kind:
            over |= Q(kind=line.kind, began__lte=rules.latest(on, line.years))
    return with_its_time(keys).filter(over).order_by("began", "pk")


def due_on(key: Any) -> date | None:
    line = class_of(key)
    return rules.over(key.began, line.years) if line and key.began else None


# --- On other pages ------------------------------------------------------------------------


def its_time(key: CaseKey, user: User) -> Strand:
    """On the page of a case file: for how long it is kept, and by which line."""
    line = class_of(key)
    if line is None or key.destroyed_on:
        return Strand("How long it is kept", [])
    found = with_its_time(CaseKey.objects.visible_to(user).filter(pk=key.pk)).first()
    until = due_on(found) if found else None
    said = f"until {day(until)}" if until else "its time has not begun"
    hers = may_ever(user, "review", "vault.casekey")  # whose page the schedule is
    at = reverse("retention:due") if hers else ""
    link = Link(f"{line.name}: {line.period}", at, note=said)
    return Strand("How long it is kept", [link])


def early(key: CaseKey) -> str:
    """Says that the schedule still keeps it; nothing if it does not."""
    line, found = class_of(key), with_its_time(CaseKey.objects.filter(pk=key.pk)).get()
    until = due_on(found)
    if not line or (until and until <= timezone.localdate()):
        return ""
    said = f"until {day(until)}" if until else "and that time has not begun"
    return f"{key} is kept for {line.period} by your retention schedule, {said}."


def authority(key: CaseKey) -> str:
    """What somebody who proposes to destroy it is offered to say."""
    line, found = class_of(key), with_its_time(CaseKey.objects.filter(pk=key.pk)).get()
    until = due_on(found)
    if not line or not until or until > timezone.localdate():
        return ""
    agreed = line.agreed or LOCALLY
    return f"Retention schedule, {line.name}: {line.period} ({agreed})"


def link_to_due(board: Board) -> tuple[str, str]:
    return "What is due for destruction", reverse("retention:due")
