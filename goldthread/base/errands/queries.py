"""How a piece of long work stands, for its page and for the page of its record."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from goldthread.base import beside
from goldthread.base.errands.models import Errand
from goldthread.base.errands.rules import ALIVE, KINDS, pace
from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import User

State = Errand.State
SHOWN = timedelta(hours=1)  # what has ended stands on its record's page for so long


@dataclass(frozen=True)
class Standing:
    """What the page says beside the errand's own words.

    `idle` says that no worker is alive, `before` how many others it waits for, and
    `left` that its worker has died. `again` is when the page looks again, in seconds.
    """

    idle: bool = False
    before: int = 0
    left: bool = False
    again: int | None = None


def standing(errand: Errand) -> Standing:
    if errand.ended_at:
        return Standing()
    again = pace(errand.waited)
    if errand.state == State.RUNNING:
        return Standing(left=not beside.held(errand.pk), again=again)
    return Standing(idle=not at_work(), before=_before(errand), again=again)


def at_work() -> bool:
    """Whether any worker is alive."""
    return beside.held(ALIVE)


def _before(errand: Errand) -> int:
    return Errand.objects.filter(ended_at=None, pk__lt=errand.pk).count()


def asked_for(record: Model, *, by: User) -> QuerySet[Errand]:
    """Her long work on this record."""
    label = record._meta.label_lower
    kinds = [kind.name for kind in KINDS.values() if kind.label == label]
    return Errand.objects.visible_to(by).filter(kind__in=kinds, record=record.pk)


def lately(record: Model, *, by: User) -> list[Errand]:
    """Of these, what is not over and what has just failed; asked once for a page."""
    known: list[Errand] | None = record.__dict__.get("_lately")
    if known is None:
        failed = Q(ended_at__gte=timezone.now() - SHOWN, state=State.FAILED)
        asked = asked_for(record, by=by).filter(Q(ended_at=None) | failed)
        known = record.__dict__["_lately"] = list(asked)
    return known


def under_way(record: Model, *, by: User) -> Errand | None:
    """What she has asked for on this record, and is not over."""
    return next((e for e in lately(record, by=by) if e.ended_at is None), None)


def in_hand(record: Model, user: User) -> Strand:
    """A strand of the record's thread."""
    return Strand(
        "Long work that you asked for",
        [
            Link(errand.title, errand.get_absolute_url(), note=errand.told)
            for errand in lately(record, by=user)
        ],
    )
