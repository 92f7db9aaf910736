"""The facts of a period, drawn from every stage of the loop. Nothing restricted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.base.people.models import Board, Organisation
from goldthread.loop.actions.models import Action
from goldthread.loop.actions.queries import obligations_summary
from goldthread.loop.activities.rules import SOURCES, WAY_WORDS, Way
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.models import Check
from goldthread.loop.impact.queries import impact_between, progress
from goldthread.loop.plan.queries import holes, year_now
from goldthread.loop.reports.models import Paper, Publication
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.queries import Matrix, Narrowing, Row, matrix
from goldthread.loop.themes.rules import VERDICT_WORDS, Verdict

VERIFIED = Action.State.VERIFIED


def learned(board: Board, *, since: date, until: date) -> QuerySet[Finding]:
    """What the board learned: found in the period, or first recorded in it.

    A finding counts as found in the period if any day its date can mean lies in it.
    What is restricted and not released is left out, whoever draws the paper.
    """
    found = Q(earliest__lte=until, latest__gte=since)
    recorded = Q(recorded_at__date__gte=since, recorded_at__date__lte=until)
    readable = Q(activity__restricted=False) | Q(state=Finding.State.RELEASED)
    shared = Q(activity__among=ArraySubquery(board.shared_activities.values("pk")))
    return (
        Finding.objects.standing()
        .filter(Q(board=board) | shared)
        .filter(found | recorded)
        .filter(readable)
        .select_related("activity")
        .only(*TOLD, "state", "recorded_at", *(f"activity__{part}" for part in TOLD_OF))
        .annotate(agencies=_names(Organisation.objects.all()))
        .annotate(in_themes=_names(Theme.objects.filter(board=board)))
        .order_by("activity__way", "pk")
    )


# What a paper says of a finding in its own words, and of the activity it came from.
TOLD = (
    "id",
    "reference",
    "kind",
    "text",
    "meaning",
    "method",
    "number",
    "written",
    "about_everyone",
    "earliest",
    "latest",
    "help_stage",
    "characteristics",
)
TOLD_OF = ("way", "title", "area", "restricted")


def _names(records: QuerySet[Any]) -> ArraySubquery:
    """The names of those that a finding is about or in: a paper has hundreds."""
    of_finding = records.filter(findings=OuterRef("pk"))
    return ArraySubquery(of_finding.order_by("name").values("name"))


def arising(board: Board, *, since: date, until: date) -> QuerySet[Action]:
    """Actions raised in the period, and all raised before its end that are unfinished."""
    raised = Q(raised_on__range=(since, until))
    unfinished = ~Q(state__in=(VERIFIED, Action.State.WITHDRAWN))
    return (
        Action.objects.filter(raised | unfinished, board=board, raised_on__lte=until)
        .select_related("organisation", "person", "recommendation__theme")
        .select_related("recommendation__finding__activity")
        .order_by("due_on", "pk")
    )


def facts(board: Board, *, since: date, until: date) -> dict[str, Any]:
    """Everything a paper says about a period, as plain values that JSON can hold."""
    findings = [
        _finding(finding) for finding in learned(board, since=since, until=until)
    ]
    ways = {finding["way"] for finding in findings}
    on = min(until, timezone.localdate())  # nothing is overdue before its day
    return {
        "board": {"name": board.name, "slug": board.slug},
        "since": since.isoformat(),
        "until": until.isoformat(),
        "drawn_on": timezone.localdate().isoformat(),
        "findings": findings,
        "silent": [words for way, words in WAY_WORDS.items() if way not in ways],
        "themes": _themes(matrix(board, None, on=until)),
        "actions": [
            _action(action, since=since, until=until, on=on)
            for action in arising(board, since=since, until=until)
        ],
        "impact": [
            _check(check)
            for check in impact_between(board, since, until).select_related(
                "theme", "action__recommendation__finding__activity"
            )
        ],
        "progress": progress(Action.objects.filter(board=board)),
        "obligations": [
            dict(owed) for owed in obligations_summary(board, since, until, on=on)
        ],
        "coverage": [hole.sentence for hole in holes(board, until)],
        "sources": _sources(board, since=since, until=until),
    }


def public_themes(board: Board, *, until: date) -> list[dict[str, Any]]:
    """The themes as the public copy may tell them: of what is released, and open."""
    return _themes(matrix(board, None, on=until, narrowing=Narrowing(public=True)))


def _finding(finding: Any) -> dict[str, Any]:  # a Finding with its names
    return {name: getattr(finding, name) for name in TOLD} | {
        "kind_label": finding.get_kind_display(),
        "state": finding.state,
        "state_label": finding.get_state_display(),
        "way": finding.activity.way,
        "way_label": WAY_WORDS[Way(finding.activity.way)],
        # What is released from a restricted activity does not tell of it.
        "activity": "" if finding.activity.restricted else finding.activity.title,
        "area": "" if finding.activity.restricted else finding.activity.area,
        "restricted": finding.activity.restricted,
        "about": finding.agencies,
        "earliest": _iso(finding.earliest),
        "latest": _iso(finding.latest),
        "recorded_on": timezone.localdate(finding.recorded_at).isoformat(),
        "themes": finding.in_themes,
    }


def _themes(told: Matrix) -> list[dict[str, Any]]:
    """Each theme with its cells; the verdict is the decided one, else the proposed."""
    return [
        {
            "name": row.theme.name,
            "state": row.theme.state,
            "verdict": (verdict := _verdict(row)),
            "verdict_label": VERDICT_WORDS[verdict],
            "proposed": row.proposal.verdict.value,
            "why": row.verdict.reason if row.verdict else row.proposal.why,
            "decided_on": _iso(row.verdict.decided_on) if row.verdict else None,
            "sources": {cell.label: cell.findings for cell in row.cells.values()},
            "cells": {
                cell.label: {"concerns": cell.concerns, "strengths": cell.strengths}
                for cell in row.cells.values()
            },
            "findings": row.findings,
            "not_agreed": row.not_agreed,
        }
        for row in told.rows
    ]


def _verdict(row: Row) -> Verdict:
    return Verdict(row.verdict.verdict) if row.verdict else row.proposal.verdict


def _action(action: Action, *, since: date, until: date, on: date) -> dict[str, Any]:
    theme, finding = action.recommendation.theme, action.recommendation.finding
    done = action.state in {VERIFIED, Action.State.WITHDRAWN}
    return {
        "id": action.pk,
        "title": action.title,
        "because_of": str(theme or finding),
        "of": "theme" if theme else "finding",
        "released": bool(finding and finding.state == Finding.State.RELEASED),
        "restricted": _of_restricted(action),
        "organisation": str(action.organisation),
        "person": str(action.person or ""),
        "raised_on": action.raised_on.isoformat(),
        "due_on": action.due_on.isoformat(),
        "success_measure": action.success_measure,
        "state": action.state,
        "state_label": action.get_state_display(),
        "arose": since <= action.raised_on <= until,
        "overdue": not done and action.due_on < on,
        "escalated": not done and action.escalated_at is not None,
        "verified_on": _iso(action.verified_on),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "about": str(check.action or check.theme),
        "of": "action" if check.action_id else "theme",
        "method": check.method,
        "checked_on": _iso(check.checked_on),
        "judgement": check.judgement,
        "judgement_label": check.get_judgement_display(),
        "restricted": _of_restricted(check.action),
        "evidence": check.evidence,
    }


def _of_restricted(action: Action | None) -> bool:
    """Whether it came of a finding of a restricted activity."""
    finding = action.recommendation.finding if action else None
    return bool(finding and finding.activity.restricted)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sources(board: Board, *, since: date, until: date) -> list[Mapping[str, Any]]:
    return [
        {
            "source": source.label,
            "said": dict(source.summarise(board=board, since=since, until=until)),
        }
        for source in SOURCES.values()
    ]


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


# --- The public site -----------------------------------------------------------------


@contextmanager
def as_public_site() -> Iterator[None]:
    """Read as the database role that is given nothing but published copies."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE public_site")
        yield
        cursor.execute("RESET ROLE")


def published() -> QuerySet[Publication]:
    return Publication.objects.filter(withdrawn_at=None)
