"""Who may recommend, raise, carry out and verify. No action closes on its owner's word.

What is recommended is put in words that the whole board may read, so a finding of a
restricted activity must have been released before anything is recommended from it.
"""

from goldthread.base.access.relations import (
    at_board,
    named,
    not_named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)
BOARD = (TEAM, CHAIR, MEMBER)
AGENCY = (LEAD, CONTRIBUTOR)

hers = own_agency("organisation") & named("person")
not_hers = (
    other_agency("organisation") & not_named("person") & not_named("evidence__given_by")
)
escalated = when("escalated", escalation__gt=0)

policy("people.board", Rule("add_programme", TEAM, at_board("pk")))

policy(
    "people.organisation",
    Rule("obligations", AGENCY, own_agency("pk")),
    Rule("obligations", READERS, at_board("boards")),
)

policy("themes.theme", Rule("recommend", BOARD, at_board("board")))

policy(
    "findings.finding",
    Rule(
        "recommend",
        BOARD,
        at_board("board") & when("not restricted", activity__restricted=False),
    ),
    Rule("recommend", BOARD, at_board("board") & when("released", state="released")),
)

policy(
    "actions.programme",
    *(Rule(action, READERS, at_board("board")) for action in ("view", "export")),
    Rule("view", LEAD, own_agency("actions__organisation")),
    Rule(
        "view",
        CONTRIBUTOR,
        own_agency("actions__organisation") & named("actions__person"),
    ),
    Rule("edit_programme", TEAM, at_board("board")),
)

policy(
    "actions.recommendation",
    *(Rule(action, READERS, at_board("board")) for action in ("view", "export")),
    Rule("view", LEAD, own_agency("actions__organisation")),
    Rule(
        "view",
        CONTRIBUTOR,
        own_agency("actions__organisation") & named("actions__person"),
    ),
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("edit_recommendation", "raise_action")
    ),
)

policy(
    "actions.action",
    *(Rule(action, READERS, at_board("board")) for action in ("view", "export")),
    *(
        Rule(action, LEAD, own_agency("organisation"))
        for action in ("view", "export", "assign", "begin", "submit_evidence")
    ),
    *(
        Rule(action, CONTRIBUTOR, hers)
        for action in ("view", "export", "begin", "submit_evidence")
    ),
    *(
        Rule(action, BOARD, at_board("board") & not_hers)
        for action in ("verify", "send_back")
    ),
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("edit", "assign", "extend", "withdraw", "reopen")
    ),
    Rule("reopen", CHAIR, at_board("board")),
    Rule("de_escalate", CHAIR, at_board("board") & escalated),
)
