"""The words for what the ledger notes by itself."""

import pytest

from goldthread.base.ledger import rules


@pytest.mark.parametrize(
    ("how", "columns", "words"),
    [
        ("insert", None, "Added"),
        ("update", ["name", "lead_id", "ends_on"], "Changed: name, lead, ends on"),
        ("delete", None, "Deleted"),
        ("truncate", None, "Emptied"),
        ("merge", None, "merge"),
    ],
)
def test_a_change_is_told_by_what_was_done_and_to_which_columns(how, columns, words):
    assert rules.changed(how, columns) == words


def test_an_opening_is_told_by_how():
    assert rules.opened("page") == "Opened its page"
    assert rules.opened("broken glass") == "broken glass"
