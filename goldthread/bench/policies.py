"""What row-level security adds: the same reading with the policies, and without them.

In a copy of the bench, from which the policies are taken away half way.
"""

import time
from dataclasses import dataclass

from django.db import connections
from django.db.models import QuerySet

from goldthread.base.access.acting import acting
from goldthread.base.access.rows import written
from goldthread.bench import database
from goldthread.bench.pages import Cast, cast
from goldthread.bench.rules import percentile
from goldthread.loop.findings.models import Finding

TIMES = 200


@dataclass(frozen=True)
class Added:
    """The median of so many times, in milliseconds."""

    what: str
    without: float
    with_policies: float


def added(bench: str) -> list[Added]:
    copy = database.name_for("policies")
    database.make(copy, like=bench)
    database.turn_to(copy)
    try:
        known = cast()
        after = _measured(known)
        with connections["owner"].cursor() as cursor:
            for table in written().conditions:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
        before = _measured(known)
        return [Added(what, before[what], took) for what, took in after.items()]
    finally:
        database.turn_to(bench)
        database.drop(copy)


def _measured(known: Cast) -> dict[str, float]:
    found = {}
    for who in (known.team, known.lead):
        with acting(who):
            hers = Finding.objects.visible_to(who)
            one = hers.filter(pk=hers[0].pk)
            found[f"a finding by key, {_of(known, who)}"] = _median(one)
            found[f"a list of findings, {_of(known, who)}"] = _median(hers[:25])
    return found


def _of(known: Cast, who: object) -> str:
    return "board team" if who == known.team else "agency lead"


def _median(findings: QuerySet[Finding]) -> float:
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        list(findings.all())
        took.append((time.perf_counter() - started) * 1000)
    return percentile(took, 0.5)
