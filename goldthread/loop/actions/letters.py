"""The letters about actions: what to do first, by when, and why you got it.

They name the action by its reference, never by its title.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.base.people.rules import Role
from goldthread.base.post.workflow import write_to
from goldthread.loop.actions import queries, rules
from goldthread.loop.actions.models import Action
from goldthread.loop.activities.queries import people_for
from goldthread.loop.activities.rules import by_when

OWNER = "your organisation owns this action"
BOARD = "you hold a role on this board"


def _write(
    people: Iterable[User],
    action: Action,
    *,
    subject: str,
    body: str,
    why: str,
    key: str,
) -> int:
    """Write to each once; how many were written to."""
    whom = list({person.pk: person for person in people}.values())
    for person in whom:
        write_to(
            person,
            subject=subject,
            body=body,
            link=action.get_absolute_url(),
            why=why,
            key=f"actions.{key}:{action.pk}:{person.pk}",
        )
    return len(whom)


def given(action: Action, *, on: date) -> int:
    """Somebody now has it: the person, or the leads who are to choose one."""
    when = by_when(action.due_on, on=on)
    todo = "Read what is to be done, and begin."
    if not action.person_id:
        todo = "Choose who will do it. Until you do, it is yours."
    return _write(
        queries.owners(action),
        action,
        subject=f"{action.reference}: an action for {action.organisation}, {when}",
        body=f"{todo}\n\n{action.board} asks {action.organisation} to carry out "
        f"{action.reference} by {day(action.due_on)}.",
        why=OWNER,
        key=f"given:{timezone.now().isoformat()}",  # it may be hers a second time
    )


def reminded(action: Action, offset: int, *, on: date) -> int:
    """Before its day, and after it."""
    when = by_when(action.due_on, on=on)
    return _write(
        queries.owners(action),
        action,
        subject=f"{action.reference}: {when}",
        body=f"Send the evidence that {action.reference} is done.\n\n"
        f"It is due on {day(action.due_on)} ({when}), to {action.board}. If it cannot be "
        "done by then, ask the board team for more time and say why.",
        why=OWNER,
        key=f"remind:{action.due_on}:{offset}",
    )


def submitted(action: Action, *, on: date) -> int:
    """Evidence waits for somebody of another organisation."""
    return _write(
        queries.people_at(action.board_id, Role.BOARD_TEAM),
        action,
        subject=f"{action.reference}: evidence to verify",
        body=f"Verify the evidence for {action.reference}, or send it back.\n\n"
        f"{action.organisation} sent it on {day(on)}. Whoever verifies it must be of "
        "another organisation.",
        why=BOARD,
        key=f"submitted:{action.evidence.count()}",
    )


def entered(action: Action) -> int:
    """The organisation reads what the board team wrote down on its behalf."""
    return _write(
        queries.owners(action),
        action,
        subject=f"{action.reference}: evidence entered for {action.organisation}",
        body=f"Read what the board team of {action.board} wrote down on behalf of "
        f"{action.organisation}, and tell it if that is not what was said.",
        why=OWNER,
        key=f"entered:{action.evidence.count()}",
    )


def answered(action: Action, *, on: date) -> int:
    """What became of the evidence."""
    done = action.verified_on is not None
    todo = "There is nothing more to do." if done else "Read what is missing."
    word = "verified complete" if done else "sent back"
    return _write(
        queries.owners(action),
        action,
        subject=f"{action.reference}: {word}",
        body=f"{todo}\n\n{action.board} looked at the evidence for {action.reference} "
        f"on {day(on)}: {word}.",
        why=OWNER,
        key=f"answered:{action.evidence.count()}:{word}",
    )


def escalated(action: Action) -> int:
    """The organisation's leads, the board team and the chair all hear the same."""
    leads = people_for(action.organisation_id, Role.AGENCY_LEAD)
    board = queries.people_at(action.board_id, Role.BOARD_TEAM, Role.CHAIR)
    named = " It will be named in the board’s next paper."
    return _write(
        [*queries.owners(action), *leads, *board],
        action,
        subject=f"{action.reference}: escalated to the chair of {action.board}",
        body=f"Agree what will be done about {action.reference}, and by when.\n\n"
        f"{action.organisation} owns it. {action.escalated_because}"
        f"{named if action.escalation == rules.IN_PAPER else ''}",
        why="you own this action, lead the organisation that does, or hold a role on "
        "the board to which it is owed",
        key=f"escalated:{action.due_on}:{action.escalation}",
    )
