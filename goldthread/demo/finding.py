"""Chapter 4: what was learned, in words that somebody who was not there can use."""

from collections.abc import Mapping
from typing import NamedTuple

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.activities.models import Activity
from goldthread.loop.findings import workflow
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import as_written

STRENGTH, CONCERN = Finding.Kind.STRENGTH, Finding.Kind.CONCERN
DRAFTED, AGREED, RELEASED, SHARED = range(4)  # how far a finding has come


class Learned(NamedTuple):
    """One finding, and how far it has come."""

    activity: str
    kind: str
    text: str
    meaning: str
    about: tuple[str, ...]
    method: str
    number: int | None
    on: int
    far: int
    help_stage: str = ""
    characteristics: tuple[str, ...] = ()


FINDINGS: dict[str, Learned] = {
    "home conditions": Learned(
        "audit",
        CONCERN,
        "What the home was like was written down in four of ten records.",
        "A child’s day cannot be seen from a record that does not say where she sleeps.",
        ("social care", "health visiting", "housing"),
        "Ten families, each read by five organisations",
        10,
        -184,
        RELEASED,
        "child_in_need",
    ),
    "drift": Learned(
        "audit",
        CONCERN,
        "Plans for neglected children were changed late in five of ten families.",
        "Children waited while adults agreed among themselves.",
        ("social care", "education"),
        "Ten families, each read by five organisations",
        10,
        -184,
        RELEASED,
        "child_protection",
        ("age",),
    ),
    "police shared": Learned(
        "audit",
        STRENGTH,
        "The police told the other organisations of an incident on the same day in nine "
        "of ten families.",
        "Somebody who knew the child could call the next morning.",
        ("police",),
        "Ten families, each read by five organisations",
        10,
        -184,
        RELEASED,
    ),
    "letters lost": Learned(
        "audit",
        CONCERN,
        "Letters from the hospital reached the school nurse in three of ten families.",
        "The adult whom the child met every day did not know of the injury.",
        ("hospital", "education"),
        "Ten families, each read by five organisations",
        10,
        -184,
        AGREED,
    ),
    "asked": Learned(
        "views",
        STRENGTH,
        "31 of 38 young people said that they were asked what they wanted.",
        "Help fits better when its first question is theirs.",
        ("early help", "charity"),
        "Conversations with 38 young people",
        38,
        -138,
        RELEASED,
        "early_help",
        ("age",),
    ),
    "not told": Learned(
        "views",
        CONCERN,
        "9 of 38 young people heard what became of what they had said.",
        "Being asked and never answered teaches a child that it was not worth saying.",
        ("early help", "social care"),
        "Conversations with 38 young people",
        38,
        -138,
        RELEASED,
        "early_help",
        ("age", "disability"),
    ),
    "safe sleep": Learned(
        "deaths",
        CONCERN,
        "Advice on safe sleeping was recorded in half of the reviews.",
        "Families who move between services may never hear it.",
        ("health", "health visiting"),
        "Reviews of a year, read together",
        12,
        -135,
        AGREED,
    ),
    "late information": Learned(
        "deaths",
        CONCERN,
        "Information from other organisations came after the first meeting in seven of "
        "twelve reviews.",
        "Brothers and sisters were supported later than they could have been.",
        ("health", "police", "social care"),
        "Reviews of a year, read together",
        12,
        -135,
        RELEASED,
    ),
    "moves": Learned(
        "dataset",
        CONCERN,
        "Families who moved twice in a year were three times as likely to be referred "
        "again.",
        "A child who moves must not have to begin again with every service.",
        ("housing", "social care"),
        "Dataset, 1,204 referrals",
        1204,
        -120,
        RELEASED,
        "all",
        ("race",),
    ),
    "visits": Learned(
        "dataset",
        STRENGTH,
        "92% of first visits were made within ten working days (276 of 300).",
        "Children are seen while what happened is still fresh.",
        ("social care",),
        "Dataset, 300 first visits",
        300,
        -120,
        AGREED,
    ),
    "first visit": Learned(
        "good practice",
        STRENGTH,
        "Health visitors ask who everybody in the home is, and write it down, on every "
        "first visit.",
        "Nobody who matters to the child stays unseen.",
        ("health visiting",),
        "Twenty records and two observed visits",
        22,
        -130,
        SHARED,
        "early_help",
        ("pregnancy_and_maternity",),
    ),
    "injuries": Learned(
        "audit",
        CONCERN,
        "An injury was discussed with a doctor on the same day in six of ten families.",
        "A child may be sent home before anybody has understood what happened.",
        ("health", "social care", "hospital"),
        "Ten families, each read by five organisations",
        10,
        -184,
        RELEASED,
    ),
    "observers": Learned(
        "observation",
        STRENGTH,
        "In the first two meetings, everybody present was asked for her view.",
        "What the person closest to the child knows is heard.",
        ("social care", "police"),
        "Two meetings observed",
        2,
        -8,
        DRAFTED,
    ),
    "restricted": Learned(
        "review",
        CONCERN,
        "Three services each held a part of the history, and none held it all.",
        "The risk to the child could not be seen whole.",
        ("social care",),
        "Chronology, first reading",
        None,
        -10,
        DRAFTED,
    ),
}


def find(story: Story, activities: Mapping[str, Activity]) -> None:
    """Draft each finding on its day; agree, release and share as far as it has come."""
    for key, learned in sorted(FINDINGS.items(), key=lambda pair: pair[1].on):
        with happening(story.day(learned.on)):
            finding = _draft(story, learned, activities[learned.activity])
        story.findings[key] = finding
        for far, step, later in (
            (AGREED, workflow.agree, 7),
            (RELEASED, workflow.release, 14),
            (SHARED, workflow.share, 21),
        ):
            if learned.far >= far:
                with happening(story.day(learned.on + later)):
                    step(finding, by=story.manager)


def _draft(story: Story, learned: Learned, activity: Activity) -> Finding:
    finding: Finding = workflow.add_finding(
        activity,
        by=story.manager,
        about=story.asked(*learned.about),
        when=as_written(f"{story.day(learned.on):%d/%m/%Y}"),
        kind=learned.kind,
        text=learned.text,
        meaning=learned.meaning,
        method=learned.method,
        number=learned.number,
        help_stage=learned.help_stage,
        characteristics=list(learned.characteristics),
    )
    return finding
