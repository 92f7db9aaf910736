"""What a board does with its plan: adopt a framework, change a line, open a year."""

from goldthread.loop.plan.workflow.framework import (
    add_line,
    adopt_framework,
    change_line,
    share_framework,
)
from goldthread.loop.plan.workflow.year import (
    add_intention,
    add_meeting,
    add_priority,
    drop,
    edit_intention,
    edit_priority,
    make_calendar,
    move_meeting,
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
    "change_line",
    "drop",
    "edit_intention",
    "edit_priority",
    "make_calendar",
    "move_meeting",
    "open_year",
    "reinstate",
    "remove_priority",
    "restore_priority",
    "serve",
    "share_framework",
    "start",
]
