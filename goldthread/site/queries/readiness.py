"""Whether this process can serve: numbers only, because anybody may ask."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.core.checks import Tags, run_checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.errands.models import Errand
from goldthread.base.post.models import Letter


@dataclass(frozen=True)
class Queue:
    """How many wait, and for how long the first of them has."""

    waiting: int
    oldest_seconds: int


@dataclass(frozen=True)
class Readiness:
    """What stands in the way is a count; nothing does while all are nought."""

    database: bool = False
    migrations_missing: int = 0
    disagreements: int = 0
    post: Queue | None = None
    errands: Queue | None = None

    @property
    def ready(self) -> bool:
        return self.database and not self.migrations_missing + self.disagreements

    def told(self) -> dict[str, object]:
        return {"ready": self.ready, **asdict(self)}


def readiness() -> Readiness:
    """Ask the database; late mail and late work are told, and stop nobody."""
    try:
        return Readiness(
            database=True,
            migrations_missing=len(_shipped() - _applied()),
            disagreements=len(_disagreements()),
            post=_queue(Letter.objects.due(), "send_after"),
            errands=_queue(Errand.objects.filter(ended_at=None), "asked_at"),
        )
    except DatabaseError:
        return Readiness()


@cache
def _shipped() -> frozenset[tuple[str, str]]:
    """The migrations that came with this version; they do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _disagreements() -> list[object]:
    """Where the table of rules and the database differ, if anywhere."""
    return list(run_checks(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS]))


@trusted()
def _queue(waiting: QuerySet[Any], since: str) -> Queue:
    told = waiting.aggregate(waiting=Count("pk"), first=Min(since))
    first: datetime | None = told["first"]
    age = int((timezone.now() - first).total_seconds()) if first else 0
    return Queue(told["waiting"], age)
