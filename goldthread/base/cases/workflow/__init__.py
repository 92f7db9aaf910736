"""Steps on case files, grants, exclusions and openings in an emergency."""

from goldthread.base.cases.workflow.emergency import open_in_emergency, review
from goldthread.base.cases.workflow.exclusions import (
    declare_conflict,
    declare_none,
    exclude,
    lift,
)
from goldthread.base.cases.workflow.grants import (
    close_file,
    end_all,
    end_grant,
    end_of,
    extend,
    give,
    name_on_case,
    open_file,
    reopen_file,
    seal_what_it_holds,
)
from goldthread.base.cases.workflow.letters import remind

__all__ = (
    "close_file",
    "declare_conflict",
    "declare_none",
    "end_all",
    "end_grant",
    "end_of",
    "exclude",
    "extend",
    "give",
    "lift",
    "name_on_case",
    "open_file",
    "open_in_emergency",
    "remind",
    "reopen_file",
    "review",
    "seal_what_it_holds",
)
