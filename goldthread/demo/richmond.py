"""Chapter 9: Richmond, which brought the register it kept before."""

from pathlib import Path

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.actions import workflow as actions
from goldthread.loop.findings import workflow as findings
from goldthread.loop.findings.models import Finding
from goldthread.loop.themes import workflow as themes
from goldthread.loop.themes.models import Theme
from goldthread.loop.themes.register import workflow as register
from goldthread.loop.themes.rules import Verdict

REGISTER = Path(__file__).parent / "data/findings-register.csv"


def bring(story: Story) -> None:
    """Import the register, agree what it holds, decide on two themes, act on one."""
    by, board = story.people["richmond.manager"], story.richmond
    with happening(story.day(-90)):
        upload = register.import_register(
            board, by=by, name=REGISTER.name, data=REGISTER.read_bytes()
        )
        register.match(upload, by=by, columns=upload.columns)
        register.bring_in(upload, by=by)
    with happening(story.day(-83)):
        findings.agree_all(Finding.objects.filter(board=board), by=by)
    with happening(story.day(-70)):
        neglect = _decide(story, "Neglect", Verdict.CORROBORATED, NEGLECT)
        _decide(story, "Follow-through of actions", Verdict.CORROBORATED, FOLLOWED)
        recommended = actions.recommend(neglect, by=by, text=CHANGE, on=story.day(-70))
    with happening(story.day(-60)):
        actions.raise_action(
            recommended,
            by=by,
            organisation=story.bodies["police"],
            person=story.people["police"],
            on=story.day(-60),
            due_on=story.day(30),
            title="Record the state of the home whenever an officer has been inside",
            success_measure="It is there in 19 of 20 records.",
            evidence_from="A dip sample of twenty records",
        )


NEGLECT = "A serious case review and a learning review name it, years apart."
FOLLOWED = "Two ways of learning, from two places, say that actions fade."
CHANGE = "Whoever sees the inside of a child’s home writes down what it is like."


def _decide(story: Story, name: str, verdict: Verdict, reason: str) -> Theme:
    found = Theme.objects.get(board=story.richmond, name=name)
    themes.decide(
        found,
        by=story.people["richmond.manager"],
        verdict=verdict,
        reason=reason,
        on=story.day(-70),
    )
    return found
