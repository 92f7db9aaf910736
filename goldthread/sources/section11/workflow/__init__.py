"""Every write to do with section 11 that a board would recognise."""

from goldthread.sources.section11.workflow.cycles import (
    archive,
    assign,
    begin_moderation,
    close_cycle,
    open_cycle,
    pilot,
    plan_cycle,
    reopen_cycle,
    report_cycle,
    unassign,
)
from goldthread.sources.section11.workflow.evidence import (
    keep_evidence,
    renew,
    withdraw_evidence,
)
from goldthread.sources.section11.workflow.exceptions import (
    ask_after_all,
    exempt,
    extend_return,
)
from goldthread.sources.section11.workflow.returns import (
    add_action,
    confirm_carried,
    confirm_lead,
    delegate,
    fill,
    hand_over,
    remove_action,
)
from goldthread.sources.section11.workflow.scrutiny import (
    agree_grades,
    answer_question,
    ask_about,
    dispute,
    finish_moderation,
    moderate,
    raise_section11_finding,
    settle,
    write_back,
)
from goldthread.sources.section11.workflow.signing import (
    add_addendum,
    ask_to_sign,
    sign,
    take_back,
)

__all__ = [
    "add_action",
    "add_addendum",
    "agree_grades",
    "answer_question",
    "archive",
    "ask_about",
    "ask_after_all",
    "ask_to_sign",
    "assign",
    "begin_moderation",
    "close_cycle",
    "confirm_carried",
    "confirm_lead",
    "delegate",
    "dispute",
    "exempt",
    "extend_return",
    "fill",
    "finish_moderation",
    "hand_over",
    "keep_evidence",
    "moderate",
    "open_cycle",
    "pilot",
    "plan_cycle",
    "raise_section11_finding",
    "remove_action",
    "renew",
    "reopen_cycle",
    "report_cycle",
    "settle",
    "sign",
    "take_back",
    "unassign",
    "withdraw_evidence",
    "write_back",
]
