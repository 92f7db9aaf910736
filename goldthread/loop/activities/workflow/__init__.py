"""Every write to do with activities that the board would recognise, one verb each."""

from goldthread.loop.activities.workflow.activities import (
    add_activity,
    begin,
    close,
    edit,
    name_people,
    reopen,
    report,
    restrict,
    share_with,
    start_activity,
    stop_sharing,
    unname,
    unrestrict,
)
from goldthread.loop.activities.workflow.calendars import make_calendar, revoke_calendar
from goldthread.loop.activities.workflow.contributions import (
    ask_again,
    ask_for,
    assign,
    extend,
    give_feedback,
    note_source,
    receive,
    take_in,
    withdraw,
)
from goldthread.loop.activities.workflow.ending import call_off, conduct, plan_again
from goldthread.loop.activities.workflow.letters import remind
from goldthread.loop.activities.workflow.unheld import (
    entrust,
    pass_on,
    tell_ungiven,
    tell_unled,
)

__all__ = [
    "add_activity",
    "ask_again",
    "ask_for",
    "assign",
    "begin",
    "call_off",
    "close",
    "conduct",
    "edit",
    "entrust",
    "extend",
    "give_feedback",
    "make_calendar",
    "name_people",
    "note_source",
    "pass_on",
    "plan_again",
    "receive",
    "remind",
    "reopen",
    "report",
    "restrict",
    "revoke_calendar",
    "share_with",
    "start_activity",
    "stop_sharing",
    "take_in",
    "tell_ungiven",
    "tell_unled",
    "unname",
    "unrestrict",
    "withdraw",
]
