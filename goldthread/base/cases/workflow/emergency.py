"""Opening a case in an emergency, and looking afterwards whether that was right."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from goldthread.base.cases import queries, rules
from goldthread.base.cases.models import CaseFile, Opening
from goldthread.base.cases.workflow import letters
from goldthread.base.people.models import Board, User
from goldthread.base.states import Steps, typed

boards = Steps("people.board")
steps = Steps("cases.opening")

NOTHING_THERE = (
    "There is no case with this reference that can be opened so. Nothing was saved. "
    "Check the reference, or ask the board team."
)


@boards.step("Open a case in an emergency")
def open_in_emergency(
    board: Board, *, by: User, reference: str, reason: str
) -> Opening:
    """To read one case for an hour. Its people and the chair are told at once.

    A reference that is wrong, of another board, or of a case that excludes her answers
    in the same words.
    """
    reason = typed(reason, reason="Say why it cannot wait.")
    found = CaseFile.objects.filter(
        board=board, reference=reference.strip().upper(), state=CaseFile.State.OPEN
    ).first()
    if found is None or queries.is_excluded(found, by):
        raise ValidationError({"reference": NOTHING_THERE})
    now = timezone.now()
    opening = Opening.objects.create(
        case_file=found,
        person=by,
        reason=reason,
        at=now,
        until=now + rules.OPEN_FOR,
        review_by=rules.review_by(timezone.localdate(now)),
    )
    letters.opened(opening)
    return opening


@steps.step("Review", Opening.State.MADE, to=Opening.State.REVIEWED)
def review(opening: Opening, *, by: User, justified: bool, note: str) -> None:
    """Whether it was right to open the case so, said by somebody else."""
    opening.review = typed(note, note="Say how you know.")
    opening.justified = justified
    opening.reviewed_by, opening.reviewed_at = by, timezone.now()
