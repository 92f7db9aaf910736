from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldthread.base.access.acting import trusted
from goldthread.base.errands import rules, workflow
from goldthread.base.errands.models import Errand
from goldthread.base.errands.workflow import carrying
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import Appointment
from goldthread.base.states import WrongState
from goldthread.loop.findings.models import Finding
from tests.factories import FindingFactory, chair

pytestmark = pytest.mark.django_db
State = Errand.State


def carried_out(asked):
    """As a worker in this process does it."""
    workflow.work(once=True)
    asked.refresh_from_db()
    return asked


def lines(finding):
    return [str(each) for each in Entry.objects.about(finding)]


# --- Asking ---------------------------------------------------------------------------


def test_what_was_asked_is_known_with_who_and_for_which_board(agree, finding, amira):
    asked = agree(finding, by=amira, text="Seen in time")

    assert (asked.title, asked.board, asked.asked_by, asked.state) == (
        "Agreeing Seen late",
        finding.board,
        amira,
        State.WAITING,
    )
    assert (asked.started_at, asked.ended_at, asked.leads_to) == (
        None,
        None,
        finding.get_absolute_url(),
    )
    finding.refresh_from_db()
    assert (finding.text, lines(finding)) == ("Seen late", [])


def test_work_on_a_board_is_for_that_board(finding, amira):
    @workflow.errand("people.board", "view", saying="Counting {}", done="Counted.")
    def count(board, *, by, tell):
        return board

    assert count(finding.board, by=amira).board == finding.board


def test_asked_for_twice_it_is_the_same(agree, finding, amira):
    first = agree(finding, by=amira, text="Once")

    assert agree(finding, by=amira, text="Once") == first
    assert agree(finding, by=amira, text="Twice") != first
    assert DBTaskResult.objects.count() == 2


def test_whoever_may_not_do_it_may_not_ask_for_it(agree, finding):
    with pytest.raises(PermissionDenied):
        agree(finding, by=chair(finding.board), text="Mine")

    assert (Errand.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_step_that_comes_too_late_is_not_asked_for(agree, amira, finding):
    agreed = FindingFactory(activity=finding.activity, released=True)

    with pytest.raises(WrongState):
        agree(agreed, by=amira, text="Late")

    assert Errand.objects.count() == 0


# --- Carrying it out ------------------------------------------------------------------


def test_the_worker_takes_the_step_in_her_name(agree, finding, amira):
    asked = carried_out(agree(finding, by=amira, text="Seen in time"))

    finding.refresh_from_db()
    assert (asked.state, asked.tries, asked.leads_to) == (
        State.DONE,
        1,
        finding.get_absolute_url(),
    )
    assert asked.started_at <= asked.ended_at
    assert (finding.text, finding.state) == ("Seen in time", Finding.State.AGREED)
    assert lines(finding) == [f"{amira} agree findings.finding {finding.pk}"]


def test_it_leads_to_where_the_work_says(long, finding, amira):
    def read(finding, *, by, tell):
        return "/elsewhere/"

    assert carried_out(long(read)(finding, by=amira)).leads_to == "/elsewhere/"


def test_permission_that_ended_meanwhile_ends_the_work(agree, finding, amira):
    asked = agree(finding, by=amira, text="Seen in time")
    Appointment.objects.filter(person=amira).update(until="2020-01-01")

    carried_out(asked)

    finding.refresh_from_db()
    assert (asked.state, asked.trouble) == (State.FAILED, rules.GONE)
    assert (finding.text, lines(finding)) == ("Seen late", [])


def test_what_has_gone_meanwhile_is_said_in_the_same_words(agree, finding, amira):
    asked = agree(finding, by=amira, text="Seen in time")
    finding.delete()

    assert carried_out(asked).trouble == rules.GONE


def test_what_somebody_else_moved_on_meanwhile_is_left(agree, finding, amira):
    first = agree(finding, by=amira, text="First")
    second = agree(finding, by=amira, text="Second")

    carried_out(first)
    second.refresh_from_db()

    finding.refresh_from_db()
    assert (first.state, second.state, second.trouble) == (
        State.DONE,
        State.FAILED,
        rules.TOO_LATE,
    )
    assert finding.text == "First"


def test_a_refusal_is_told_sentence_by_sentence_and_nothing_is_saved(
    long, finding, amira
):
    def read(finding, *, by, tell):
        finding.text = "Half"
        with trusted(by):
            finding.save()
        raise ValidationError(["Nothing was saved.", "Row 6 holds no day."])

    asked = carried_out(long(read)(finding, by=amira))

    finding.refresh_from_db()
    assert (asked.state, asked.trouble, finding.text) == (
        State.FAILED,
        "Nothing was saved.\nRow 6 holds no day.",
        "Seen late",
    )


def test_a_mistake_of_ours_is_said_and_stands_in_the_log(long, finding, amira, caplog):
    def read(finding, *, by, tell):
        return 1 // 0

    asked = carried_out(long(read)(finding, by=amira))

    assert (asked.state, asked.trouble) == (State.FAILED, rules.BROKEN)
    assert "ZeroDivisionError" in caplog.text


def test_a_try_that_is_no_longer_counted_saves_nothing(long, finding, amira, caplog):
    def read(finding, *, by, tell):
        finding.text = "By the first"
        with trusted(by):
            finding.save()
            Errand.objects.update(tries=2)  # somebody took us for dead, and began again
        return finding

    carried_out(long(read)(finding, by=amira))

    finding.refresh_from_db()
    assert finding.text == "Seen late"
    assert "was taken over" in caplog.text


def test_a_failure_that_is_no_longer_counted_is_not_told(long, finding, amira, caplog):
    asked = long(lambda finding, *, by, tell: finding)(finding, by=amira)
    Errand.objects.update(state=State.RUNNING, tries=2)
    asked.tries = 1

    carrying._fail(asked, ValidationError("No."))

    asked.refresh_from_db()
    assert (asked.state, asked.trouble) == (State.RUNNING, "")
    assert "its failure is not told" in caplog.text


# --- The clock ------------------------------------------------------------------------


def test_tick_does_what_waits_when_no_worker_lives(agree, finding, amira, capsys):
    asked = agree(finding, by=amira, text="Seen in time")

    call_command("tick")

    asked.refresh_from_db()
    assert asked.state == State.DONE
    assert capsys.readouterr().out.endswith(
        "Long work: 0 left by a worker that had ended, 1 done here.\n"
    )


def test_a_tick_with_no_long_work_says_nothing_of_it(capsys):
    call_command("tick")

    assert "Long work" not in capsys.readouterr().out


def test_what_ended_a_month_ago_is_forgotten_and_what_waits_is_not(
    agree, finding, amira
):
    old = carried_out(agree(finding, by=amira, text="Old"))
    ended = timezone.now() - rules.KEPT - timedelta(days=1)
    Errand.objects.update(ended_at=ended)
    DBTaskResult.objects.update(finished_at=ended)
    recent = FindingFactory(activity=finding.activity)
    kept = carried_out(agree(recent, by=amira, text="New"))

    workflow.look_after()

    assert list(Errand.objects.all()) == [kept]
    assert [str(row.pk) for row in DBTaskResult.objects.all()] == [str(kept.task)]
    assert old not in Errand.objects.all()
