"""Every write to do with an agency's audits that the board would recognise."""

from goldthread.sources.agency_audits.workflow.behalf import enter_for, hand_back
from goldthread.sources.agency_audits.workflow.returns import (
    add_action,
    announce_audit,
    answer,
    ask_for_audits,
    fill,
    not_done,
    notify,
    plan_again,
    remove_action,
    send,
    unready,
)
from goldthread.sources.agency_audits.workflow.scrutiny import (
    accept,
    clarify,
    close,
    give_feedback,
    raise_finding,
    reopen,
    report,
    theme,
    triage,
    triangulate,
)
from goldthread.sources.agency_audits.workflow.sharing import (
    share_twin,
    share_with,
    stop_sharing,
)

__all__ = [
    "accept",
    "add_action",
    "announce_audit",
    "answer",
    "ask_for_audits",
    "clarify",
    "close",
    "enter_for",
    "fill",
    "give_feedback",
    "hand_back",
    "not_done",
    "notify",
    "plan_again",
    "raise_finding",
    "remove_action",
    "reopen",
    "report",
    "send",
    "share_twin",
    "share_with",
    "stop_sharing",
    "theme",
    "triage",
    "triangulate",
    "unready",
]
