"""A challenge event as a page shows it: who is paired, what the panel reads, what came."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from goldthread.base.access.table import can, visible
from goldthread.base.people.models import Organisation, User
from goldthread.base.states import STEPS
from goldthread.sources.section11.models import (
    Challenge,
    ChallengeEvent,
    Commitment,
    Cycle,
    Evidence,
    Moderation,
    Question,
    SelfAssessment,
)
from goldthread.sources.section11.queries.reading import in_words
from goldthread.sources.section11.queries.returns import checked

# --- Pairing ------------------------------------------------------------------------------


def to_look_at(event: ChallengeEvent) -> QuerySet[SelfAssessment]:
    """Submitted in its cycle, and released to the board that holds it."""
    return (
        SelfAssessment.objects.filter(
            cycle=event.cycle_id, sent=True, released_to=event.board_id
        )
        .exclude(state=SelfAssessment.State.EXEMPT)
        .select_related("contribution__organisation")
        .order_by("contribution__organisation__name", "pk")
    )


def to_pair(event: ChallengeEvent) -> QuerySet[SelfAssessment]:
    return to_look_at(event).exclude(challenges__event=event)


def taking_part(cycle: Cycle) -> QuerySet[Organisation]:
    """Those that it asks, and has not exempted."""
    asked = cycle.returns.exclude(state=SelfAssessment.State.EXEMPT)
    return Organisation.objects.filter(
        pk__in=asked.values("contribution__organisation")
    ).order_by("name")


# --- An event -----------------------------------------------------------------------------


@dataclass
class Paired:
    """One challenge, with as much of it as she may read."""

    challenge: Challenge
    reads: bool
    questions: list[Question] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How far it is, in a sentence."""
        if not self.reads:
            return "Not shared with you"
        if self.questions:
            answered = sum(bool(each.answer) for each in self.questions)
            return f"{answered} of {len(self.questions)} questions answered"
        return "Nothing was asked" if self.challenge.because else "No question yet"


def paired(event: ChallengeEvent, user: User) -> list[Paired]:
    """Every challenge of it that she sees, in a number of statements that does not grow."""
    seen = Challenge.objects.visible_to(user).filter(event=event.pk)
    read = set(
        SelfAssessment.objects.visible_to(user)
        .filter(challenges__event=event.pk)
        .values_list("pk", flat=True)
    )
    found = {
        each.pk: Paired(each, each.assessment_id in read)
        for each in seen.select_related("challenged", "challenged_by")
    }
    of_event = {"challenge__event": event.pk}
    asked = Question.objects.visible_to(user).filter(**of_event)
    for question in asked.prefetch_related("looked_at"):
        found[question.challenge_id].questions.append(question)
    for each in Commitment.objects.visible_to(user).filter(**of_event):
        found[each.challenge_id].commitments.append(each)
    for one in found.values():
        one.reads = one.reads or bool(one.questions)
    return list(found.values())


HEADINGS = (
    *("Organisation", "Challenged by", "What it is", "Question or commitment"),
    *("Answer", "Evidence looked at again", "What it showed", "Who does it", "By when"),
)


def in_rows(found: list[Paired]) -> Iterator[list[str]]:
    """Questions with their answers, and commitments, one a row, as they leave as a file."""
    for each in found:
        pair = [str(each.challenge.challenged), str(each.challenge.challenged_by)]
        for asked in each.questions:
            looked = "; ".join(str(shown) for shown in asked.looked_at.all())
            told = [asked.text, asked.answer, looked, asked.showed]
            yield [*pair, "Question", *told, "", ""]
        for made in each.commitments:
            who = [made.owner, made.due_on.isoformat()]
            yield [*pair, "Commitment", made.what, "", "", "", *who]


# --- One return ---------------------------------------------------------------------------


def read(challenge: Challenge, user: User) -> tuple[SelfAssessment | None, str]:
    """The return, if she may read it, and by which row: her own, or one that was shared."""
    for action in ("view", "reach"):
        found = SelfAssessment.objects.visible_to(user, action).select_related(
            "contribution__organisation", "cycle__question_set", "cycle__activity"
        )
        if assessment := found.filter(pk=challenge.assessment_id).first():
            return assessment, action
    return None, ""


def one_paired(
    challenge: Challenge, user: User, assessment: SelfAssessment | None
) -> Paired:
    """Its questions and commitments, each with the words of the form that it is about."""
    mine = {"challenge": challenge.pk}
    asked = Question.objects.visible_to(user).filter(**mine)
    questions = list(asked.prefetch_related("looked_at"))
    hers = set(visible(asked, user, "answer_challenge").values_list("pk", flat=True))
    for each in questions:
        each.hers = each.pk in hers
        if assessment and each.key in assessment.cycle.asked.criteria:
            criterion = assessment.cycle.asked.criteria[each.key]
            each.about = criterion.words(assessment.form)
            each.graded = criterion.scored
    made = list(Commitment.objects.visible_to(user).filter(**mine))
    return Paired(challenge, assessment is not None, questions, made)


def may_take(step: str, assessment: SelfAssessment, user: User) -> bool:
    """Whether a step of the return is open to her as it stands."""
    known = STEPS["section11.selfassessment"][step]
    return known.fits(assessment) and can(user, step, assessment)


def suggested(assessment: SelfAssessment, *, on: date) -> list[tuple[str, str]]:
    """What a panel may ask of what is in doubt: the words of the form, and the question."""
    criteria = assessment.cycle.asked.criteria
    return [
        (criteria[d.key].words(assessment.form) if d.key else "", d.puts)
        for d in checked(assessment, on=on).doubts
    ]


def shown_with(assessment: int) -> QuerySet[Evidence]:
    """What its answers show."""
    return Evidence.objects.filter(answers__assessment=assessment).distinct()


@dataclass(frozen=True)
class Changed:
    """A grade that the board gave on the day of the event or later, and why."""

    asks: str
    own: str
    moderated: str
    because: str


def changed(
    assessment: SelfAssessment, event: ChallengeEvent, user: User
) -> list[Changed]:
    """As far as she may read the board's grades."""
    since = Moderation.objects.visible_to(user).filter(
        assessment=assessment.pk, moderated_at__date__gte=event.held_on
    )
    criteria, asked = assessment.cycle.asked.criteria, assessment.cycle.asked
    said = dict(
        assessment.answers.filter(key__in=since.values("key")).values_list(
            "key", "said"
        )
    )
    return [
        Changed(
            criteria[each.key].words(assessment.form),
            in_words(asked, criteria[each.key], said.get(each.key)) or "Not answered",
            in_words(asked, criteria[each.key], each.said),
            each.because,
        )
        for each in since
    ]
