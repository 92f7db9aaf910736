"""From a recommendation to an action that somebody else has verified."""

from goldthread.loop.actions.workflow.doing import (
    assign,
    begin,
    de_escalate,
    edit,
    escalate,
    escalate_each,
    escalate_overdue,
    extend,
    remind,
    reopen,
    send_back,
    submit_evidence,
    verify,
    withdraw,
)
from goldthread.loop.actions.workflow.raising import (
    add_programme,
    edit_programme,
    edit_recommendation,
    raise_action,
    recommend,
    recommend_from_finding,
)

__all__ = [
    "add_programme",
    "assign",
    "begin",
    "de_escalate",
    "edit",
    "edit_programme",
    "edit_recommendation",
    "escalate",
    "escalate_each",
    "escalate_overdue",
    "extend",
    "raise_action",
    "recommend",
    "recommend_from_finding",
    "remind",
    "reopen",
    "send_back",
    "submit_evidence",
    "verify",
    "withdraw",
]
