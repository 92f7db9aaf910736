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


def unfinished(kind: str, record: Model, *, by: User) -> QuerySet[Errand]:
    """What she has asked for of this kind on this record, and is not over."""
    asked = Errand.objects.visible_to(by)
    return asked.filter(ended_at=None, kind=kind, record=record.pk)


def in_hand(record: Model, user: User) -> Strand:
    """Her long work on this record: what is not over, and what has just failed."""
    label = record._meta.label_lower
    kinds = [kind.name for kind in KINDS.values() if kind.label == label]
    of_late = Q(ended_at__gte=timezone.now() - SHOWN, state=State.FAILED)
    asked = Errand.objects.visible_to(user).filter(kind__in=kinds, record=record.pk)
    return Strand(
        "Long work that you asked for",
        [
            Link(errand.title, errand.get_absolute_url(), note=errand.told)
            for errand in asked.filter(Q(ended_at=None) | of_late)
        ],
    )
