"""The steps of an activity, each taken in Kingston on its own day."""

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.activities import workflow
from goldthread.loop.activities.models import Activity


def add(story: Story, on: int, **said: object) -> Activity:
    with happening(story.day(on)):
        activity: Activity = workflow.add_activity(
            story.kingston, by=story.manager, starts_on=story.day(on), **said
        )
    return activity


def begin(story: Story, activity: Activity, on: int) -> None:
    with happening(story.day(on)):
        workflow.begin(activity, by=story.manager)


def ask(
    story: Story,
    activity: Activity,
    *whom: str,
    what: str,
    why: str,
    on: int,
    due: int,
) -> None:
    with happening(story.day(on)):
        workflow.ask_for(
            activity,
            by=story.manager,
            organisations=story.asked(*whom),
            what=what,
            why=why,
            on=story.day(on),
            due_on=story.day(due),
        )


def receive(
    story: Story, activity: Activity, whom: str, *, by: str, on: int, reply: str
) -> None:
    asked = activity.contributions.get(organisation=story.bodies[whom])
    with happening(story.day(on)):
        workflow.receive(asked, by=story.people[by], reply=reply, on=story.day(on))


def feed_back(
    story: Story, activity: Activity, whom: str, *, on: int, feedback: str
) -> None:
    brought = activity.contributions.get(organisation=story.bodies[whom])
    with happening(story.day(on)):
        workflow.give_feedback(
            brought, by=story.manager, feedback=feedback, on=story.day(on)
        )


def report(
    story: Story, activity: Activity, *, on: int, outcome: str, note: str
) -> None:
    with happening(story.day(on)):
        workflow.report(
            activity,
            by=story.manager,
            outcome=outcome,
            note=note,
            on=story.day(on),
        )
