"""The sections of a paper, each from the facts: sentences, and tables under them."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from goldthread.base.govuk.rules import fraction
from goldthread.loop.reports.rules.words import (
    Facts,
    Made,
    Table,
    count,
    mark,
    say_day,
)

BY_WAY = itemgetter("way_label")


def summary(facts: Facts) -> Made:
    findings = facts["findings"]
    concerns = sum(finding["kind"] == "concern" for finding in findings)
    ways = len({finding["way"] for finding in findings})
    draft = sum(finding["state"] == "drafted" for finding in findings)
    learned = (
        f"From {say_day(facts['since'])} to {say_day(facts['until'])} the board learned "
        f"{count(len(findings), 'thing')} from {count(ways, 'kind')} of source: "
        f"{count(concerns, 'area')} for improvement and "
        f"{count(len(findings) - concerns, 'strength')}."
    )
    said = [learned]
    if draft:
        said.append(f"{fraction(draft, len(findings))} are drafts, not yet agreed.")
    if verdicts := [theme["verdict"] for theme in facts["themes"]]:
        corroborated = verdicts.count("corroborated")
        said.append(
            f"Of {count(len(verdicts), 'theme')}, {corroborated} "
            f"{'is' if corroborated == 1 else 'are'} corroborated by several sources."
        )
    arising = [a for a in facts["actions"] if a["arose"] or a.get("unfinished", True)]
    overdue = sum(action["overdue"] for action in arising)
    said.append(
        f"{count(len(arising), 'action').capitalize()} arose or "
        f"{'is' if len(arising) == 1 else 'are'} unfinished; "
        f"{overdue or 'none'} of them overdue."
    )
    return said, []


def learned(facts: Facts) -> Made:
    findings = sorted(facts["findings"], key=BY_WAY)
    if not findings:
        return ["Nothing was recorded in this period."], []
    tables = [_findings_table(way, of) for way, of in groupby(findings, BY_WAY)]
    silent = facts.get("silent", [])
    said = [f"Nothing came from: {', '.join(silent)}."] if silent else []
    return [*said, *_sources(facts)], tables


def _sources(facts: Facts) -> Iterator[str]:
    """What each source with its own workflow counts, if it counts anything."""
    for source in facts.get("sources", []):
        counted = [
            f"{words} {number}" for words, number in source["said"].items() if number
        ]
        if counted:
            yield f"{source['source']}: {', '.join(counted)}."


def _findings_table(way: str, findings: Iterable[Mapping[str, Any]]) -> Table:
    rows = [
        [
            finding["text"],
            finding["kind_label"],
            "Every agency"
            if finding["about_everyone"]
            else ", ".join(finding["about"]),
            finding["activity"],
            finding["written"],
            finding["state_label"],
        ]
        for finding in findings
    ]
    headings = ["What was found", "Kind", "About", "From", "When", "State"]
    return {
        "caption": f"{way}: {count(len(rows), 'finding')}",
        "headings": headings,
        "rows": rows,
    }


def themes(facts: Facts) -> Made:
    themes = facts["themes"]
    if not themes:
        return ["The board has no themes yet."], []
    ways = sorted({way for theme in themes for way in theme["sources"]})
    rows = [
        [
            theme["name"],
            *(mark(theme["cells"].get(way)) for way in ways),
            f"{theme['verdict_label']} ({_how_decided(theme)})",
        ]
        for theme in themes
    ]
    key = (
        "▼ is an area for improvement, ▲ a strength, with the number of findings. "
        "An empty cell is silence: that source says nothing about the theme."
    )
    matrix: Table = {
        "caption": "Themes by source",
        "headings": ["Theme", *ways, "Verdict"],
        "rows": rows,
    }
    return [key], [matrix]


def _how_decided(theme: Mapping[str, Any]) -> str:
    if theme["decided_on"]:
        return f"decided {say_day(theme['decided_on'])}"
    return "proposed by rule"


def arising(facts: Facts) -> Made:
    arisen = [action for action in facts["actions"] if action["arose"]]
    completed = [action for action in facts["actions"] if action.get("completed")]
    said = [] if arisen else ["No action was raised in this period."]
    return said, [
        _actions_table("Actions raised in this period", arisen),
        _actions_table("Verified complete in this period", completed),
    ]


def overdue(facts: Facts) -> Made:
    actions = facts["actions"]
    late = [action for action in actions if action["overdue"]]
    given_time = [a for a in actions if a["escalated"] and not a["overdue"]]
    escalated = sum(action["escalated"] for action in late)
    said = ["No action is overdue."]
    if late:
        said = [
            f"{fraction(escalated, len(late))} of the overdue actions are escalated."
        ]
    return said, [
        _actions_table("Overdue actions", late),
        _actions_table("Escalated, with more time given", given_time),
    ]


def _actions_table(caption: str, actions: Iterable[Mapping[str, Any]]) -> Table:
    return {
        "caption": caption,
        "headings": ["Action", "Because of", "Organisation", "Due", "State"],
        "rows": [
            [
                action["title"],
                action["because_of"],
                action["organisation"],
                say_day(action["due_on"]),
                action["state_label"] + (", escalated" if action["escalated"] else ""),
            ]
            for action in actions
        ],
    }


def impact(facts: Facts) -> Made:
    checks, progress = facts["impact"], facts["progress"]
    checked = fraction(progress["checked"], progress["verified"])
    embedded = fraction(progress["embedded"], progress["checked"])
    said = (
        "Completed is not the same as made a difference: of all actions verified "
        f"complete, {checked} have been checked for impact; of those checked, "
        f"{embedded} are embedded."
    )
    table: Table = {
        "caption": "Impact checks in this period",
        "headings": ["What was checked", "How", "When", "Judgement", "Evidence"],
        "rows": [
            [
                check["about"],
                check["method"],
                say_day(check["checked_on"]),
                check["judgement_label"],
                check["evidence"],
            ]
            for check in checks
        ],
    }
    return [said], [table]


def obligations(facts: Facts) -> Made:
    owed = facts["obligations"]
    if not owed:
        return ["No organisation owed anything in this period."], []
    counts = ("owed", "on_time", "late", "overdue")
    table: Table = {
        "caption": "Contributions and actions by organisation",
        "headings": ["Organisation", "Owed", "On time", "Late", "Overdue now"],
        "rows": [
            [row["organisation"], *(str(row[name]) for name in counts)] for row in owed
        ],
    }
    return [], [table]


def coverage(facts: Facts) -> Made:
    holes = [[hole] for hole in facts["coverage"]]
    if not holes:
        return ["Every line of the framework has an owner, a frequency and a plan."], []
    caption, headings = "Holes in the year’s plan", ["What is missing"]
    return [], [{"caption": caption, "headings": headings, "rows": holes}]


def looked(facts: Facts) -> Made:
    """What was under way or reported, line by line, and whether it gave what it should."""
    activities = facts["activities"]
    if not activities:
        return ["Nothing was under way or reported in this period."], []
    reported = [each for each in activities if each["reported_on"]]
    said = f"{fraction(len(reported), len(activities))} were reported in this period."
    table: Table = {
        "caption": "Activities under way or reported",
        "headings": [
            "Line of the framework",
            "Activity",
            "Led by",
            "Expected outcome",
            "Was it met?",
        ],
        "rows": [
            [
                each["line"] or each["way_label"],
                each["title"],
                each["led_by"] or "Nobody yet",
                each["expected_outcome"] or "Not said",
                each["outcome_label"] or each["state_label"],
            ]
            for each in activities
        ],
    }
    return [said], [table]


def told(facts: Facts) -> Made:
    """Which briefings practitioners were given, and whom they reached."""
    briefings = facts["briefings"]
    if not briefings:
        return ["Practitioners were told nothing in this period."], []
    rows = [
        [
            each["title"],
            each["means_label"],
            say_day(each["told_on"]),
            fraction(each["passed_on"], each["organisations"]),
            str(each["reached"]),
        ]
        for each in briefings
    ]
    headings = [
        "Briefing",
        "By which means",
        "Told on",
        "Organisations that passed it on",
        "Practitioners reached",
    ]
    caption = "What practitioners were told"
    return [], [{"caption": caption, "headings": headings, "rows": rows}]


def help_given(facts: Facts) -> Made:
    """What was found of each stage of help, and how effective the board judges it."""
    judged = {each["stage"]: each for each in facts["help"]["assessed"]}
    rows = [
        [
            stage["label"],
            str(stage["strengths"]),
            str(stage["concerns"]),
            judged.get(stage["key"], {}).get("judgement_label", "Not assessed"),
            judged.get(stage["key"], {}).get("evidence", ""),
        ]
        for stage in facts["help"]["stages"]
    ]
    table: Table = {
        "caption": "Help stage by stage",
        "headings": [
            "Stage of help",
            "Strengths found",
            "Areas for improvement found",
            "Assessed in this period as",
            "What shows it",
        ],
        "rows": rows,
    }
    return ["Findings that name no stage of help are not counted here."], [table]
