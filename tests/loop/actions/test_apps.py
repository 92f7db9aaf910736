import pytest
from django.core.exceptions import ValidationError

from goldthread.base.joining.rules import ORGANISATION_LINKS, WORK
from goldthread.base.joining.workflow import leaving
from goldthread.base.post.models import Letter
from goldthread.base.post.rules import DUE
from goldthread.loop.actions import queries, workflow
from goldthread.loop.activities.rules import DATES
from tests.conftest import TODAY
from tests.factories import (
    ActionFactory,
    BoardFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    contributor,
    practitioner,
)


def test_the_clock_the_calendar_and_leavers_know_of_actions():
    work = WORK["actions.action"]

    assert {workflow.remind, workflow.escalate_overdue} <= set(DUE)
    assert queries.action_dates in DATES
    assert queries.link_to_obligations in ORGANISATION_LINKS
    assert (work.field, work.organisation) == ("person", "organisation")


@pytest.mark.django_db
def test_an_action_passes_to_somebody_of_its_organisation_alone():
    board = BoardFactory()
    police = OrganisationFactory(boards=[board])
    amy = board_team(board)
    officer, colleague = contributor(police), contributor(police)
    lead = agency_lead(police)
    outsider = board_team(board, practitioner(police))
    action = ActionFactory(
        recommendation__theme__board=board, organisation=police, person=officer
    )
    given = {"by": amy, "on": TODAY, "today": TODAY}

    with pytest.raises(ValidationError, match="may not take over 1 of the actions"):
        leaving.leave(officer, successor=outsider, **given)
    leaving.leave(officer, successor=colleague, **given)
    action.refresh_from_db()
    assert action.person == colleague

    leaving.leave(colleague, unheld=True, **given)
    action.refresh_from_db()
    assert action.person is None
    assert [letter.to for letter in Letter.objects.all()] == [lead]
    assert "Choose who will do it." in Letter.objects.get().body
