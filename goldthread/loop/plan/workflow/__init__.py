"""What a board does with its plan: adopt a framework, change a line, open a year."""

from goldthread.loop.plan.workflow.framework import (
    add_line,
    adopt_framework,
    change_line,
    restore_line,
    retire_line,
    share_framework,
)
from goldthread.loop.plan.workflow.meetings import (
    add_meeting,
    call_off,
    hold,
    move_meeting,
)
from goldthread.loop.plan.workflow.year import (
    add_intention,
    add_priority,
    drop,
    edit_intention,
    edit_priority,
    make_calendar,
    open_year,
    reinstate,
    remove_priority,
    restore_priority,
    serve,
    start,
)

__all__ = [
    "add_intention",
    "add_line",
    "add_meeting",
    "add_priority",
    "adopt_framework",
    "call_off",
    "change_line",
    "drop",
    "edit_intention",
    "edit_priority",
    "hold",
    "make_calendar",
    "move_meeting",
    "open_year",
    "reinstate",
    "remove_priority",
    "restore_line",
    "restore_priority",
    "retire_line",
    "serve",
    "share_framework",
    "start",
]
