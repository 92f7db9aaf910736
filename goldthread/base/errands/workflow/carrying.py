"""Carrying out what was asked for, and finding what a killed worker left."""

import logging
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from goldthread.base import beside
from goldthread.base.access.acting import acting, trusted
from goldthread.base.access.table import model_of, visible
from goldthread.base.beside import Beside
from goldthread.base.errands import queries, rules
from goldthread.base.errands.models import Errand
from goldthread.base.errands.rules import KINDS
from goldthread.base.people.models import User
from goldthread.base.states import WrongState

logger = logging.getLogger(__name__)
State = Errand.State
PROGRESS = "UPDATE errands_errand SET doing = %s, done = %s, total = %s WHERE id = %s"


class Superseded(Exception):
    """Another worker has taken this errand over, so this one saves nothing."""


# --- One errand -----------------------------------------------------------------------


def queue(asked: Errand) -> None:
    """A row of the queue, in the caller's transaction."""
    asked.task = UUID(carry_out.enqueue(asked.pk).id)
    asked.save(update_fields=["task"])


@task()
def carry_out(pk: int) -> None:
    """What the worker does with a row of the queue."""
    with Beside() as other:
        other.hold(pk)
        begun = _begin(pk)
        if begun is None:
            return
        try:
            _do(begun, _progress(other, pk))
        except Superseded:
            logger.warning("Errand %s was taken over; this try saved nothing", pk)
        except Exception as trouble:
            _fail(begun, trouble)


@trusted()
def _begin(pk: int) -> Errand | None:
    waiting = Errand.objects.filter(pk=pk, state=State.WAITING)
    locked = waiting.select_for_update(of=("self",))
    begun = locked.select_related("asked_by").first()
    if begun:
        begun.state = State.RUNNING
        begun.started_at = timezone.now()
        begun.tries += 1
        begun.save(update_fields=["state", "started_at", "tries"])
    return begun


def _progress(other: Beside, pk: int) -> rules.Tell:
    """Seen at once by whoever looks, while the work's own transaction is open."""

    def tell(doing: str, done: int = 0, total: int = 0) -> None:
        try:
            other.run(PROGRESS, (doing[:200], done, total, pk))
        except DatabaseError:
            logger.warning("The progress of errand %s could not be told", pk)

    return tell


def _do(begun: Errand, tell: rules.Tell) -> None:
    """The work and its end: both are saved, or neither."""
    kind, by = KINDS[begun.kind], begun.asked_by
    with transaction.atomic(), acting(by):
        _run(begun, kind, by, tell)


def _run(begun: Errand, kind: rules.Kind, by: User, tell: rules.Tell) -> None:
    record = visible(model_of(kind.label), by, kind.action).filter(pk=begun.record)
    found = record.first()
    if found is None:
        raise PermissionDenied
    led = kind.run(found, by=by, tell=tell, **begun.given)
    address = led if isinstance(led, str) else led.get_absolute_url()
    _end(begun, State.DONE, leads_to=address)


@trusted()
def _end(begun: Errand, state: str, **said: str) -> None:
    """Only the try that is counted may end it."""
    mine = Errand.objects.filter(pk=begun.pk, state=State.RUNNING, tries=begun.tries)
    if not mine.update(state=state, ended_at=timezone.now(), **said):
        raise Superseded


def _fail(begun: Errand, trouble: Exception) -> None:
    if isinstance(trouble, ValidationError):
        said = "\n".join(trouble.messages)
    elif isinstance(trouble, PermissionDenied):
        said = rules.GONE
    elif isinstance(trouble, WrongState):
        said = rules.TOO_LATE
    else:
        logger.error("Errand %s failed", begun.pk, exc_info=trouble)
        said = rules.BROKEN
    try:
        _end(begun, State.FAILED, trouble=said)
    except Superseded:
        logger.warning("Errand %s was taken over; its failure is not told", begun.pk)


# --- The worker, and what it left -----------------------------------------------------


def work(*, once: bool = False) -> None:
    """Do what waits: until somebody stops us or, `once`, until nothing does."""
    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    with Beside() as other:
        other.hold(rules.ALIVE, shared=True)
        sweep()
        if once:
            while row := _claimed(worker):
                worker.run_task(row)
        else:
            worker.configure_signals()
            worker.run()


@transaction.atomic
def _claimed(worker: Worker) -> DBTaskResult | None:
    row = DBTaskResult.objects.ready().get_locked()
    if row:
        row.claim(worker.worker_id)
    return row


def sweep() -> int:
    """Put back, or fail, what nobody alive is seeing to. How many that was."""
    return sum(_swept(pk) for pk in _left())


@trusted()
def _left() -> list[int]:
    """What is not over, and does not wait its turn."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    left = Errand.objects.filter(ended_at=None).exclude(
        Exists(ready.filter(pk=OuterRef("task")))
    )
    return list(left.order_by("pk").values_list("pk", flat=True))


@trusted()
def _swept(pk: int) -> bool:
    if not beside.take(pk):
        return False  # its worker lives
    found = Errand.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if found is None:
        return False
    if found.task:
        DBTaskResult.objects.filter(pk=found.task, finished_at=None).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now()
        )
    _again_or_never(found)
    return True


def _again_or_never(found: Errand) -> None:
    kind = KINDS.get(found.kind)
    never_began = found.state == State.WAITING
    if kind and (never_began or (kind.again and found.tries < rules.MOST_TRIES)):
        found.state, found.doing, found.done, found.total = State.WAITING, "", 0, 0
        found.save()
        queue(found)
    else:
        found.state, found.trouble = State.FAILED, rules.STOPPED
        found.ended_at = timezone.now()
        found.save()


def look_after() -> str:
    """What `goldthread tick` does: sweep, do what waits if no worker lives, forget."""
    swept = sweep()
    before = _waiting()
    if before and not queries.at_work():
        work(once=True)
    done = before - _waiting()
    _forget()
    if not (swept or done):
        return ""
    return f"Long work: {swept} left by a worker that had ended, {done} done here."


@trusted()
def _waiting() -> int:
    return Errand.objects.filter(state=State.WAITING).count()


@trusted()
def _forget() -> None:
    old = timezone.now() - rules.KEPT
    Errand.objects.filter(ended_at__lt=old).delete()
    DBTaskResult.objects.filter(finished_at__lt=old).delete()
