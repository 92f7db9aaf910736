"""Chapter 9: cases that were referred, what practitioners were told, and the help judged."""

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.actions.briefings import workflow as briefings
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.referrals import workflow as referrals
from goldthread.loop.impact.assessments import workflow as assessments
from goldthread.loop.impact.assessments.models import Assessment

Judgement = Assessment.Judgement


def pass_on(story: Story) -> None:
    _called_off(story)
    _referred(story)
    _told(story)
    _assessed(story)


def _called_off(story: Story) -> None:
    with happening(story.day(-24)):
        planned = activities.add_activity(
            story.kingston,
            by=story.manager,
            title="Conference on contextual safeguarding",
            way="training",
            line=story.line("training"),
            starts_on=story.day(30),
            lead_group=story.groups["learning"],
        )
    with happening(story.day(-12)):
        activities.call_off(
            planned,
            by=story.manager,
            reason="The region holds one in the same month; our people go there.",
        )


def _referred(story: Story) -> None:
    """One waits to be decided; of another it was decided that it is not reviewed."""
    with happening(story.day(-34)):
        declined = referrals.refer_case(
            story.bodies["police"],
            by=story.people["police"],
            board=story.kingston,
            called="An older teenager and three moves",
            concern="Three services learned of each move weeks after it.",
            working="Two professionals’ meetings were held. Nothing changed after them.",
            on=story.day(-34),
        )
    with happening(story.day(-28)):
        referrals.decide(
            declined,
            by=story.people["case.review"],
            forward=False,
            reason="The audit of the spring looked at the same moves. Its findings are "
            "being acted on; the police will tell us if they do not help.",
            on=story.day(-28),
        )
    with happening(story.day(-5)):
        referrals.refer_case(
            story.bodies["hospital"],
            by=story.people["hospital"],
            board=story.kingston,
            called="An infant seen four times",
            concern="Four visits in five weeks, each explained on its own.",
            working="The history was asked for twice and came after discharge.",
            on=story.day(-5),
        )


def _told(story: Story) -> None:
    with happening(story.day(-22)):
        briefing = briefings.write_briefing(
            story.kingston,
            by=story.manager,
            title="Write down where the child sleeps",
            findings=[story.findings["home conditions"], story.findings["drift"]],
            means="briefing",
            text="In six of ten families nobody had written down what the home was like."
            "\n\nNext time you visit, see where each child sleeps, and say so in the "
            "record. If the plan has not changed anything in three months, ask for it "
            "to be looked at again.",
            on=story.day(-22),
        )
    with happening(story.day(-21)):
        briefings.tell(
            briefing,
            by=story.manager,
            organisations=story.asked("social care", "health visiting", "housing"),
            due_on=story.day(9),
            on=story.day(-21),
        )
    with happening(story.day(-15)):
        briefings.pass_on(
            briefing.activity.contributions.get(
                organisation=story.bodies["social care"]
            ),
            by=story.people["social.care"],
            reply="Read out in every team meeting of the week.",
            on=story.day(-15),
            reached=46,
            among=58,
        )


def _assessed(story: Story) -> None:
    with happening(story.day(-11)):
        assessments.assess_help(
            story.years["kingston"],
            by=story.manager,
            stage="child_in_need",
            judgement=Judgement.PARTLY,
            evidence="Plans are made in time. In half of the families that were audited "
            "they changed late.",
            follows="The audit is repeated in the spring.",
            on=story.day(-11),
        )
