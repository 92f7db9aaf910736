"""Letters of section 11. Subjects say what to do and by when, and nothing of the answers."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.base.govuk.rules import day
from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import Role
from goldthread.base.post import workflow as post
from goldthread.loop.activities.queries import people_for
from goldthread.loop.activities.rules import by_when
from goldthread.sources.section11 import queries, rules
from goldthread.sources.section11.models import Challenge, Cycle, SelfAssessment


def invited(cycle: Cycle, keys: Sequence[int], *, on: date) -> None:
    """To the leads of everybody who is asked; the letters wait in the outbox."""
    post.write_each(
        (
            post.Told(
                to=lead,
                record=asked,
                link=asked.get_absolute_url(),
                key=f"section11-asked-{asked.pk}-{lead.pk}",
                why=f"you answer for {organisation}",
            )
            for asked, organisation, lead in queries.leads_of(keys)
        ),
        subject=f"Section 11: answer for your organisation, {by_when(cycle.closes_on, on=on)}",
        body=f"{cycle.activity.board} asks how your organisation keeps children safe. "
        f"It may require this under the {rules.power(on)}. It is due by "
        f"{day(cycle.closes_on)}. Confirm who leads it:",
    )


def to_chiefs(
    cycle: Cycle, found: Iterable[tuple[SelfAssessment, str, int]], *, on: date
) -> int:
    """To the chief officers of those who are late: that it is, and who can send it."""
    told: dict[tuple[date, int], list[post.Told]] = {}
    for late, address, after in found:
        due_on, organisation = late.contribution.due_on, late.contribution.organisation
        letter = post.Told(
            to=address,
            record=late,
            link=late.get_absolute_url(),
            key=rules.chief_key(late.pk, due_on, after),
            why=f"you are named as chief officer of {organisation}",
        )
        told.setdefault((due_on, after), []).append(letter)
    return sum(
        post.write_each(
            letters,
            subject=f"Section 11: your organisation’s return is {by_when(due_on, on=on)}",
            body=f"{cycle.activity.board} asked how your organisation keeps children "
            f"safe, by {day(due_on)}, and has no answer yet. It may require this under "
            f"the {rules.power(on)}. Please see that your safeguarding lead sends it, or "
            "asks the board team for longer. Whoever leads it signs in here:",
        )
        for (due_on, _), letters in told.items()
    )


def to_sign(assessment: SelfAssessment) -> None:
    people = [assessment.senior] if assessment.senior else []
    if assessment.of_school:
        people = list(_leads(assessment).exclude(pk__in=assessment.drafted_by.all()))
    _tell(
        assessment,
        *(person for person in people if person),
        subject=f"sign a return, {_due(assessment)}",
        body="Your colleagues have finished what the board asked. Read it and sign it, "
        "or have it put right:",
        why="you were chosen to sign it",
    )


def delegated(assessment: SelfAssessment, person: User) -> None:
    _tell(
        assessment,
        person,
        subject=f"answers to write, {_due(assessment)}",
        body="You were given a part of what the board asks of your organisation:",
        why="it was given to you",
    )


def handed_over(assessment: SelfAssessment) -> None:
    if assessment.lead:
        _tell(
            assessment,
            assessment.lead,
            subject=f"a return is yours now, {_due(assessment)}",
            body="It was handed to you, with all that has been written:",
            why="you lead it",
        )


def extended(assessment: SelfAssessment) -> None:
    until = day(assessment.contribution.due_on)
    _to_leads(assessment, subject=f"you have until {until}", body="Read why:")


def exempted(assessment: SelfAssessment) -> None:
    _to_leads(
        assessment, subject="nothing is asked of you", body="You need not do anything:"
    )


def asked_again(assessment: SelfAssessment) -> None:
    _to_leads(
        assessment,
        subject=f"you are asked after all, {_due(assessment)}",
        body="What was written is still there:",
    )


def board_withdrew(assessment: SelfAssessment, board: Board) -> None:
    _to_leads(
        assessment,
        subject="one board no longer asks for your return",
        body=f"{board} no longer asks for it. Other boards still do. Read why:",
    )


def question(assessment: SelfAssessment) -> None:
    _to_leads(
        assessment,
        subject="the board asks about your return",
        body="Read what is asked. You can put your return right, and answer:",
    )


def judged(assessment: SelfAssessment) -> None:
    _to_leads(
        assessment,
        subject="the board has looked at your return",
        body="Read its grades beside yours, and agree with them or dispute them:",
    )


def fed_back(assessment: SelfAssessment) -> None:
    _to_leads(
        assessment,
        subject="feedback on your return",
        body="Read what the board made of it:",
    )


def paired(challenge: Challenge) -> None:
    """To the leads of both: whom, by whom and when; nothing of what was answered."""
    when, cycle = day(challenge.event.held_on), challenge.event.cycle
    whose, by = challenge.challenged, challenge.challenged_by
    _to_pair(
        challenge,
        challenge,
        subject=f"challenge event on {when}",
        to_challenged=f"{cycle.activity.board} looks at your return on {when}, together "
        f"with {by}. Nobody there reads it unless you agree to share it:",
        to_challenger=f"{cycle.activity.board} asks you to challenge the return of "
        f"{whose} on {when}. You read it if they agree to share it:",
    )


def unpaired(challenge: Challenge) -> None:
    when = day(challenge.event.held_on)
    whose, by = challenge.challenged, challenge.challenged_by
    _to_pair(
        challenge,
        challenge.event.cycle,
        subject=f"another pairing for the challenge event on {when}",
        to_challenged=f"{by} does not challenge your return after all:",
        to_challenger=f"You do not challenge the return of {whose} after all:",
    )


def moved(challenge: Challenge) -> None:
    when = day(challenge.event.held_on)
    body = f"The challenge event is on {when} now. Your pairing stays:"
    _to_pair(
        challenge,
        challenge,
        subject=f"challenge event moved to {when}",
        to_challenged=body,
        to_challenger=body,
    )


def _to_pair(
    challenge: Challenge,
    about: Challenge | Cycle,
    *,
    subject: str,
    to_challenged: str,
    to_challenger: str,
) -> None:
    now = timezone.now()
    for organisation, body in (
        (challenge.challenged, to_challenged),
        (challenge.challenged_by, to_challenger),
    ):
        for lead in people_for(organisation.pk, Role.AGENCY_LEAD):
            post.write_to(
                lead,
                subject=f"Section 11: {subject}",
                body=body,
                link=about.get_absolute_url(),
                why=f"you answer for {organisation}",
                key=f"section11-challenge-{challenge.pk}-{now.isoformat()}-{lead.pk}",
                after=now,
            )


def _due(assessment: SelfAssessment) -> str:
    return by_when(assessment.contribution.due_on, on=timezone.localdate())


def _leads(assessment: SelfAssessment) -> QuerySet[User]:
    return people_for(assessment.contribution.organisation_id, Role.AGENCY_LEAD)


def _to_leads(assessment: SelfAssessment, *, subject: str, body: str) -> None:
    why = f"you answer for {assessment.contribution.organisation}"
    _tell(assessment, *_leads(assessment), subject=subject, body=body, why=why)


def _tell(
    assessment: SelfAssessment, *people: User, subject: str, body: str, why: str
) -> None:
    now = timezone.now()
    for person in people:
        post.write_to(
            person,
            subject=f"Section 11: {subject} ({assessment.reference})",
            body=body,
            link=assessment.get_absolute_url(),
            why=why,
            key=f"section11-{assessment.pk}-{now.isoformat()}-{person.pk}",
            after=now,
        )
