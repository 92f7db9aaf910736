"""With real transactions: the chain as those see it who come after."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from goldthread.base.ledger import chain
from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Link, Trace
from goldthread.base.people.models import Area, Board
from tests.base.ledger.conftest import a_restricted_activity, opened, sql
from tests.factories import BoardFactory, GroupFactory

pytestmark = pytest.mark.usefixtures("committed")


def test_it_stands_in_the_chain_when_the_page_is_there(sign_in):
    here = a_restricted_activity()
    browser = sign_in(here.team)
    browser.get(here.activity.get_absolute_url())
    connections["default"].close()  # nothing is left in a transaction

    linked = Link.objects.filter(kind="trace").values("line")
    assert set(Trace.objects.filter(what="opened").values_list("pk", flat=True)) <= {
        row["line"] for row in linked
    }
    assert len(opened()) == 2
    assert chain.verify() is None


def test_many_who_write_at_once_make_one_chain():
    board = BoardFactory()
    went_wrong = []

    def write():
        try:
            for number in range(20):
                ledger.write(board, by=None, verb="add", words=str(number))
        except Exception as error:
            went_wrong.append(error)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(write)

    seqs = list(Link.objects.values_list("seq", flat=True))
    assert went_wrong == []
    assert seqs == list(range(1, len(seqs) + 1))
    assert Link.objects.filter(kind="entry").count() == 160
    assert chain.verify() is None


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def test_who_waits_for_a_foreign_key_does_not_hold_the_chain():
    board, area = BoardFactory(), Area.objects.create(name="Kingston")

    def refer_to_it():
        try:
            with (
                transaction.atomic()
            ):  # each is checked at the commit, the last one last
                board.areas.add(area)
                GroupFactory(boards=[board])
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Board.objects.select_for_update().get(pk=board.pk)
            ledger.write(board, by=None, verb="add", words="Ours")
            theirs = pool.submit(refer_to_it)
            while sql(WAITING) == [(0,)] and not theirs.done():
                sql("SELECT pg_sleep(0.01)")
        assert theirs.result() is None

    assert board.groups.count() == 1
    assert chain.verify() is None
