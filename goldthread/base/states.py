"""Steps: what the board does to a record, one verb each.

`@steps.step("Submit", State.OPEN, to=State.SUBMITTED)` makes a function a step. It
locks the row, checks the state and the policy, runs, moves the state and writes the
ledger, all in one transaction. The function's name is the verb of the policy, the
last part of the address and the word in the ledger.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import BooleanField, Case, Value, When

from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.table import can, condition, of_hers, rows
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Appointment, Place, User


class WrongState(Exception):
    """The step came too late: somebody has already moved this on."""


@dataclass(frozen=True)
class Step:
    """One thing that can be done to a record of `label`."""

    name: str
    label: str
    words: str
    sources: tuple[str, ...]
    to: str | None
    alone: bool
    whose: str
    run: Callable[..., Any]

    def fits(self, record: models.Model) -> bool:
        return not self.sources or getattr(record, "state", None) in self.sources


STEPS: dict[str, dict[str, Step]] = {}
UNDOING = frozenset({"withdraw", "reopen"})  # offered last: never the way onwards


def _say(record: models.Model, state: str) -> str:
    field = record._meta.get_field("state")
    words = dict(field.flatchoices)  # type: ignore[union-attr]  # a field with choices
    return str(words.get(state, state))


def _moved(step: Step, before: str | None, record: models.Model) -> dict[str, str]:
    after = getattr(record, "state", None)
    if before is None or after is None or before == after:
        return {}
    return {"from_state": _say(record, before), "to_state": _say(record, after)}


def locked(model: type[models.Model]) -> models.QuerySet[Any]:
    """Its records as they stand now, until the transaction ends.

    What the model says it `comes_with` is fetched in the same statement.
    """
    found = model._base_manager.select_for_update(of=("self",))
    beside: tuple[str, ...] = getattr(model, "comes_with", ())
    return found.select_related(*beside) if beside else found


@contextmanager
def held(record: Any) -> Iterator[None]:
    """The record as it stands now, until the transaction ends.

    A step that is taken on it inside does not fetch it again.
    """
    record.refresh_from_db(from_queryset=locked(type(record)))
    record.is_held = True
    try:
        yield
    finally:
        record.__dict__.pop("is_held", None)


def _take(step: Step, record: Any, by: User | None, behalf: str, given: Any) -> Any:
    if not record.__dict__.pop("is_held", False):
        record.refresh_from_db(from_queryset=locked(type(record)))
    if not step.fits(record):
        raise WrongState
    if not (_may(by, step.name, record) if by else step.alone):
        raise PermissionDenied
    before = getattr(record, "state", None)
    was = dict(record.__dict__)
    result = step.run(record, by=by, **given)
    if step.to:
        record.state = step.to
    if any(
        record.__dict__.get(f.attname) != was.get(f.attname)
        for f in record._meta.concrete_fields
    ):
        record.save()
    behalf = behalf or _behalf(step, record, result, by)
    _note(step, record, by, behalf, _moved(step, before, record))
    if isinstance(result, models.Model) and result != record:
        _note(step, result, by, behalf, {})
    return result


def _may(by: User, action: str, record: models.Model) -> bool:
    """Asked as the person, so that the database has its say too."""
    with acting(by):
        return can(by, action, record)


def _behalf(step: Step, record: models.Model, result: Any, by: User | None) -> str:
    if not (step.whose and by):
        return ""
    first, *names = step.whose.split(".")
    place: Any = {"self": record, "result": result}[first]
    for name in names:
        place = getattr(place, name)
    return on_behalf(by, place)


def on_behalf(by: User, place: Place | None) -> str:
    """Whose step it is, unless whoever takes it has a role in that place herself."""
    if place is None or Appointment.objects.current().held_at(by, place).exists():
        return ""
    return str(place)


def _note(
    step: Step, about: models.Model, by: User | None, behalf: str, moved: dict[str, str]
) -> None:
    ledger.write(
        about, by=by, verb=step.name, words=step.words, on_behalf_of=behalf, **moved
    )


def note_all(
    step_taken: Callable[..., Any], records: Iterable[models.Model], *, by: User | None
) -> None:
    """Write the ledger for a step that was taken in bulk, in the same transaction."""
    step: Step = step_taken.step  # type: ignore[attr-defined]
    if known := list(records):
        path = _path(step, known[0])
        ledger.write_each(known, by=by, verb=step.name, words=step.words, **path)


def _path(step: Step, record: models.Model) -> dict[str, str]:
    """Where a step in bulk led from and to; it is known if it has one way only."""
    if not step.to or len(step.sources) != 1:
        return {}
    return {
        "from_state": _say(record, *step.sources),
        "to_state": _say(record, step.to),
    }


class Steps:
    """The steps that one workflow offers on one model."""

    def __init__(self, label: str) -> None:
        self.label = label

    def step(
        self,
        words: str,
        *sources: str,
        to: str | None = None,
        alone: bool = False,
        whose: str = "",
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a step; `alone` lets the clock or the operator take it (by=None).

        `whose` leads from the record to the board, group or organisation whose step it
        is: "self", "self.organisation", or "result.place" of what it makes. Whoever
        has no role there takes it on its behalf, and the ledger says so.

        The step returns what the function returns. A record it returns gets its own
        line in the ledger. Raises WrongState, PermissionDenied, or the function's own
        ValidationError; in each case nothing was written.
        """

        def outer(function: Callable[..., Any]) -> Callable[..., Any]:
            step = Step(
                name=function.__name__,
                label=self.label,
                words=words,
                sources=tuple(str(s) for s in sources),
                to=str(to) if to else None,
                alone=alone,
                whose=whose,
                run=function,
            )
            STEPS.setdefault(self.label, {})[step.name] = step

            @wraps(function)
            def taken(
                record: Any,
                *,
                by: User | None,
                on_behalf_of: Place | None = None,
                **given: Any,
            ) -> Any:
                behalf = str(on_behalf_of or "")
                with transaction.atomic(), trusted(by):
                    return _take(step, record, by, behalf, given)

            taken.step = step  # type: ignore[attr-defined]
            return taken

        return outer


def typed(text: str, /, **refusal: str) -> str:
    """What was typed, or a refusal: `typed(reason, reason="Say why.")`."""
    if not text.strip():
        raise ValidationError(refusal)
    return text.strip()


def open_to(user: User, record: models.Model) -> list[Step]:
    """The steps this person can take on this record now, in one statement.

    Steps whose rows say the same of her are asked about once: most of a record's are.
    """
    label = record._meta.label_lower
    steps = [s for s in STEPS.get(label, {}).values() if s.fits(record)]
    alike: dict[Any, list[Step]] = {}
    for step in steps:
        for_her = ((of_hers(user, r.roles), r.relation) for r in rows(label, step.name))
        if same := frozenset(row for row in for_her if row[0]):
            alike.setdefault(same, []).append(step)
    if not alike:
        return []
    asked = {
        f"may_{first.name}": Case(
            When(condition(type(record), user, first.name), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        for first, *_ in alike.values()
    }
    answers = (
        type(record)._base_manager.filter(pk=record.pk).annotate(**asked).values(*asked)
    ).first() or {}
    taken = {
        step.name
        for first, *others in alike.values()
        if answers.get(f"may_{first.name}")
        for step in (first, *others)
    }
    offered = [step for step in steps if step.name in taken]
    return sorted(offered, key=lambda step: step.name in UNDOING)


@register
def every_step_has_a_row(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"No row of the policy lets anyone “{step.name}” {label}.", id="states.E001"
        )
        for label, steps in STEPS.items()
        for step in steps.values()
        if not step.alone and not rows(label, step.name)
    ]
