import csv

import pytest
from django.db import connection

from goldthread.base import tables
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Board, Organisation
from goldthread.bench.counting import counted
from goldthread.bench.pages import PAGES, cast
from goldthread.bench.running import write_register
from goldthread.bench.seeding import Size, seed
from goldthread.bench.serving import Broken, session_of, statements
from goldthread.loop.actions.models import Action, Recommendation
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.findings import imports
from goldthread.loop.findings.models import Finding
from goldthread.loop.impact.models import Check
from goldthread.loop.reports.models import Paper
from goldthread.loop.themes.models import Membership, Theme
from tests.conftest import TODAY
from tests.factories import administrator

pytestmark = pytest.mark.django_db
SMALL = Size(
    boards=2, organisations=12, themes=5, activities=60, findings=300, actions=60
)


@pytest.fixture
def small():
    seed(SMALL, on=TODAY)


def test_a_small_region_has_what_its_size_says(small):
    counts = {
        model._meta.label: model._base_manager.count()
        for model in (
            Board, Organisation, Activity, Contribution, Finding, Theme,
            Recommendation, Action, Paper,
        )
    }  # fmt: skip

    assert counts == {
        "people.Board": 2,
        "people.Organisation": 12,
        "activities.Activity": 60,
        "activities.Contribution": 240,
        "findings.Finding": 300,
        "themes.Theme": 10,
        "actions.Recommendation": 30,
        "actions.Action": 60,
        "reports.Paper": 26,
    }


def test_findings_are_spread_over_states_ways_and_three_years(small):
    findings = Finding.objects.all()

    assert set(findings.values_list("state", flat=True)) == set(Finding.State)
    assert set(findings.values_list("kind", flat=True)) == set(Finding.Kind)
    assert findings.values("activity__way").distinct().count() > 6
    assert findings.values("latest__year").distinct().count() >= 3
    assert findings.filter(about=None).count() == 0
    assert findings.filter(search="neglect").count() > 0


def test_memberships_and_partners_stay_on_their_own_board(small):
    astray = [m for m in Membership.objects.all() if m.theme.board != m.finding.board]

    assert astray == []
    assert Membership.objects.count() > 200
    for action in Action.objects.select_related("board", "organisation"):
        assert action.organisation in action.board.partners.all()


def test_actions_stand_at_every_stage_and_some_were_checked(small):
    states = set(Action.objects.values_list("state", flat=True))

    assert {"verified", "in_progress"} <= states
    assert Check.objects.filter(action__isnull=False).count() > 0
    assert Entry.objects.filter(label="findings.finding").count() == 900


def test_every_page_that_is_measured_opens_and_is_counted(small):
    known = cast()
    sessions = {who: session_of(getattr(known, who)) for who in ("team", "lead")}

    taken = {p.name: statements(sessions[p.who], p.path(known)) for p in PAGES}

    assert min(taken.values()) > 2
    assert len(taken) == len(PAGES)


def test_a_page_that_does_not_come_is_said(small):
    with pytest.raises(Broken, match="/findings/ answered 404"):
        statements(session_of(administrator()), "/findings/")


def test_statements_that_only_mark_a_transaction_are_not_counted():
    with counted() as count, connection.cursor() as cursor:
        cursor.execute("SAVEPOINT one")
        cursor.execute("SELECT 1")
        cursor.execute("RELEASE SAVEPOINT one")

    assert count.statements == 1


def test_the_register_that_is_imported_reads_without_a_problem(tmp_path):
    path = tmp_path / "register.csv"

    write_register(path, rows=50)

    table = tables.read(path.read_bytes(), path.name)
    columns = imports.guess_columns(table.headers)
    assert len(table.rows) == 50
    assert [
        n for n, f in imports.FIELDS.items() if f.required and n not in columns
    ] == []
    with path.open(encoding="utf-8") as file:
        assert len({row["Ref"] for row in csv.DictReader(file)}) == 50
