"""docs/permissions.md, written by hand, against what the product answers.

Every row is asked by GET and POST, of the record that it speaks of, as some of the people
for whom it says the same, always the same ones; with GOLDTHREAD_WALK=all as everybody.
"""

import os
import sys
import time
from pathlib import Path

import pytest

from goldthread.bench.walk import TOLD
from tests import walking
from tests.golden import matrix
from tests.golden.walk import Walk, asked_of
from tests.golden.world import world

ONE_OF = 1 if os.environ.get("GOLDTHREAD_WALK") == "all" else 8  # people alike
ROWS = list(matrix.rows())


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), walking.alone():
        yield world()


def test_every_route_stands_in_the_matrix_and_every_row_is_a_route():
    written = {row.route for row in ROWS}

    assert sorted(matrix.known_routes() - written) == []
    assert sorted(written - matrix.known_routes()) == []


def test_every_row_can_be_read(places):
    people, held = places

    assert matrix.misread(ROWS, people) == []
    assert sorted({row.of for row in ROWS} - {"—", *held}) == []


def test_no_row_says_again_what_another_says():
    told = [(row.route, row.of) for row in ROWS]

    assert sorted(told) == sorted(set(told))


@pytest.mark.parametrize("half", [0, 1])  # for each process one
def test_everybody_is_answered_as_the_matrix_says(half, places, capsys, caplog):
    caplog.set_level("CRITICAL", logger="django.request")  # refusals are meant
    people, held = places
    began, asked, differ = time.monotonic(), 0, []
    ways = [(row, asked_of(row, ONE_OF)) for row in ROWS]
    for name, person in list(people.items())[half::2]:
        walk = Walk(name, person, held)
        for row, methods in ways:
            walk.row(row, methods.get(name, ()))
        asked += walk.asked
        differ += walk.differ
    took = time.monotonic() - began
    _tell(asked)
    with capsys.disabled():  # with -n 0, else nobody hears it
        said = f"{len(ROWS)} rows, half of {len(people)} people"
        sys.stdout.write(f"\n{said}: {asked:,} requests in {took:.0f} s\n")

    assert table(differ) == ""


def _tell(asked):
    """The bench, if it has us walk, how many requests this process made."""
    if where := os.environ.get(TOLD):
        with Path(where).open("a", encoding="utf-8") as told:
            told.write(f"{asked}\n")


def table(differ):
    """The differences, one a line, as somebody reads them beside the matrix."""
    return "\n".join(
        f"{method.upper()} {route} of {of}, {name}: {how}, meant {meant}"
        for route, of, name, method, how, meant in sorted(differ)
    )
