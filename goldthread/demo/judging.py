"""Chapter 7: whether it changed anything, and what goes into next year's plan."""

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.impact import workflow
from goldthread.loop.impact.models import Check

Judgement = Check.Judgement


def judge(story: Story) -> None:
    _made(story)
    _planned(story)
    _closed_and_carried(story)


def _made(story: Story) -> None:
    with happening(story.day(-30)):
        workflow.record_check(
            story.actions["verified"],
            by=story.people["learning"],
            method="Calls of a month held against referrals, and six doctors asked",
            evidence="Every injury of a baby was discussed on the same day: 23 of 23. The "
            "doctors say that calls come earlier, and that they are asked better "
            "questions.",
            judgement=Judgement.EMBEDDED,
            on=story.day(-30),
        )
    with happening(story.day(-26)):
        workflow.record_check(
            story.actions["partly"],
            by=story.people["case.review"],
            method="Ten plans read, and four families asked",
            evidence="Seven of ten plans changed after their review. Two of four families "
            "had noticed a difference.",
            judgement=Judgement.PARTLY,
            on=story.day(-26),
            again_on=story.day(60),
        )
    with happening(story.day(-18)):
        workflow.record_check_of_theme(
            story.themes["Transient families"],
            by=story.people["audit"],
            method="The dataset of the last quarter",
            evidence="Families who move often are still referred again about three times "
            "as often.",
            judgement=Judgement.NOT_YET,
            on=story.day(-18),
            again_on=story.day(100),
        )


def _planned(story: Story) -> None:
    with happening(story.day(-40)):
        workflow.plan_check_of_theme(
            story.themes["Information sharing"],
            by=story.manager,
            checker=story.people["quality"],
            due_on=story.day(-4),
            method="Ten schools asked when they last heard of an incident, and how soon",
            on=story.day(-40),
        )
        workflow.plan_check_of_theme(
            story.themes["Voice of the child"],
            by=story.manager,
            checker=story.people["board.member"],
            due_on=story.day(75),
            method="A conversation with the young people who answered the survey",
            on=story.day(-40),
        )


def _closed_and_carried(story: Story) -> None:
    with happening(story.day(-20)):
        workflow.close(
            story.themes["Response to injuries"],
            by=story.people["chair"],
            difference="Injured babies are seen by somebody who understands injuries, on "
            "the day they are hurt.",
            on=story.day(-20),
        )
    with happening(story.day(-16)):
        workflow.carry_forward(
            story.themes["Transient families"],
            by=story.manager,
            into=story.years["kingston next"],
            reason="Two actions are done late or not yet, and the numbers have not moved.",
            on=story.day(-16),
        )
