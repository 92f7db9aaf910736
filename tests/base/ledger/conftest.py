"""A chain within a test's transaction, and somebody with the owner's rights."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection

from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Trace
from goldthread.base.people.models import Board
from goldthread.site import embedded
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    FindingFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    name,
)


def sql(statement, given=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def settle():
    """Have the lines linked now, as a commit would."""

    def settled():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET CONSTRAINTS ALL DEFERRED")

    return settled


@pytest.fixture
def tamper(settle):
    """What the owner of the database can do when nobody stops him."""

    @contextmanager
    def as_owner():
        settle()
        sql(f"SET LOCAL ROLE {embedded.OWNER}")
        for table in ("ledger_entry", "ledger_trace", "ledger_link", "ledger_turn"):
            sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield sql
        sql("SET LOCAL ROLE app")

    return as_owner


@pytest.fixture
def ten_lines(settle):
    board = Board(pk=7)
    for number in range(1, 11):
        ledger.write(
            board, by=None, verb="add", words=f"Added “{number}”\n\\ \u2028\x01é"
        )
    settle()


def opened():
    """Who opened what, how, and how many."""
    found = Trace.objects.filter(what="opened")
    return [(t.by_label, t.how, t.label, t.keys) for t in found]


def a_restricted_activity():
    board = BoardFactory()
    agency = OrganisationFactory(boards=[board])
    team, lead = board_team(board), agency_lead(agency)
    activity = ActivityFactory(
        board=board, restricted=True, title="Canary", ends_on="2026-12-24"
    )
    name(activity, team, lead)
    return SimpleNamespace(
        board=board,
        agency=agency,
        team=team,
        lead=lead,
        activity=activity,
        open=ActivityFactory(board=board),
        asked=ContributionFactory(
            activity=activity, organisation=agency, due_on="2026-12-24"
        ),
        finding=FindingFactory(activity=activity),
    )
