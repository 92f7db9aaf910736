"""When an action is escalated and to whom, and what a due date may be."""

from datetime import date

ESCALATE_AFTER_DAYS = 28
"""An action more than this many days overdue, and unfinished, goes to the chair.

Four weeks: long enough for the reminders (3 and 10 days after) to have worked, short
enough that the chair hears before the next quarterly meeting. Evidence that waits for
its verifier is unfinished too: the letters then say that it waits with the board.
"""

NAME_AFTER_DAYS = 56
"""More than this many days overdue, it is also named in the board's next paper."""

NOT_ESCALATED, TO_CHAIR, IN_PAPER = 0, 1, 2
ESCALATIONS: list[tuple[int, str]] = [
    (NOT_ESCALATED, "Not escalated"),
    (TO_CHAIR, "Escalated to the chair"),
    (IN_PAPER, "Named in the board’s paper"),
]

UNDATED = "An action needs a due date. Enter the day by which it will be done."
PAST = "The due date has passed. Enter today or a later day."


def escalation(*, due_on: date, on: date) -> int:
    """How far an unfinished action has been escalated by this day."""
    over = (on - due_on).days
    return (over > ESCALATE_AFTER_DAYS) + (over > NAME_AFTER_DAYS)


def refused_date(due_on: date | None, *, on: date) -> str:
    """Why an action may not be due then; empty if it may."""
    if due_on is None:
        return UNDATED
    return PAST if due_on < on else ""
