"""The facts of a period, drawn from every stage of the loop. Nothing restricted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.govuk.rules import day
from goldthread.base.people.models import Board
from goldthread.loop.actions.briefings.queries import told_between
from goldthread.loop.actions.models import Action
from goldthread.loop.actions.queries import obligations_summary
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import NOT_SAID, SOURCES, WAY_WORDS, Way
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.assessments import queries as assessments
from goldthread.loop.impact.assessments.rules import of_findings
from goldthread.loop.impact.models import Check
from goldthread.loop.impact.queries import impact_between, progress
from goldthread.loop.plan.queries import holes, year_now
from goldthread.loop.reports.queries.drawn import TOLD, arising, learned, looked
from goldthread.loop.themes.queries import Matrix, Narrowing, Row, matrix
from goldthread.loop.themes.rules import VERDICT_WORDS, Verdict


@trusted()  # the same whoever draws it; what is restricted is left out below
def facts(board: Board, *, since: date, until: date, on: date) -> dict[str, Any]:
    """Everything a paper says of a period on a day, as plain values that JSON can hold."""
    findings = [
        _finding(finding) for finding in learned(board, since=since, until=until)
    ]
    ways = {finding["way"] for finding in findings}
    then = min(until, on)  # nothing is overdue before its day
    activities = [
        _activity(activity) for activity in looked(board, since=since, until=until)
    ]
    return {
        "board": {"name": board.name, "slug": board.slug},
        "since": since.isoformat(),
        "until": until.isoformat(),
        "drawn_on": on.isoformat(),
        "findings": findings,
        "silent": [words for way, words in WAY_WORDS.items() if way not in ways],
        "themes": _themes(matrix(board, None, on=until)),
        "actions": [
            _action(action, since=since, until=until, on=then)
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
            dict(owed) for owed in obligations_summary(board, since, until, on=then)
        ],
        "activities": activities,
        "briefings": [
            _briefing(briefing)
            for briefing in told_between(board, since=since, until=until)
        ],
        "help": _help(board, findings, since=since, until=until),
        "coverage": [
            *(hole.sentence for hole in holes(board, until)),
            *assessments.missing(year_now(board, on=until)),
            *_not_conducted(activities),
        ],
        "sources": _sources(board, since=since, until=until),
    }


@trusted()
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


def _action(action: Any, *, since: date, until: date, on: date) -> dict[str, Any]:
    """An action as it stood on a day; what became of it later is told as later."""
    theme, finding = action.recommendation.theme, action.recommendation.finding
    finished = _finished_on(action)
    done = finished is not None and finished <= on
    late = f" on {day(finished)}, after this period" if finished and not done else ""
    verified = action.state == Action.State.VERIFIED
    return {
        "id": action.pk,
        "title": action.title,
        "because_of": str(theme or finding),
        "of": "theme" if theme else "finding",
        "finding": finding.pk if finding else None,
        "released": bool(finding and finding.state == Finding.State.RELEASED),
        "restricted": _of_restricted(action),
        "organisation": str(action.organisation),
        "person": str(action.person or ""),
        "raised_on": action.raised_on.isoformat(),
        "due_on": action.due_on.isoformat(),
        "success_measure": action.success_measure,
        "state": action.state,
        "state_label": action.get_state_display() + late,
        "arose": since <= action.raised_on <= until,
        "unfinished": not done,
        "completed": verified and done,
        "overdue": not done and action.due_on < on,
        "escalated": not done and _escalated(action, on=on),
        "verified_on": _iso(action.verified_on),
    }


def _finished_on(action: Any) -> date | None:
    """The day on which it was verified complete, or withdrawn."""
    if action.state == Action.State.WITHDRAWN:
        withdrawn: date | None = action.withdrawn_on
        return withdrawn
    verified: date | None = action.verified_on
    return verified


def _escalated(action: Action, *, on: date) -> bool:
    at = action.escalated_at
    return at is not None and timezone.localdate(at) <= on


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
    return bool(finding and finding.of_restricted)


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


# --- What was done, told and given ------------------------------------------------------


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "title": activity.title,
        "way": activity.way,
        "way_label": WAY_WORDS[Way(activity.way)],
        "line": str(activity.line or ""),
        "led_by": str(activity.lead_group or activity.lead or ""),
        "expected_outcome": activity.expected_outcome,
        "state": activity.state,
        "state_label": activity.get_state_display(),
        "reported_on": _iso(activity.reported_on),
        "outcome": activity.outcome,
        "outcome_label": activity.get_outcome_display(),
        "outcome_note": activity.outcome_note,
        "conduct": activity.conduct_said,
    }


def _not_conducted(activities: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The reviews that were reported and do not say how they were conducted."""
    for each in activities:
        if each["reported_on"] and each["conduct"] == NOT_SAID:
            yield f"“{each['title']}” does not say how it was conducted."


def _briefing(briefing: Any) -> dict[str, Any]:
    return {
        "title": str(briefing),
        "means": briefing.means,
        "means_label": briefing.get_means_display(),
        "told_on": _iso(briefing.told_on),
        "organisations": briefing.organisations,
        "passed_on": briefing.passed_on,
        "reached": briefing.reached,
        "read_here": briefing.read_here,
    }


def _help(
    board: Board, findings: list[dict[str, Any]], *, since: date, until: date
) -> dict[str, Any]:
    made = assessments.assessed_between(board, since=since, until=until)
    return {
        "stages": [asdict(stage) for stage in of_findings(findings)],
        "assessed": [
            {
                "stage": each.stage,
                "year": each.year.name,
                "judgement": each.judgement,
                "judgement_label": each.get_judgement_display(),
                "evidence": each.evidence,
                "follows": each.follows,
                "assessed_on": _iso(each.assessed_on),
            }
            for each in made
        ],
    }
