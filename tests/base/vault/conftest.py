import pytest

from goldthread.loop.activities.referrals.models import Referral
from tests.conftest import TODAY
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    OrganisationFactory,
    board_team,
    name,
)

CONCERN = "Visits were missed for months, and nobody asked why."
WORKING = "Three meetings were called, and two agencies never came."


@pytest.fixture
def keys_in(settings, tmp_path):
    """A folder of master keys for one test."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


@pytest.fixture
def team(db):
    return board_team(BoardFactory(name="Kingston"))


@pytest.fixture
def referred(team):
    """Make a referral of a case that names the board's team."""
    return referring(team)


def referring(team):
    board = team.appointments.get().board
    agency = OrganisationFactory(boards=[board])

    def one(concern=CONCERN, *, named=True, **more):
        activity = ActivityFactory(board=board, restricted=True)
        if named:
            name(activity, team)
        return Referral.objects.create(
            **{
                "activity": activity,
                "organisation": agency,
                "concern": concern,
                "working": WORKING,
                "referred_on": TODAY,
                "referred_by": team,
                **more,
            }
        )

    return one
