"""What of a paper's facts anybody may read: pure functions, as in `rules`."""

from collections.abc import Container
from dataclasses import asdict
from typing import Any

from goldthread.loop.impact.assessments.rules import of_findings
from goldthread.loop.reports.rules import Facts

FEW = 8  # fewer than this many looked at is not said


def public(facts: Facts, *, released: Container[int]) -> dict[str, Any]:
    """The facts that may be published.

    Only findings that were released and still are (`released`, their numbers), of
    activities that are not restricted, without their basis where few were looked at; no
    theme that none of them joined; no names of people, and no organisation's lateness.
    """
    findings = [
        {name: value for name, value in finding.items() if name != "method"}
        | {"number": None if (finding["number"] or 0) < FEW else finding["number"]}
        for finding in facts["findings"]
        if finding["state"] == "released" and not finding["restricted"]
        if finding["id"] in released
    ]
    themes = [theme for theme in facts["public_themes"] if theme["findings"]]
    known = {theme["name"] for theme in themes}
    actions = [
        {name: value for name, value in action.items() if name != "person"}
        | {"because_of": _public_origin(action, known, released), "escalated": False}
        for action in facts["actions"]
        if not action["restricted"]
    ]
    return {
        **facts,
        "findings": findings,
        "themes": themes,
        "actions": actions,
        "impact": [
            {**check, "evidence": ""}
            for check in facts["impact"]
            if not check["restricted"]
            if check["of"] == "action" or check["about"] in known
        ],
        **_help(facts, findings),
        "obligations": [],
        "sources": [],
        "left_out": ["looked", "overdue", "obligations", "coverage"],
    }


def _help(facts: Facts, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """How effective help is judged to be; what shows it stays with the board.

    What was found of each stage is counted of what is published itself.
    """
    if "help" not in facts:
        return {}
    assessed = [{**each, "evidence": ""} for each in facts["help"]["assessed"]]
    stages = [asdict(stage) for stage in of_findings(findings)]
    return {"help": {"stages": stages, "assessed": assessed}}


def _public_origin(
    action: Facts, themes: Container[str], released: Container[int]
) -> str:
    """Why it was raised, if that may be published itself.

    A paper that was issued before these were told apart says neither.
    """
    origin: str = action["because_of"]
    if action.get("of") == "theme":
        return origin if origin in themes else ""
    told = action.get("released") and action.get("finding") in released
    return origin if told else ""
