"""Chapter 3, second half: what is still going on, and who is late."""

from datetime import date

from goldthread.base.access.confined import case_of
from goldthread.base.cases import workflow as cases
from goldthread.base.cases.models import CaseFile
from goldthread.base.people.models import User
from goldthread.demo.calendar import happening
from goldthread.demo.steps import add, ask, begin, receive
from goldthread.demo.story import Story
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.rules import Way


def section_11(story: Story) -> Activity:
    audit = add(
        story,
        -60,
        title="Section 11 audit of the year",
        way=Way.SECTION_11,
        line=story.line("section_11_and_multi_agency_audit"),
        purpose="Whether each organisation does what section 11 of the Children Act 2004 "
        "asks of it.",
        lead_group=story.groups["audit"],
    )
    ask(
        story,
        audit,
        "police",
        "health",
        "housing",
        "education",
        "charity",
        "hospital",
        what="Your section 11 self-assessment",
        why="Section 11 of the Children Act 2004 asks this of your organisation.",
        on=-56,
        due=-9,
    )
    begin(story, audit, -55)
    receive(
        story,
        audit,
        "police",
        by="police",
        on=-14,
        reply="All eight standards answered, each with its evidence. Two are not met yet.",
    )
    receive(
        story,
        audit,
        "charity",
        by="charity",
        on=-6,
        reply="Seven of the eight standards apply to us. Signed by our trustees.",
    )
    with happening(story.day(-12)):
        workflow.extend(
            audit.contributions.get(organisation=story.bodies["education"]),
            by=story.manager,
            due_on=story.day(18),
            reason="Schools answer after half-term.",
        )
    return audit


def observation(story: Story) -> Activity:
    together = add(
        story,
        -30,
        title="Strategy meetings, observed by both boards",
        way=Way.OBSERVATION,
        line=story.line("observation"),
        purpose="How everybody in the room is heard, and how decisions are made.",
        lead_group=story.groups["learning"],
        lead=story.people["learning"],
    )
    with happening(story.day(-29)):
        workflow.share_with(together, by=story.manager, board=story.richmond)
    ask(
        story,
        together,
        "social care",
        "police",
        what="Dates of six meetings that may be observed",
        why="Observers come only where everybody agrees.",
        on=-28,
        due=5,
    )
    begin(story, together, -27)
    return together


def review(story: Story) -> Activity:
    """Restricted: only the people it names know that it exists."""
    review = add(
        story,
        -45,
        title="Family R",
        way=Way.CASE_REVIEW,
        line=story.line("case_reviews"),
        purpose="What helped and what stood in the way, seen as people saw it then.",
        lead_group=story.groups["case review"],
        restricted=True,
        named=_named(story),
    )
    ask(
        story,
        review,
        "social care",
        what="A chronology of your work",
        why="The review brings together what each organisation knew, and when.",
        on=-44,
        due=12,
    )
    begin(story, review, -43)
    with happening(story.day(-40)):
        workflow.assign(
            review.contributions.get(),
            by=story.people["social.care"],
            person=story.people["contributor"],
            on=story.day(-40),
        )
    _kept(story, review)
    return review


def _kept(story: Story, review: Activity) -> None:
    """The chair has yet to say whether she has a conflict; one opening waits for her."""
    file: CaseFile = case_of(review)
    with happening(story.day(-44)):
        for who in ("board.manager", "case.review", "social.care", "contributor"):
            cases.declare_none(file, by=story.people[who])
        cases.exclude(
            file,
            by=story.manager,
            person=story.people["police"],
            reason="He was the first officer at the house.",
        )
    with happening(story.day(-6)):
        cases.open_in_emergency(
            story.kingston,
            by=story.people["coordinator"],
            reference=file.reference,
            reason="The hospital asked at night whether a brother is known to us.",
        )


def _named(story: Story) -> list[User]:
    return [
        story.people[who]
        for who in ("case.review", "social.care", "contributor", "chair")
    ]


def training(story: Story) -> Activity:
    year = story.years["kingston"]
    planned = year.intentions.get(line__key="training")
    ends_on: date = story.day(90)
    with happening(story.day(-20)):
        activity: Activity = workflow.start_activity(
            planned,
            by=story.manager,
            title="Did the neglect training change practice?",
            lead_group=story.groups["learning"],
            ends_on=ends_on,
        )
    return activity
