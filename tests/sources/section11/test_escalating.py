"""A return that is long late is told of to the chief officer, who needs no account."""

from datetime import timedelta

import pytest

from goldthread.base.joining.workflow import bodies
from goldthread.base.ledger.models import Entry
from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import write_what_is_due
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.workflow.escalating import escalate
from tests.conftest import TODAY
from tests.factories import BoardFactory, OrganisationFactory, board_team
from tests.sources.section11.conftest import CLOSES

pytestmark = pytest.mark.django_db
CHIEF = "chief@police.example"


def named(here):
    bodies.name_chief(here.agency, by=here.lead, name="Ada Chief", email=CHIEF)


def late(days):
    return CLOSES + timedelta(days=days)


def letters():
    return Letter.objects.filter(address=CHIEF)


@pytest.mark.parametrize(
    ("days", "written"), [(3, 0), (9, 0), (10, 1), (12, 1), (13, 0), (20, 1), (23, 0)]
)
def test_she_is_written_to_when_it_is_10_and_20_days_late(here, days, written):
    here.open()
    named(here)

    assert (escalate(late(days)), letters().count()) == (written, written)


def test_the_letter_says_what_is_late_and_nothing_that_was_answered(here):
    assessment = here.confirmed()
    here.fill(assessment, {"s1.1": {"said": "1", "words": "We know of a gap."}})
    named(here)

    escalate(late(10))

    letter = letters().get()
    assert (letter.to, letter.subject) == (
        None,
        "Section 11: your organisation’s return is 10 days late",
    )
    assert f"you are named as chief officer of {here.agency}." in letter.body
    assert "gap" not in letter.body


def test_the_clock_may_ask_often_and_writes_once(here):
    assessment = here.open()
    named(here)

    assert [escalate(late(10)), escalate(late(10)), escalate(late(11))] == [1, 0, 0]
    told = [e.words for e in Entry.objects.about(assessment) if e.verb == "escalate"]
    assert told == ["Late: the chief officer is written to"]


def test_the_clock_writes_it_with_all_else_that_is_due(here):
    here.open()
    named(here)

    write_what_is_due(late(20))

    assert letters().count() == 1


def test_a_return_that_came_or_is_exempt_is_not_told_of(here):
    here.submitted()
    named(here)
    assert escalate(late(10)) == 0


def test_a_later_day_starts_afresh(here):
    assessment = here.open()
    named(here)
    escalate(late(10))

    workflow.extend_return(
        assessment, by=here.team, due_on=late(15), reason="Moving.", on=late(11)
    )

    assert (escalate(late(20)), escalate(late(25))) == (0, 1)


def test_many_that_are_late_cost_no_more_statements(
    here, django_assert_max_num_queries
):
    peers = [OrganisationFactory(boards=[here.board], kind="police") for _ in range(9)]
    workflow.assign(here.cycle, by=here.team, organisations=peers, on=TODAY)
    here.open()
    for each in peers:
        bodies.name_chief(each, by=here.team, name="Ada Chief", email=CHIEF)

    with django_assert_max_num_queries(7):
        assert escalate(late(10)) == 9


def test_the_cycle_names_who_has_nobody_to_be_written_to(here):
    here.open()
    assert queries.unnamed(here.cycle, here.team, on=late(1)) == [here.agency]
    assert queries.unnamed(here.cycle, here.team, on=TODAY) == []
    assert queries.unnamed(here.cycle, here.lead, on=late(1)) == [here.agency]
    assert queries.unnamed(here.cycle, board_team(BoardFactory()), on=late(1)) == []

    named(here)

    assert queries.unnamed(here.cycle, here.team, on=late(1)) == []
