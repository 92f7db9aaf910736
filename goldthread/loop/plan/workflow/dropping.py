"""What becomes of what was planned when its meeting or its line falls away, or returns."""

from collections.abc import Iterable

from django.db.models import QuerySet

from goldthread.base.govuk.rules import lower_first
from goldthread.base.ledger.models import write_each
from goldthread.base.people.models import User
from goldthread.loop.plan.models import Intention

State = Intention.State


def note_each(about: Iterable[Intention], by: User, verb: str, words: str) -> None:
    write_each(about, by=by, verb=verb, words=words)


def drop_each(planned: QuerySet[Intention], because: str, *, by: User) -> None:
    """Drop what has not been started, and say so in the history of each."""
    falling = planned.filter(state=State.PLANNED)
    note_each(falling, by, "drop", f"Dropped: {lower_first(because)}")
    falling.update(state=State.DROPPED, dropped_because=because)


def put_back(planned: QuerySet[Intention], because: str, *, by: User) -> None:
    """Plan again what was dropped for this reason, and for no other."""
    returning = planned.filter(state=State.DROPPED, dropped_because=because)
    note_each(returning, by, "reinstate", "Put back into the plan")
    returning.update(state=State.PLANNED, dropped_because="")
