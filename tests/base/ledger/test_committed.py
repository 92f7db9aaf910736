"""With real transactions: the chain as those see it who come after."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from goldthread.base.ledger import chain
from goldthread.base.ledger import models as ledger
from goldthread.base.ledger.models import Link, Trace
from tests.base.ledger.conftest import a_restricted_activity, opened
from tests.factories import BoardFactory

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
