"""Each test that docs/security.md names is there, and each of the 48 rows has its figure."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/security.md").read_text()
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", TEXT)))


@pytest.mark.parametrize("named", TESTS)
def test_a_test_that_the_page_names_is_there(named):
    where, _, name = named.partition("::")
    found = (ROOT / where).read_text()

    assert not name or f"\ndef {name}(" in found


def test_each_of_the_figures_is_told_or_said_to_be_missing():
    rows = re.findall(r"^\| (\d+) \| .+ \| .+ \| (.+) \|$", TEXT, re.MULTILINE)

    assert [int(number) for number, _ in rows] == list(range(1, 49))
    assert [number for number, told in rows if not told.strip()] == []
