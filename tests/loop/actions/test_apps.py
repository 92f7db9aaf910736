from goldthread.base.joining.rules import ORGANISATION_LINKS, WORK
from goldthread.base.post.rules import DUE
from goldthread.loop.actions import queries, workflow
from goldthread.loop.activities.rules import DATES


def test_the_clock_the_calendar_and_leavers_know_of_actions():
    work = WORK["actions.action"]

    assert {workflow.remind, workflow.escalate_overdue} <= set(DUE)
    assert queries.action_dates in DATES
    assert queries.link_to_obligations in ORGANISATION_LINKS
    assert (work.field, work.organisation) == ("person", "organisation")
