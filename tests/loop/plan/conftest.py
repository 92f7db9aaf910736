"""Kingston as it starts: a board with its groups and a team, and nothing planned."""

from datetime import date

import pytest

from goldthread.loop.plan import workflow
from tests.factories import BoardFactory, GroupFactory, board_team

FIRST = date(2016, 4, 1)


@pytest.fixture
def kingston():
    return BoardFactory(name="Kingston", slug="kingston")


@pytest.fixture
def richmond():
    return BoardFactory(name="Richmond", slug="richmond")


@pytest.fixture
def groups(kingston):
    kinds = ("qasg", "case_review", "audit", "cdop", "learning", "board")
    return {kind: GroupFactory(kind=kind, boards=[kingston]) for kind in kinds}


@pytest.fixture
def ada(kingston):
    """Kingston's board manager."""
    return board_team(kingston)


@pytest.fixture
def framework(kingston, ada, groups):
    return workflow.adopt_framework(kingston, by=ada, edition="wt2015", on=FIRST)


@pytest.fixture
def year(kingston, ada):
    return workflow.open_year(kingston, by=ada, starts_on=FIRST)
