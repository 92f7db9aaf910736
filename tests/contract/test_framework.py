"""Each place and each test that docs/framework.md names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/framework.md").read_text()
PLACES = sorted(set(re.findall(r"`(goldthread/[^`]+)`", TEXT)))
TESTS = sorted(set(re.findall(r"`((?:loop|sources)/[^`]+)`", TEXT)))


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_the_framework_names_is_there(place):
    assert (ROOT / place).exists()


@pytest.mark.parametrize("named", TESTS)
def test_a_test_that_the_framework_names_is_there(named):
    where, _, name = named.partition("::")
    folder, _, file = where.rpartition("/")
    found = (ROOT / "tests" / folder / f"test_{file}.py").read_text()

    assert not name or f"\ndef test_{name}(" in found


def test_every_row_says_where_it_is_and_what_shows_it():
    rows = [line for line in TEXT.splitlines() if line.startswith("| ")]

    assert [row for row in rows if row.count(" | ") != 2] == []
