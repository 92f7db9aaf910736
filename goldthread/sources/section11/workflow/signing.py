"""Somebody senior, who wrote none of it, stands behind the return; then it is the board's."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11 import queries
from goldthread.sources.section11.models import (
    Addendum,
    SelfAssessment,
    Signature,
    Snapshot,
)
from goldthread.sources.section11.models.returns import LATER
from goldthread.sources.section11.workflow import grading, letters
from goldthread.sources.section11.workflow.local import check_local, release_local
from goldthread.sources.section11.workflow.writing import check_open

State = SelfAssessment.State
Capacity = Signature.Capacity
steps = Steps("section11.selfassessment")


@steps.step(
    "Ask for the signature",
    State.LEAD_CONFIRMED,
    State.IN_PROGRESS,
    to=State.AWAITING_SIGNOFF,
)
def ask_to_sign(
    assessment: SelfAssessment,
    *,
    by: User,
    on: date,
    checked: bool = False,
    nobody_named: bool = False,
) -> None:
    """It is complete, and whoever drafted it has looked again at what is in doubt."""
    check_open(assessment, on=on)
    found = queries.checked(assessment, on=on)
    if found.missing:
        raise ValidationError(
            f"{len(found.missing)} of {found.asked} questions are not finished. Nothing "
            "was lost; they are listed above."
        )
    check_local(assessment)
    if found.doubts and not checked:
        raise ValidationError(
            {"checked": "Look at what is in doubt, and confirm that you have."}
        )
    if suspects := queries.suspects(assessment):
        if not nobody_named:
            words = ", ".join(suspect.words for suspect in suspects[:5])
            raise ValidationError(
                {
                    "nobody_named": "Some words may identify a child or a family: "
                    f"{words}. Change them, or confirm that you have checked each one."
                }
            )
        ledger.write(
            assessment,
            by=by,
            verb="ask_to_sign",
            words="Words that may identify: checked",
        )
    letters.to_sign(assessment)


@steps.step("Take it back", State.AWAITING_SIGNOFF, to=State.IN_PROGRESS)
def take_back(assessment: SelfAssessment, *, by: User) -> None:
    """Something is changed before it is signed. Signatures given so far are void."""
    assessment.signatures.all().delete()


@steps.step("Sign and submit", State.AWAITING_SIGNOFF)
def sign(
    assessment: SelfAssessment,
    *,
    by: User,
    on: date,
    capacity: str = Capacity.SENIOR,
    governors_on: date | None = None,
    boards: Iterable[Board] | None = None,
) -> None:
    """She stands behind it. A school needs two: its head and its safeguarding governor.

    `boards` may read it; all that ask for it, if nothing is said.
    """
    check_open(assessment, on=on)
    needed = capacities(assessment)
    if capacity not in needed:
        raise ValidationError({"capacity": "Choose in which capacity you sign."})
    given = dict(assessment.signatures.values_list("capacity", "person"))
    if capacity in given or by.pk in given.values():
        raise ValidationError(
            {
                "capacity": "That signature is given already. Somebody else gives the other."
            }
        )
    _governors(assessment, governors_on, on=on)
    Signature.objects.create(assessment=assessment, person=by, capacity=capacity)
    if {*given, capacity} == set(needed):
        _submit(assessment, boards, on=on)


def capacities(assessment: SelfAssessment) -> tuple[Signature.Capacity, ...]:
    """In which capacities it is signed, all of them."""
    if assessment.of_school:
        return (Capacity.HEAD, Capacity.GOVERNOR)
    return (Capacity.SENIOR,)


def _governors(
    assessment: SelfAssessment, governors_on: date | None, *, on: date
) -> None:
    if governors_on and governors_on > on:
        raise ValidationError(
            {"governors_on": "It must have gone to the governing body already."}
        )
    assessment.governors_on = governors_on or assessment.governors_on
    if assessment.of_school and assessment.governors_on is None:
        raise ValidationError(
            {"governors_on": "Enter when it went to the governing body."}
        )


def _submit(
    assessment: SelfAssessment, boards: Iterable[Board] | None, *, on: date
) -> None:
    assessment.state, assessment.sent = State.SUBMITTED, True
    assessment.submitted_on = on
    assessment.contribution.receive(on=on)
    assessment.contribution.save()
    asking = assessment.boards.all()
    chosen = None if boards is None else [board.pk for board in boards]
    released = asking if chosen is None else asking.filter(pk__in=chosen)
    if not released:
        raise ValidationError({"boards": "Choose at least one board that may read it."})
    assessment.released_to.set(released)
    release_local(assessment, released)
    Snapshot.objects.create(
        assessment=assessment, submitted_on=on, answers=queries.told(assessment)
    )
    grading.grade(assessment)


@steps.step("Add to it", *LATER)
def add_addendum(assessment: SelfAssessment, *, by: User, words: str) -> None:
    """Something to be known since it was submitted. What was submitted stands."""
    words = typed(words, words="Write what is added.")
    Addendum.objects.create(assessment=assessment, words=words, added_by=by)
