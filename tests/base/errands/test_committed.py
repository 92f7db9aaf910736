"""With real transactions: what others see of work under way, and what a killing leaves."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connections
from django_tasks_db.models import DBTaskResult

from goldthread.base import beside
from goldthread.base.beside import CLASS, Beside
from goldthread.base.errands import queries, rules, workflow
from goldthread.base.errands.models import Errand
from goldthread.loop.findings.models import Finding

pytestmark = pytest.mark.usefixtures("committed")
State = Errand.State
ROOT = Path(__file__).resolve().parents[3]
STUCK = Path(__file__).with_name("stuck.py")


def another(database):
    """Somebody else's connection."""
    parameters = connections["default"].get_connection_params()
    known = {"host", "port", "user", "password"}
    address = {k: v for k, v in parameters.items() if k in known}
    return psycopg.connect(**address, dbname=database, autocommit=True)


def seen(database, pk):
    """What somebody else reads of this errand and of every finding."""
    with another(database) as other:
        told = other.execute(
            "SELECT doing, done, total FROM errands_errand WHERE id = %s", [pk]
        ).fetchone()
        texts = other.execute("SELECT text FROM findings_finding").fetchall()
    return told, [text for (text,) in texts]


@contextmanager
def killed_half_way(committed):
    """A worker in a process of its own, killed in the middle of its transaction."""
    process = subprocess.Popen(
        [sys.executable, STUCK],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "goldthread.site.settings",
            "GOLDTHREAD_DATABASE": committed,
            "PYTHONPATH": str(ROOT),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "half way\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_gone(committed, *keys):
    """PostgreSQL drops the locks of the dead a moment after they die."""
    with another(committed) as other:
        for key in keys:
            other.execute("SELECT pg_advisory_lock(%s, %s)", [CLASS, key])
        other.execute("SELECT pg_advisory_unlock_all()")  # ours, before we are gone


def test_others_see_how_far_it_is_while_nothing_is_saved(
    committed, long, finding, amira
):
    found = []

    def read(finding, *, by, tell):
        finding.text = "Half"
        finding.save()
        tell("Reading", 1, 2)
        found.append(seen(committed, asked.pk))
        return finding

    asked = long(read)(finding, by=amira)
    workflow.work(once=True)

    assert found == [(("Reading", 1, 2), ["Seen late"])]
    assert Finding.objects.get().text == "Half"


def test_progress_that_cannot_be_told_stops_no_work(committed, long, finding, amira):
    def read(finding, *, by, tell):
        with another(committed) as other, other.transaction():
            other.execute("SELECT FROM errands_errand FOR UPDATE")
            tell("Reading", 1, 2)
        return finding

    asked = long(read)(finding, by=amira)
    workflow.work(once=True)

    asked.refresh_from_db()
    assert (asked.state, asked.doing) == (State.DONE, "")


def test_a_live_worker_is_known_and_its_errand_is_left_to_it(
    committed, long, finding, amira
):
    found = []

    def read(finding, *, by, tell):
        running = Errand.objects.get()
        found.append((queries.at_work(), queries.standing(running).left))
        with another(committed) as other:
            free = other.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)", [CLASS, running.pk]
            ).fetchone()
        found.append(free)
        return finding

    long(read)(finding, by=amira)
    workflow.work(once=True)

    assert found == [(True, False), (False,)]
    assert queries.at_work() is False


def test_a_key_is_held_by_one_alone(committed):
    with Beside() as first, Beside() as second:
        first.hold(7)
        with pytest.raises(OperationalError):
            second.hold(7)
        assert (beside.held(7), beside.take(7)) == (True, False)

    assert (beside.held(7), beside.take(7)) == (False, True)


def test_what_a_killed_worker_left_is_done_by_the_next(committed, long, finding, amira):
    def read(finding, *, by, tell):
        finding.text = "Whole"
        finding.save()
        return finding

    asked = long(read)(finding, by=amira)
    with killed_half_way(committed):
        asked.refresh_from_db()
        assert (asked.told, queries.standing(asked).left) == ("Reading: 1 of 2", False)
        assert workflow.sweep() == 0  # it lives
    wait_until_gone(committed, asked.pk, rules.ALIVE)

    assert queries.standing(asked).left is True
    assert Finding.objects.get().text == "Seen late"
    workflow.work(once=True)

    asked.refresh_from_db()
    assert (asked.state, asked.tries, Finding.objects.get().text) == (
        State.DONE,
        2,
        "Whole",
    )
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == [
        "FAILED",
        "SUCCESSFUL",
    ]


def left_running(asked, tries=1):
    """As a killed worker leaves it."""
    Errand.objects.filter(pk=asked.pk).update(state=State.RUNNING, tries=tries)
    DBTaskResult.objects.update(status="RUNNING")


@pytest.mark.parametrize(
    ("again", "tries"), [(False, 1), (True, rules.MOST_TRIES)], ids=["unsafe", "often"]
)
def test_what_is_not_tried_again_says_that_nothing_was_saved(
    long, finding, amira, again, tries
):
    asked = long(lambda *_: None, again=again)(finding, by=amira)
    left_running(asked, tries)

    assert workflow.look_after() == (
        "Long work: 1 left by a worker that had ended, 0 done here."
    )

    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == (State.FAILED, rules.STOPPED)
    assert workflow.sweep() == 0


def test_a_worker_that_was_killed_before_it_began_is_made_up_for(long, finding, amira):
    asked = long(lambda finding, **_: finding, again=False)(finding, by=amira)
    DBTaskResult.objects.update(status="RUNNING")

    assert workflow.sweep() == 1
    workflow.work(once=True)

    asked.refresh_from_db()
    assert asked.state == State.DONE


def test_a_row_of_the_queue_that_comes_twice_is_carried_out_once(long, finding, amira):
    times = []

    def read(finding, *, by, tell):
        times.append(1)
        return finding

    asked = long(read)(finding, by=amira)
    workflow.carry_out.enqueue(asked.pk)
    workflow.work(once=True)

    assert times == [1]


def test_what_no_release_knows_any_more_fails(long, finding, amira):
    asked = long(lambda *_: None)(finding, by=amira)
    left_running(asked)
    Errand.objects.update(kind="findings.finding.forgotten")

    workflow.sweep()

    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == (State.FAILED, rules.STOPPED)


def test_the_command_does_what_waits_and_ends_with_its_parent(committed):
    process = subprocess.Popen(
        [sys.executable, "-m", "goldthread", "work", "--with-parent"],
        cwd=ROOT,
        env=os.environ | {"GOLDTHREAD_DATABASE": committed, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.PIPE,
    )

    process.stdin.close()

    assert process.wait() in (0, -signal.SIGTERM)
