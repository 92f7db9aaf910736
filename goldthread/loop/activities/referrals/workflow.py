"""Referring a case for review, and deciding whether it goes forward."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.access.confined import case_of
from goldthread.base.cases.workflow import give
from goldthread.base.identifying import Suspect, identifying
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.post import workflow as post
from goldthread.base.states import Steps, typed
from goldthread.loop.activities import queries as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals import queries
from goldthread.loop.activities.referrals.models import Referral
from goldthread.loop.activities.rules import Way
from goldthread.loop.activities.workflow.activities import confine

State = Activity.State
organisation_steps = Steps("people.organisation")
steps = Steps("referrals.referral")
# Why is sealed with the referral; an activity's own words are not.
NO_FURTHER = "It does not go forward. Why is said in the referral."


@organisation_steps.step("Refer a case for review")
def refer_case(
    organisation: Organisation,
    *,
    by: User,
    board: Board,
    called: str,
    on: date,
    checked: bool = False,
    **said: str,
) -> Referral:
    """A case causes concern, and working together has not been enough.

    Said: `concern` and `working`. Only the referrer and those who decide see it.
    """
    if not organisation.boards.filter(pk=board.pk).exists():
        raise ValidationError({"board": "Choose a board your organisation works with."})
    if suspects(called, *said.values()) and not checked:
        raise ValidationError(
            "Some words may identify a child or a family. Change them, or confirm that "
            "you have checked each one."
        )
    activity = _activity(
        board, typed(called, called="Say what to call it."), by=by, on=on
    )
    referral = Referral(
        activity=activity,
        organisation=organisation,
        referred_on=on,
        referred_by=by,
        **said,
    )
    referral.full_clean(exclude=["activity"])
    referral.save()
    _name(activity, by)
    ledger.write(activity, by=by, verb="refer_case", words="Begun for a referred case")
    _write_to_deciders(referral)
    return referral


def suspects(*texts: str) -> tuple[Suspect, ...]:
    """The words of a referral to look at before it is sent."""
    return identifying("\n".join(texts))


def _activity(board: Board, called: str, *, by: User, on: date) -> Activity:
    """Restricted from the first moment, and planned until it is decided."""
    line = activities.line_for(board, Way.CASE_REVIEW, on=on)
    activity = Activity(
        board=board,
        way=Way.CASE_REVIEW,
        line=line,
        title=f"Case referred: {called}"[:200],
        expected_outcome=line.expected_outcome if line else "",
        lead_group=queries.group_of(board),
        restricted=True,
    )
    activity.full_clean(exclude=["case_file"], validate_constraints=False)
    confine(activity, by=by)
    return activity


def _name(activity: Activity, referrer: User) -> None:
    deciders = queries.deciders(activity.board, activity.lead_group)
    file = case_of(activity)
    give(file, referrer, purpose="Referred it", by=referrer)
    for person in deciders.exclude(pk=referrer.pk):
        give(file, person, purpose="Decides whether it is reviewed", by=referrer)


def _write_to_deciders(referral: Referral) -> None:
    activity = referral.activity
    for person in queries.deciders(activity.board, activity.lead_group):
        post.write_to(
            person,
            subject=f"Case review: decide whether a case goes forward ({activity.reference})",
            body="A case was referred to your board for review. Read why, and decide:",
            link=referral.get_absolute_url(),
            why="you are among those who decide which cases are reviewed",
            key=f"referral-{referral.pk}-{person.pk}",
        )


@steps.step("Decide whether it goes forward")
def decide(
    referral: Referral, *, by: User, forward: bool, reason: str, on: date
) -> None:
    """The case is reviewed, or it is not; whoever referred it reads why."""
    referral.reason = typed(reason, reason="Say why. Whoever referred it reads this.")
    referral.forward, referral.decided_on, referral.decided_by = forward, on, by
    activity = referral.activity
    activity.state = State.UNDER_WAY if forward else State.CALLED_OFF
    activity.called_off_because = "" if forward else NO_FURTHER
    activity.save()
    ledger.write(activity, by=by, verb="decide", words=referral.standing)
    post.write_to(
        referral.referred_by,
        subject=f"Case review: what was decided on a case ({activity.reference})",
        body="The board has decided on the case that you referred. Read why:",
        link=referral.get_absolute_url(),
        why="you referred it",
        key=f"referral-decided-{referral.pk}-{on}-{forward}",
    )
