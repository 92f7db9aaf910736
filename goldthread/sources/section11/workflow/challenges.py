"""A challenge event: pairing, questions, what was answered, commitments and minutes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.govuk.rules import day, several
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import Steps, typed
from goldthread.sources.section11 import queries, rules
from goldthread.sources.section11.models import (
    Challenge,
    ChallengeEvent,
    Commitment,
    Cycle,
    Evidence,
    Minutes,
    Question,
    SelfAssessment,
)
from goldthread.sources.section11.models.challenge import GOING_ON
from goldthread.sources.section11.workflow import letters

State = ChallengeEvent.State
cycle_steps = Steps("section11.cycle")
event_steps = Steps("section11.challengeevent")
steps = Steps("section11.challenge")
question_steps = Steps("section11.question")


@cycle_steps.step("Plan a challenge event", Cycle.State.CLOSED, Cycle.State.MODERATION)
def plan_challenge(
    cycle: Cycle,
    *,
    by: User,
    held_on: date,
    where: str,
    purpose: str,
    panel: str = "",
) -> ChallengeEvent:
    """A day on which a panel of peers puts questions on what was submitted."""
    _check_day(cycle, held_on)
    event = ChallengeEvent(
        cycle=cycle,
        held_on=held_on,
        where=typed(where, where="Say where it is."),
        purpose=typed(purpose, purpose="Say what it is to find out."),
        panel=panel.strip(),
    )
    event.full_clean(exclude=["cycle"])
    event.save()
    return event


def _check_day(cycle: Cycle, held_on: date) -> None:
    if held_on <= cycle.closes_on:
        raise ValidationError(
            {
                "held_on": "It must be later than the day on which the cycle closes, "
                f"{day(cycle.closes_on)}."
            }
        )


# --- Pairing ------------------------------------------------------------------------------


@event_steps.step("Pair two organisations", State.PLANNED)
def pair(
    event: ChallengeEvent,
    *,
    by: User,
    assessment: SelfAssessment,
    challenged_by: Organisation,
) -> None:
    """One organisation challenges the return of another."""
    if not queries.to_pair(event).filter(pk=assessment.pk).exists():
        raise ValidationError(
            {
                "assessment": "Choose a return of this cycle that was submitted to your "
                "board and is not paired yet."
            }
        )
    if assessment.contribution.organisation_id == challenged_by.pk:
        raise ValidationError(
            {
                "challenged_by": "No organisation challenges itself. Choose another one; "
                "nothing was saved."
            }
        )
    if not queries.taking_part(event.cycle).filter(pk=challenged_by.pk).exists():
        raise ValidationError(
            {
                "challenged_by": f"{challenged_by} takes no part in this cycle. Choose an "
                "organisation that it asks; nothing was saved."
            }
        )
    _pair(event, assessment, challenged_by.pk, by=by)


@event_steps.step("Pair all that are left", State.PLANNED)
def pair_all(event: ChallengeEvent, *, by: User) -> None:
    """Each return with one organisation, of another type as far as there are enough."""
    came = list(queries.to_look_at(event))
    taken = set(event.challenges.values_list("assessment", flat=True))
    if not [each for each in came if each.pk not in taken]:
        raise ValidationError("Every return that was submitted is paired already.")
    kinds = {each.contribution.organisation_id: each.kind for each in came}
    if len(kinds) == 1:
        raise ValidationError(
            "Only one organisation has submitted, and none challenges itself. Pair it "
            "with another organisation that the cycle asks."
        )
    ring = rules.ring(kinds)
    for each in came:
        if each.pk not in taken:
            _pair(event, each, ring[each.contribution.organisation_id], by=by)


def _pair(
    event: ChallengeEvent, assessment: SelfAssessment, challenger: int, *, by: User
) -> None:
    challenge = Challenge.objects.create(
        event=event,
        assessment=assessment,
        challenged_id=assessment.contribution.organisation_id,
        challenged_by_id=challenger,
    )
    ledger.write(challenge, by=by, verb="pair", words="Paired")
    letters.paired(challenge)


@event_steps.step("Undo a pairing", State.PLANNED)
def unpair(event: ChallengeEvent, *, by: User, challenge: Challenge) -> None:
    """This return is not looked at by them after all; nothing was asked yet."""
    if challenge.questions.exists():
        raise ValidationError(
            {
                "challenge": "Questions were put on it already, so the pairing stays. "
                "Nothing was changed."
            }
        )
    letters.unpaired(challenge)
    event.challenges.filter(pk=challenge.pk).delete()


# --- The day itself -----------------------------------------------------------------------


@event_steps.step("Move it", State.PLANNED)
def move_event(event: ChallengeEvent, *, by: User, held_on: date, where: str) -> None:
    """Another day or another place; whoever is paired hears of another day."""
    _check_day(event.cycle, held_on)
    moved = held_on != event.held_on
    event.held_on, event.where = held_on, typed(where, where="Say where it is.")
    for challenge in event.challenges.all() if moved else ():
        challenge.event = event
        letters.moved(challenge)


@event_steps.step("Say that it was held", State.PLANNED, to=State.HELD)
def hold(event: ChallengeEvent, *, by: User, on: date) -> None:
    """Everybody has met; what was answered and the minutes are written down."""
    if on < event.held_on:
        raise ValidationError(
            f"It is planned for {day(event.held_on)}. Say so once it was held; nothing "
            "was changed."
        )
    if not event.challenges.exists():
        raise ValidationError(
            "Nobody is paired yet. Pair organisations first; nothing was changed."
        )


@event_steps.step("Write the minutes", State.HELD)
def write_minutes(event: ChallengeEvent, *, by: User, text: str) -> None:
    """What was said, for the board. Organisations read what concerns them elsewhere."""
    text = typed(text, text="Write what was said.")
    Minutes.objects.update_or_create(
        event=event, defaults={"text": text, "written_by": by}
    )


@event_steps.step("Agree the minutes and close", State.HELD, to=State.CLOSED)
def close_event(event: ChallengeEvent, *, by: User) -> None:
    """All that was asked is answered, and the minutes stand."""
    if open_ones := Question.objects.filter(challenge__event=event, answer="").count():
        raise ValidationError(
            f"{several(open_ones, 'question')} without an answer. Write what was "
            "answered first; nothing was changed."
        )
    silent = event.challenges.filter(questions=None, because="")
    if silent:
        names = ", ".join(str(each.challenged) for each in silent)
        raise ValidationError(
            f"Nothing was asked of {names}. Put a question, or say why there was none; "
            "nothing was changed."
        )
    if not Minutes.objects.filter(event=event).exists():
        raise ValidationError(
            "There are no minutes yet. Write them first; nothing was changed."
        )


# --- One return ---------------------------------------------------------------------------


@steps.step("Put a question")
def put_question(challenge: Challenge, *, by: User, text: str, key: str = "") -> None:
    """Something that the panel asks about the return. The organisation reads it."""
    _check_going_on(challenge)
    if key and key not in set(challenge.assessment.asks):
        raise ValidationError({"key": "Choose a question of their form, or none."})
    text = typed(text, text="Write what is asked. Nothing was saved.")
    Question.objects.create(challenge=challenge, key=key, text=text, put_by=by)


@steps.step("Say that nothing was asked")
def pass_over(challenge: Challenge, *, by: User, reason: str) -> None:
    """No question was put on this return, and why."""
    _check_going_on(challenge)
    if challenge.questions.exists():
        raise ValidationError("Questions were put on it. Nothing was changed.")
    challenge.because = typed(reason, reason="Say why nothing was asked.")


@question_steps.step("Write down an answer")
def answer_challenge(
    question: Question,
    *,
    by: User,
    answer: str,
    looked_at: Iterable[Evidence] = (),
    showed: str = "",
) -> None:
    """What the organisation answered, and what evidence was looked at again."""
    _check_going_on(question.challenge)
    question.answer = typed(answer, answer="Write what was answered.")
    question.showed = showed.strip()
    shown = queries.shown_with(question.challenge.assessment_id)
    question.looked_at.set(shown.filter(pk__in=[each.pk for each in looked_at]))


@steps.step("Add a commitment")
def add_commitment(
    challenge: Challenge, *, by: User, what: str, owner: str, due_on: date
) -> None:
    """What the organisation said it will do: who, and by when."""
    _check_going_on(challenge)
    if due_on <= challenge.event.held_on:
        raise ValidationError(
            {
                "due_on": "It must be later than the day of the event, "
                f"{day(challenge.event.held_on)}."
            }
        )
    made = Commitment(
        challenge=challenge,
        what=typed(what, what="Say what is done."),
        owner=typed(owner, owner="Say who does it."),
        due_on=due_on,
    )
    made.full_clean()
    made.save()


@steps.step("Remove a commitment")
def remove_commitment(
    challenge: Challenge, *, by: User, commitment: Commitment
) -> None:
    """It was written down by mistake."""
    _check_going_on(challenge)
    challenge.commitments.filter(pk=commitment.pk).delete()


@steps.step("Agree to share the pack", whose="self.challenged")
def agree_to_share(challenge: Challenge, *, by: User) -> None:
    """The leads of the organisation that challenges it read it until the event closes."""
    challenge.shared = True


@steps.step("Share the pack no longer", whose="self.challenged")
def stop_sharing(challenge: Challenge, *, by: User) -> None:
    """It is closed to them from now on."""
    challenge.shared = False


def _check_going_on(challenge: Challenge) -> None:
    """The event may have been closed since her page was drawn."""
    event = ChallengeEvent.objects.select_for_update().get(pk=challenge.event_id)
    if event.state not in GOING_ON:
        raise ValidationError("The event is closed. Nothing was saved.")
