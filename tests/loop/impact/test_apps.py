from goldthread.base.joining.rules import WORK
from goldthread.base.post.rules import DUE
from goldthread.loop.activities.rules import DATES
from goldthread.loop.impact import queries, workflow


def test_the_clock_the_calendar_and_leavers_know_of_checks():
    work = WORK["impact.check"]

    assert workflow.remind in DUE
    assert queries.check_dates in DATES
    assert (work.field, work.organisation) == ("checker", "")
