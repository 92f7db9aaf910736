"""Chapter 6: recommendations, and actions in every state that an action can have."""

from collections.abc import Iterable
from typing import NamedTuple

from goldthread.demo.calendar import happening
from goldthread.demo.story import Story
from goldthread.loop.actions import workflow
from goldthread.loop.actions.models import Action, Programme, Recommendation

ISSUED = -47  # the day of the last paper
LATE = ("overdue", "with the chair")
LEADS = {  # which of the people of the demo answers for an organisation
    "social care": "social.care",
    "police": "police",
    "health": "health",
    "housing": "housing",
    "education": "education",
    "hospital": "hospital",
}

RECOMMENDED: dict[str, tuple[str, str]] = {
    "home": (
        "Neglect",
        "Every record of a child says what her home is like, and since when.",
    ),
    "drift": (
        "Neglect",
        "A plan that has not changed a child’s life in three months is looked at again.",
    ),
    "letters": (
        "Information sharing",
        "Whoever meets the child every day hears of an injury on the same day.",
    ),
    "told": (
        "Voice of the child",
        "Children who were asked hear what became of their answer.",
    ),
    "injuries": (
        "Response to injuries",
        "Every injury of a baby is discussed with a children’s doctor on the same day.",
    ),
    "moves": (
        "Transient families",
        "A family that moves keeps the same person until the next one has met the child.",
    ),
}


class Agreed(NamedTuple):
    """One action: who owes it, when it was raised and is due, and what was promised."""

    because: str
    body: str
    title: str
    raised: int
    due: int
    measure: str
    evidence: str
    in_programme: bool = False


ACTIONS: dict[str, Agreed] = {
    "open": Agreed(
        "letters",
        "police",
        "Send the school a notice on the day of an incident",
        -50,
        45,
        "Nine of ten schools say that they heard on the same day.",
        "A call to twenty schools in spring",
    ),
    "in progress": Agreed(
        "told",
        "education",
        "Ask school councils to report back to every class",
        -50,
        20,
        "Two of three pupils can say what changed.",
        "The pupils’ survey",
    ),
    "submitted": Agreed(
        "home",
        "social care",
        "Add a page on home conditions to the assessment",
        -100,
        12,
        "Home conditions are described in 18 of 20 records.",
        "A dip sample of twenty records",
        in_programme=True,
    ),
    "sent back": Agreed(
        "moves",
        "housing",
        "Tell the family’s key worker before a move",
        -100,
        25,
        "No key worker learns of a move after it.",
        "The register of moves, a quarter long",
        in_programme=True,
    ),
    "verified": Agreed(
        "injuries",
        "health",
        "Open a telephone line to a children’s doctor, day and night",
        -110,
        -60,
        "Every injury of a baby is discussed on the same day.",
        "The log of calls, held against referrals",
    ),
    "partly": Agreed(
        "drift",
        "social care",
        "Review every plan for neglect after three months",
        -110,
        -55,
        "No plan is older than three months without a review.",
        "The monthly list of plans",
        in_programme=True,
    ),
    "overdue": Agreed(
        "letters",
        "hospital",
        "Send discharge letters to the school nurse as well",
        -100,
        -11,
        "Nine of ten letters arrive within two days.",
        "The hospital’s own audit of fifty letters",
    ),
    "with the chair": Agreed(
        "moves",
        "housing",
        "Name one officer for families who move often",
        -110,
        -36,
        "Every such family can name her.",
        "A list of the families, and who called them",
        in_programme=True,
    ),
    "in the paper": Agreed(
        "told",
        "education",
        "Publish what changed after each survey, in words for children",
        -112,
        -70,
        "A page for each survey within a month.",
        "The pages themselves",
    ),
    "withdrawn": Agreed(
        "home",
        "health",
        "Print a checklist of home conditions for every clinic",
        -100,
        30,
        "It hangs in every clinic.",
        "Photographs",
    ),
}


def begin(story: Story) -> None:
    """What was recommended, raised and done before the last paper was issued."""
    with happening(story.day(-112)):
        programme = workflow.add_programme(
            story.kingston,
            by=story.manager,
            name="Seen sooner",
            aim="Children who live with neglect are seen, and helped, a year earlier.",
        )
    recommended = _recommend(story)
    for key, agreed in sorted(ACTIONS.items(), key=lambda pair: pair[1].raised):
        story.actions[key] = _raise(story, agreed, recommended, programme)
    for key in ("submitted", "sent back", "verified", "partly", *LATE):
        _begin(story, key, -90)
    _give(
        story, "verified", -66, "The line has been open since the first of the month."
    )
    _give(story, "partly", -62, "Every plan has a review date; the list is attached.")
    _verify(story, "verified", -61, "Log of calls read: 41 of 41 on the same day.")
    _verify(story, "partly", -58, "List read against ten records: all ten are right.")
    _escalate(story, range(-70, ISSUED, 7))


def go_on(story: Story) -> None:
    """What was done since."""
    _begin(story, "in progress", -38)
    _escalate(story, range(-46, -27, 7))
    with happening(story.day(-28)):
        workflow.withdraw(
            story.actions["withdrawn"],
            by=story.manager,
            reason="Clinics already have a better one, which the health visitors made.",
            on=story.day(-28),
        )
    _give(story, "sent back", -20, "We have written to every housing officer.")
    with happening(story.day(-15)):
        workflow.send_back(
            story.actions["sent back"],
            by=story.people["quality"],
            answer="A letter is a beginning. Send the register of moves for a quarter, as "
            "was agreed.",
            on=story.day(-15),
        )
    _escalate(story, range(-14, 1, 7))
    _give(
        story,
        "submitted",
        -3,
        "The page is in the assessment since spring. Twenty records sampled: 18 of 20 "
        "describe the home.",
    )


def _recommend(story: Story) -> dict[str, Recommendation]:
    with happening(story.day(-112)):
        return {
            key: workflow.recommend(
                story.themes[name], by=story.manager, text=text, on=story.day(-112)
            )
            for key, (name, text) in RECOMMENDED.items()
        }


def _raise(
    story: Story,
    agreed: Agreed,
    recommended: dict[str, Recommendation],
    programme: Programme,
) -> Action:
    with happening(story.day(agreed.raised)):
        action: Action = workflow.raise_action(
            recommended[agreed.because],
            by=story.manager,
            organisation=story.bodies[agreed.body],
            person=story.people[LEADS[agreed.body]],
            on=story.day(agreed.raised),
            due_on=story.day(agreed.due),
            title=agreed.title,
            success_measure=agreed.measure,
            evidence_from=agreed.evidence,
            programme=programme if agreed.in_programme else None,
        )
    return action


# --- Doing, verifying, escalating --------------------------------------------------------


def _begin(story: Story, key: str, on: int) -> None:
    action = story.actions[key]
    with happening(story.day(on)):
        workflow.begin(action, by=action.person)


def _give(story: Story, key: str, on: int, text: str) -> None:
    action = story.actions[key]
    with happening(story.day(on)):
        workflow.submit_evidence(action, by=action.person, text=text, on=story.day(on))


def _verify(story: Story, key: str, on: int, answer: str) -> None:
    with happening(story.day(on)):
        workflow.verify(
            story.actions[key],
            by=story.people["quality"],
            answer=answer,
            on=story.day(on),
        )


def _escalate(story: Story, days: Iterable[int]) -> None:
    """The clock does it: first to the chair, then into the paper."""
    for number in days:
        day = story.day(number)
        with happening(day):
            workflow.escalate_overdue(day)
