from types import SimpleNamespace

import pytest

from goldthread.loop.activities.rules import Way
from tests.factories import (
    ActivityFactory,
    AgencyAuditFactory,
    BoardFactory,
    GroupFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    group_member,
)


@pytest.fixture
def here():
    """A board with its group, one agency that works with it, and their people."""
    board = BoardFactory(name="Kingston", slug="kingston")
    group = GroupFactory(boards=[board])
    agency = OrganisationFactory(name="Riverside NHS Trust", boards=[board])
    return SimpleNamespace(
        board=board,
        group=group,
        agency=agency,
        activity=ActivityFactory(
            board=board,
            way=Way.SINGLE_AGENCY_AUDIT,
            state="under_way",
            lead_group=group,
        ),
        team=board_team(board),
        member=group_member(group),
        lead=agency_lead(agency),
    )


@pytest.fixture
def audit_of(here):
    """An audit of this agency for this board, as `AgencyAuditFactory` makes it."""

    def made(state="notified", **said):
        sent = state not in {"planned", "notified", "clarify", "not_done"}
        if state == "not_done":
            said = {
                "because": "The service closed.",
                "not_done_on": "2026-11-01",
            } | said
        return AgencyAuditFactory(
            contribution__activity=here.activity,
            contribution__organisation=here.agency,
            contribution__received=sent,
            state=state,
            **said,
        )

    return made
