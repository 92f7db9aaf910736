"""Meetings called off and held after all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldthread.base.ledger.models import Entry
from goldthread.base.states import WrongState
from goldthread.loop.activities import queries as activities
from goldthread.loop.plan import workflow
from goldthread.loop.plan.models import Meeting
from tests.factories import IntentionFactory, chair

pytestmark = pytest.mark.django_db
JUNE = date(2016, 6, 9)


@pytest.fixture
def meeting(kingston, ada):
    return workflow.add_meeting(kingston, by=ada, on=JUNE)


@pytest.fixture
def planned(meeting, year, framework, ada):
    """What is due at the meeting: the summary of the child death reviews."""
    workflow.make_calendar(year, by=ada)
    return meeting.intentions.get()


def test_calling_a_meeting_off_drops_what_was_planned_for_it(meeting, planned, ada):
    workflow.call_off(meeting, by=ada, because="Not quorate.")

    planned.refresh_from_db()
    assert (meeting.state, meeting.called_off_because) == ("called_off", "Not quorate.")
    assert (planned.state, planned.dropped_because) == (
        "dropped",
        "Its meeting was called off.",
    )
    assert [e.words for e in Entry.objects.about(planned)][-1] == (
        "Dropped: its meeting was called off."
    )


def test_what_was_begun_for_a_meeting_stays_when_it_is_called_off(
    meeting, planned, ada
):
    workflow.start(planned, by=ada)

    workflow.call_off(meeting, by=ada, because="Not quorate.")

    planned.refresh_from_db()
    assert planned.state == "started"


def test_a_meeting_held_after_all_has_what_was_planned_for_it(meeting, planned, ada):
    other = IntentionFactory(year=planned.year, meeting=meeting)
    workflow.drop(other, by=ada, because="No capacity.")
    workflow.call_off(meeting, by=ada, because="Not quorate.")

    workflow.hold(meeting, by=ada)

    planned.refresh_from_db()
    other.refresh_from_db()
    assert (meeting.state, meeting.called_off_because) == ("set", "")
    assert (planned.state, other.state) == ("planned", "dropped")


def test_nothing_is_planned_for_a_meeting_that_is_called_off(
    meeting, year, framework, ada
):
    workflow.call_off(meeting, by=ada, because="Not quorate.")

    workflow.make_calendar(year, by=ada)

    assert list(meeting.intentions.all()) == []


def test_a_meeting_called_off_leaves_the_calendars_of_its_people(meeting, ada):
    days = (date(2016, 6, 1), date(2016, 6, 30))
    assert [dated.on for dated in activities.meeting_dates(ada, *days)] == [JUNE]

    workflow.call_off(meeting, by=ada, because="Not quorate.")

    assert list(activities.meeting_dates(ada, *days)) == []


def test_another_meeting_takes_the_day_of_one_called_off(kingston, meeting, ada):
    workflow.call_off(meeting, by=ada, because="Moved to the town hall.")
    workflow.add_meeting(kingston, by=ada, on=JUNE)

    with pytest.raises(ValidationError) as refused:
        workflow.hold(meeting, by=ada)

    assert refused.value.messages == [
        "Another meeting is in the calendar for that day. Move one of the two."
    ]
    assert Meeting.objects.held().count() == 1


def test_a_meeting_is_called_off_once_with_a_reason_by_the_board_team(
    kingston, meeting, ada
):
    with pytest.raises(PermissionDenied):
        workflow.call_off(meeting, by=chair(kingston), because="x")
    with pytest.raises(ValidationError) as refused:
        workflow.call_off(meeting, by=ada, because=" ")
    assert refused.value.message_dict == {"because": ["Say why it is called off."]}

    workflow.call_off(meeting, by=ada, because="Not quorate.")

    with pytest.raises(WrongState):
        workflow.call_off(meeting, by=ada, because="Again.")
    with pytest.raises(WrongState):
        workflow.move_meeting(meeting, by=ada, on=date(2016, 6, 16))
    with pytest.raises(PermissionDenied):
        workflow.hold(meeting, by=chair(kingston))
