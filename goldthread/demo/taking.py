"""Chapter 12: the scrutineer wants every finding as one file, and has to ask for it."""

from goldthread.base.access.table import visible
from goldthread.base.large_files.workflow import ask_for_file
from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.findings.models import Finding


def ask(story: Story) -> None:
    """It waits for the board team or the chair."""
    person = story.people["scrutineer"]
    rows = visible(Finding, person, "export").count()
    listed = {"title": "Findings", "path": "/findings/", "sought": "", "rows": rows}
    with happening(story.day(-1)):
        ask_for_file(
            story.kingston,
            by=person,
            asked=listed,
            reason="To compare what both boards found with the national reviews.",
        )
