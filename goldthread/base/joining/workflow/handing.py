"""Open work goes to somebody who may have it, or stays with nobody and says so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goldthread.base.joining import queries
from goldthread.base.joining.queries import Held
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Appointment, User


def hand_over(
    work: Iterable[Held],
    *,
    to: User | None,
    among: User,
    by: User,
    on: date,
    unheld: bool = False,
) -> None:
    """Each record to the successor, if she may hold it; the others to nobody.

    Whoever records it is asked about what she may read, and is told of nothing else:
    what she may not see passes to somebody who may have it, or is held by nobody.
    """
    work = [held for held in work if held.records.exists()]
    if to and not queries.colleagues_of(among, by).filter(pk=to.pk).exists():
        raise ValidationError(
            {"successor": "Choose a colleague: somebody with a role in the same place."}
        )
    if not unheld:
        _check_all_fits(work, to, by)
    for held in work:
        taken = set(_taken(held, to)) if to else set()
        every = set(held.records.values_list("pk", flat=True))
        if to:
            move(held, taken, to, by=by, verb="hand_over", words=f"Handed over to {to}")
        left = every - taken
        move(held, left, None, by=by, verb="hand_over", words="Nobody holds it now")
        if left and held.work.left:
            held.work.left(held.work_with(left), among, on)


def _taken(held: Held, to: User) -> Any:
    """The keys of what this person may hold, by the roles she has now."""
    roles = Appointment.objects.current().filter(person=to)
    return held.fit_for(to, roles).values_list("pk", flat=True)


def _check_all_fits(work: Iterable[Held], to: User | None, by: User) -> None:
    """Nothing that the recorder can see is left with nobody unless she says so."""
    wrong = []
    for held in work:
        seen = held.seen_by(by)
        if to:
            seen = seen.exclude(pk__in=list(_taken(held, to)))
        if count := seen.count():
            wrong.append(f"{count} of the {held.words}")
    if wrong and to is None:
        raise ValidationError(
            {"successor": "There is open work. Choose who takes it over."}
        )
    if wrong:
        raise ValidationError(
            {
                "successor": f"{to} may not take over {', '.join(wrong)}. Choose somebody "
                "who may, or leave with nobody what this person may not have."
            }
        )


def move(
    held: Held, keys: Iterable[int], to: Any, *, by: User, verb: str, words: str
) -> None:
    """Move these records and write a line about each, or nothing at all."""
    model = held.records.model
    every = model._base_manager.filter(pk__in=list(keys)).order_by("pk")
    moved = list(every.select_for_update(of=("self",)).values_list("pk", flat=True))
    model._base_manager.filter(pk__in=moved).update(**{held.field: to})
    ledger.write_each((model(pk=pk) for pk in moved), by=by, verb=verb, words=words)
