"""Chapter 8: a paper that was issued, its public copy, and the draft of the next one."""

from goldthread.demo.acting import ISSUED
from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.reports import workflow

NARRATIVE = {
    "summary": "This is the first paper drawn from Goldthread. It says what five ways of "
    "learning told us, and what eight organisations are doing about it.",
    "themes": "Two themes deserve the board’s time:\n\n- **Information sharing**, where an "
    "audit and the child death reviews agree\n- **Voice of the child**, where children "
    "are asked and not answered",
    "overdue": "Housing and education have been asked to come and tell the board what "
    "stands in the way.",
}


def issue(story: Story) -> None:
    """The paper of the last meeting, as the loop stood on that day."""
    with happening(story.day(ISSUED)):
        paper = workflow.draft_paper(
            story.kingston,
            by=story.manager,
            title="What we learned, and what we did about it",
            since=story.day(ISSUED - 180),
            until=story.day(ISSUED),
            meeting=story.meetings["kingston last"],
        )
        workflow.narrate(paper, by=story.manager, narrative=NARRATIVE)
        workflow.issue(paper, by=story.manager, on=story.day(ISSUED))
    with happening(story.day(ISSUED + 9)):
        workflow.propose_publication(paper, by=story.manager, checked=True)
    with happening(story.day(ISSUED + 10)):
        workflow.publish(paper, by=story.people["chair"], checked=True)


def draft(story: Story) -> None:
    """The next meeting's; it follows the loop until it is issued."""
    with happening(story.day(-1)):
        workflow.draft_paper(
            story.kingston,
            by=story.manager,
            title="Paper for the next meeting",
            since=story.day(ISSUED + 1),
            until=story.today,
            meeting=story.meetings["kingston next"],
        )
