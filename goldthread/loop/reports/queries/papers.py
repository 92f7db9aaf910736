"""Where the next paper begins, and what the public may read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.people.models import Board
from goldthread.loop.findings.models import Finding
from goldthread.loop.plan.queries import year_now
from goldthread.loop.reports.models import Drawing, Paper, Publication


def next_period(board: Board, *, on: date) -> tuple[date, date]:
    """From where the last issued paper ended, or the start of the plan year.

    One issued on the last day of its period has not seen that day out, so the next
    begins with it.
    """
    last = Paper.objects.filter(board=board, state=Paper.State.ISSUED).first()
    if last and last.issued_at:
        seen_out = timezone.localdate(last.issued_at) > last.until
        return min(last.until + timedelta(days=seen_out), on), on
    year = year_now(board, on=on)
    return (year.starts_on if year else on.replace(month=1, day=1)), on


def drawn(paper: Paper, form: str) -> Drawing | None:
    """The file as it was last drawn; of an issued paper, since it was issued."""
    kept = Drawing.objects.filter(paper=paper, form=form)
    if paper.state == Paper.State.ISSUED:
        kept = kept.filter(says=Drawing.ISSUED)
    return kept.first()


# --- The public site -----------------------------------------------------------------


@contextmanager
def as_public_site() -> Iterator[None]:
    """Read as the database role that is given nothing but published copies."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE public_site")
        yield
        cursor.execute("RESET ROLE")


def published() -> QuerySet[Publication]:
    return Publication.objects.filter(withdrawn_at=None, published_at__isnull=False)


@trusted()
def still_released(facts: Mapping[str, Any]) -> set[int]:
    """Which findings of an issued paper may be read outside the board today."""
    told = {finding["id"] for finding in facts["findings"]}
    told |= {action["finding"] for action in facts["actions"] if action.get("finding")}
    open_now = Finding.objects.filter(
        pk__in=told, state=Finding.State.RELEASED, of_restricted=False
    )
    return set(open_now.values_list("pk", flat=True))
