"""Declaring a kind of long work, and asking for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.table import can
from goldthread.base.errands import queries, rules
from goldthread.base.errands.models import Errand
from goldthread.base.errands.rules import KINDS, Kind
from goldthread.base.errands.workflow.carrying import queue
from goldthread.base.people.models import Board, User
from goldthread.base.states import Step, WrongState


def errand(
    label: str,
    action: str,
    *,
    saying: str,
    done: str,
    again: bool = True,
    file: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Errand]]:
    """Make `f(record, *, by, tell, **given)` long work; calling it asks for it.

    What it is given must be JSON. It returns where it led: an address or a record. All
    that it writes is one transaction; its ValidationError is what the person reads.
    """

    def outer(function: Callable[..., Any]) -> Callable[..., Errand]:
        name = f"{label}.{function.__name__}"
        kind = Kind(name, label, action, saying, done, again, file, function)
        KINDS[name] = kind

        @wraps(function)
        def asked(record: Model, *, by: User, **given: Any) -> Errand:
            with acting(by):
                may = can(by, kind.action, record)
            if not may:
                raise PermissionDenied
            with transaction.atomic(), trusted(by):
                return _ask(kind, record, by, given)

        asked.kind = kind  # type: ignore[attr-defined]
        return asked

    return outer


def later(
    step: Callable[..., Any], *, saying: str, done: str, again: bool = True
) -> Callable[..., Errand]:
    """The same step, to be taken by the worker; it leads back to its record."""
    declared: Step = step.step  # type: ignore[attr-defined]

    @errand(declared.label, declared.name, saying=saying, done=done, again=again)
    @wraps(step)
    def taken(record: Model, *, by: User, tell: rules.Tell, **given: Any) -> Model:
        step(record, by=by, tell=tell, **given)
        return record

    @wraps(taken)
    def asked(record: Model, *, by: User, **given: Any) -> Errand:
        if not declared.fits(record):
            raise WrongState
        return taken(record, by=by, **given)

    return asked


def _ask(kind: Kind, record: Any, by: User, given: dict[str, Any]) -> Errand:
    """A row of the queue in the caller's transaction; asked twice, it is the same."""
    unfinished = queries.asked_for(record, by=by).filter(ended_at=None)
    if known := unfinished.filter(kind=kind.name, given=given).first():
        return known
    asked = Errand.objects.create(
        kind=kind.name,
        record=record.pk,
        given=given,
        title=kind.saying.format(record)[:300],
        board=record if isinstance(record, Board) else getattr(record, "board", None),
        asked_by=by,
        leads_to=record.get_absolute_url(),
        ready=kind.done,
        file=kind.file,
    )
    queue(asked)
    return asked
