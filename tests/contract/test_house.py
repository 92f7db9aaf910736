"""The habits of the house that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from goldthread.base.access.checks import every_route_has_a_row, routes, unguarded
from goldthread.base.access.rows import NAMING, READING
from goldthread.base.access.table import TABLE
from goldthread.base.govuk.rules import STATE_COLOURS
from goldthread.base.states import STEPS, every_step_has_a_row
from goldthread.site import printed

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted((ROOT / "goldthread").rglob("*.py"))
VIEWS = [path for path in OURS if path.name == "views.py"]
FEW = 300  # lines


def test_every_route_has_a_row():
    assert every_route_has_a_row() == []


def test_every_step_has_a_row():
    assert every_step_has_a_row() == []


def test_a_route_without_a_guard_or_a_row_is_refused():
    def bare(request):
        return None

    def unknown(request):
        return None

    unknown.guarded = ("findings.finding", "burn")

    assert unguarded(bare) == "has no guard"
    assert unguarded(unknown) == (
        "asks for “burn” on findings.finding, which no row of the policy gives"
    )


def test_the_printed_permissions_are_those_of_the_table():
    assert (ROOT / "docs/rules.md").read_text() == printed.permissions()


def test_the_printed_states_are_those_of_the_workflows():
    assert (ROOT / "docs/states.md").read_text() == printed.states()


def test_every_row_of_the_table_is_asked_by_a_step_or_a_route():
    rows = {(label, rule.action) for label in TABLE for rule in TABLE[label]}
    steps = {(label, name) for label in STEPS for name in STEPS[label]}
    doors = {getattr(view, "guarded", None) for _, view in routes(get_resolver())}
    exports = {(label, "export") for label in TABLE}

    read = {(label, action) for label in TABLE for action in (*READING, NAMING)}

    assert rows - steps - doors - exports - read == set()


@pytest.mark.parametrize("path", VIEWS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_view_fetches_only_what_its_person_may_see(path):
    unguarded_reads = re.findall(r"\.objects(?!\.visible_to\()", path.read_text())

    assert unguarded_reads == []


def test_files_stay_short():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in OURS
        if "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > FEW
    }

    assert long == {}


@pytest.mark.parametrize("path", VIEWS, ids=lambda p: str(p.relative_to(ROOT)))
def test_views_are_thin(path):
    thick = [
        node.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.body[0].lineno + 1 > 15
    ]

    assert thick == []


def test_every_state_has_a_colour_of_its_own_word():
    assert set(STATE_COLOURS.values()) <= {
        "blue",
        "yellow",
        "orange",
        "purple",
        "red",
        "green",
        "teal",
        "grey",
        "magenta",
    }
