"""A meeting's paper as plain data: from the facts of a period to a document.

The facts are what `queries.facts` drew from the loop. The document is a list of
sections, each with sentences and tables, so that the page, the PDF and the Word file
say the same, and so that an issued paper can be frozen as it stood.
"""

from collections.abc import Callable, Mapping

from goldthread.base.govuk.rules import fraction
from goldthread.loop.reports.rules import sections
from goldthread.loop.reports.rules.words import (
    Facts,
    Made,
    Section,
    Table,
    count,
    mark,
    say_day,
)

__all__ = [
    "SECTIONS",
    "Facts",
    "Section",
    "Table",
    "count",
    "document",
    "fraction",
    "mark",
    "say_day",
]

SECTIONS: dict[str, str] = {
    "summary": "In short",
    "learned": "What was learned, by source",
    "looked": "What was done to learn",
    "themes": "What the sources say together",
    "arising": "Actions arising",
    "overdue": "Overdue and escalated",
    "impact": "Did it make a difference?",
    "told": "What practitioners were told",
    "help": "How effective help is",
    "obligations": "What organisations owed, and what came back",
    "coverage": "What we did not look at",
}
MAKERS: dict[str, Callable[[Facts], Made]] = {
    "summary": sections.summary,
    "learned": sections.learned,
    "looked": sections.looked,
    "themes": sections.themes,
    "arising": sections.arising,
    "overdue": sections.overdue,
    "impact": sections.impact,
    "told": sections.told,
    "help": sections.help_given,
    "obligations": sections.obligations,
    "coverage": sections.coverage,
}
# Of what these sections are made: a paper that was issued before they were has none.
LATER = {"looked": "activities", "told": "briefings", "help": "help"}


def document(facts: Facts, narrative: Mapping[str, str]) -> list[Section]:
    """The sections of the paper, in order; a section the facts leave out is left out."""
    return [
        _section(key, facts, narrative.get(key, ""))
        for key in SECTIONS
        if key not in facts.get("left_out", ()) and LATER.get(key, "since") in facts
    ]


def _section(key: str, facts: Facts, narrative: str) -> Section:
    said, tables = MAKERS[key](facts)
    return {
        "key": key,
        "heading": SECTIONS[key],
        "said": said,
        "tables": [table for table in tables if table["rows"]],
        "narrative": narrative,
    }
