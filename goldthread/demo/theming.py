"""Chapter 5: the board's own list of themes, and what the sources say together."""

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.themes import workflow
from goldthread.loop.themes.rules import Verdict

# Name, words that point to it, the findings that a person put there.
THEMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Neglect": (("home conditions", "neglected"), ("home conditions", "drift")),
    "Information sharing": (
        ("letters", "told the other organisations"),
        ("police shared", "letters lost", "late information"),
    ),
    "Voice of the child": (("asked what they wanted",), ("asked", "not told")),
    "Response to injuries": (("injury",), ("injuries",)),
    "Transient families": (("moved",), ("moves",)),
    "Professional curiosity": (("who everybody in the home is",), ("first visit",)),
    "Safe sleeping": (("safe sleeping",), ("safe sleep",)),
    "Online harm": (("online", "phones"), ()),
}

VERDICTS: tuple[tuple[str, Verdict, str, str], ...] = (
    (
        "Information sharing",
        Verdict.CORROBORATED,
        "chair",
        (
            "An audit and the child death reviews point the same way: information comes, "
            "and often too late for the person who meets the child."
        ),
    ),
    (
        "Voice of the child",
        Verdict.CONFLICTING,
        "board.manager",
        (
            "Young people are asked, and are not told what became of it. Both are true, and "
            "the second is what we must change."
        ),
    ),
    (
        "Neglect",
        Verdict.SINGLE,
        "board.manager",
        (
            "One audit so far. Its ten families were read by five organisations, so it "
            "weighs more than its number; the register of earlier findings is still to come."
        ),
    ),
    (
        "Response to injuries",
        Verdict.SINGLE,
        "board.manager",
        "One audit. Clear enough to act on at once.",
    ),
    (
        "Transient families",
        Verdict.SINGLE,
        "board.manager",
        "The dataset alone says so, and with large numbers.",
    ),
)


def theme(story: Story) -> None:
    with happening(story.day(-175)):
        for name, (lexicon, _) in THEMES.items():
            story.themes[name] = workflow.add_theme(
                story.kingston, by=story.manager, name=name, lexicon=lexicon
            )
    with happening(story.day(-116)):
        workflow.join_findings(
            story.kingston,
            by=story.manager,
            pairs=[
                (story.findings[finding], story.themes[name])
                for name, (_, findings) in THEMES.items()
                for finding in findings
            ],
        )
    with happening(story.day(-113)):
        for name, verdict, who, reason in VERDICTS:
            workflow.decide(
                story.themes[name],
                by=story.people[who],
                verdict=verdict,
                reason=reason,
                on=story.day(-113),
            )
