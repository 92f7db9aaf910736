"""Meetings: into the calendar, to another day, called off, held after all."""

from datetime import date

from django.core.exceptions import ValidationError

from goldthread.base.people.models import Board, Group, User
from goldthread.base.states import Steps, typed
from goldthread.loop.plan.models import Intention, Meeting
from goldthread.loop.plan.workflow.dropping import drop_each, note_each, put_back

State = Meeting.State
board_steps = Steps("people.board")
steps = Steps("plan.meeting")
CALLED_OFF = "Its meeting was called off."


@board_steps.step("Add a meeting")
def add_meeting(
    board: Board, *, by: User, on: date, group: Group | None = None
) -> Meeting:
    """Put a meeting of the board, or of one of its groups, into the calendar."""
    if group and not group.boards.filter(pk=board.pk).exists():
        raise ValidationError(f"{group} is not a group of {board}.")
    meeting = Meeting(board=board, group=group, on=on)
    meeting.full_clean()
    meeting.save()
    return meeting


@steps.step("Move to another day", State.SET)
def move_meeting(meeting: Meeting, *, by: User, on: date) -> None:
    """What was planned for the meeting moves with it, if it stays in the same year."""
    meeting.on = on
    meeting.full_clean()
    planned = meeting.intentions.exclude(state=Intention.State.DROPPED)
    within = {"year__starts_on__lte": on, "year__ends_on__gte": on}
    staying, leaving = planned.filter(**within), planned.exclude(**within)
    note_each(staying, by, "move_meeting", f"Moved with its meeting to {on:%-d %B %Y}")
    staying.update(due_on=on)
    drop_each(leaving, f"Its meeting moved to {on:%-d %B %Y}, outside the year.", by=by)


@steps.step("Call off", State.SET, to=State.CALLED_OFF)
def call_off(meeting: Meeting, *, by: User, because: str) -> None:
    """It will not be held: nothing is due at it any more."""
    meeting.called_off_because = typed(because, because="Say why it is called off.")
    drop_each(meeting.intentions.all(), CALLED_OFF, by=by)


@steps.step("It will be held after all", State.CALLED_OFF, to=State.SET)
def hold(meeting: Meeting, *, by: User) -> None:
    """Back into the calendar, with all that was planned for it."""
    same = Meeting.objects.held().filter(board=meeting.board, group=meeting.group)
    if same.filter(on=meeting.on).exists():
        raise ValidationError(
            "Another meeting is in the calendar for that day. Move one of the two."
        )
    meeting.called_off_because = ""
    put_back(meeting.intentions.all(), CALLED_OFF, by=by)
