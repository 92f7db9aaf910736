"""Chapter 3, first half: what the Kingston board has finished looking at."""

from collections.abc import Sequence

from goldthread.demo.calendar import happening
from goldthread.demo.steps import add, ask, begin, feed_back, receive, report
from goldthread.demo.story import Story
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import Way

REPLIES: Sequence[tuple[str, str, int]] = (
    ("social care", "social.care", -232),
    ("police", "police", -230),
    ("health", "health", -231),
    ("education", "education", -218),
    ("housing", "housing", -207),
)


def audit(story: Story) -> Activity:
    audit = add(
        story,
        -270,
        title="Neglect: how organisations work together",
        way=Way.MULTI_AGENCY_AUDIT,
        line=story.line("section_11_and_multi_agency_audit"),
        purpose="Whether children who live with neglect are seen as soon by every "
        "organisation that knows them.",
        lead_group=story.groups["audit"],
        lead=story.people["audit"],
    )
    ask(
        story,
        audit,
        *(whom for whom, _, _ in REPLIES),
        what="An audit of your records of ten families",
        why="The audit compares how the same ten families were seen.",
        on=-265,
        due=-225,
    )
    begin(story, audit, -264)
    for whom, by, on in REPLIES:
        receive(
            story,
            audit,
            whom,
            by=by,
            on=on,
            reply="Ten records read by two people. The audit tool is filled in for each, "
            "and our managers have agreed the grades.",
        )
    for whom in ("social care", "health"):
        feed_back(
            story,
            audit,
            whom,
            on=-190,
            feedback="Clear and complete. What you saw about home conditions went "
            "straight into the findings.",
        )
    report(
        story,
        audit,
        on=-185,
        outcome=Activity.Outcome.MET,
        note="Five organisations audited the same ten families. Practice had improved in "
        "six, and the group learned where it had not.",
    )
    with happening(story.day(-170)):
        workflow.close(audit, by=story.manager)
    return audit


def views(story: Story) -> Activity:
    survey = add(
        story,
        -220,
        title="What young people say of early help",
        way=Way.VIEWS,
        line=story.line("views"),
        purpose="Whether those who had help were asked what they wanted of it.",
        lead_group=story.groups["board"],
    )
    ask(
        story,
        survey,
        "charity",
        what="Forty conversations with young people",
        why="Young people speak more freely with somebody they know.",
        on=-218,
        due=-160,
    )
    begin(story, survey, -217)
    receive(
        story,
        survey,
        "charity",
        by="charity",
        on=-164,
        reply="We spoke with 38 young people aged 11 to 17. What they said is summed up "
        "in three pages, and none of them can be recognised.",
    )
    feed_back(
        story,
        survey,
        "charity",
        on=-140,
        feedback="Thank the young people from us. The board read every page, and a "
        "group of them will hear in spring what has changed.",
    )
    report(
        story,
        survey,
        on=-138,
        outcome=Activity.Outcome.PARTLY,
        note="They were heard. Whether they were answered is still to be seen.",
    )
    return survey


def deaths(story: Story) -> Activity:
    summary = add(
        story,
        -200,
        title="Child death reviews: summary of the year",
        way=Way.CHILD_DEATH,
        line=story.line("child_deaths"),
        purpose="What could be changed, from all the reviews of a year together.",
        lead_group=story.groups["cdop"],
        lead=story.people["cdop"],
    )
    begin(story, summary, -199)
    report(
        story,
        summary,
        on=-135,
        outcome=Activity.Outcome.MET,
        note="The panel’s summary went to the board with two recommendations.",
    )
    return summary


def dataset(story: Story) -> Activity:
    year = story.years["kingston"]
    planned = year.intentions.filter(line__key="dataset").earliest("due_on")
    with happening(story.day(-160)):
        dataset: Activity = workflow.start_activity(
            planned,
            by=story.manager,
            title="Dataset: the last quarter but one",
            lead_group=story.groups["qasg"],
            starts_on=story.day(-160),
        )
    begin(story, dataset, -159)
    report(
        story,
        dataset,
        on=-120,
        outcome=Activity.Outcome.MET,
        note="The group read 24 measures and asked about three of them.",
    )
    return dataset


def good_practice(story: Story) -> Activity:
    shown = add(
        story,
        -155,
        title="What works: first visits to new families",
        way=Way.GOOD_PRACTICE,
        line=story.line("good_practice"),
        purpose="What health visitors do that others could do as well.",
        expected_outcome="Others take it up.",
    )
    begin(story, shown, -154)
    report(
        story,
        shown,
        on=-130,
        outcome=Activity.Outcome.MET,
        note="Shared with the workforce, and shown at two training days.",
    )
    return shown
