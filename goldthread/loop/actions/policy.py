"""Who may recommend, raise, carry out and verify. No action closes on its owner's word.

What is recommended is put in words that the whole board may read, so a finding of a
restricted activity must have been released before anything is recommended from it.
"""

from dataclasses import replace

from goldthread.base.access.relations import (
    Relation,
    at_board,
    named,
    not_named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.disposal.policy import case_files
from goldthread.base.people.rules import Role

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)
BOARD = (TEAM, CHAIR, MEMBER)
AGENCY = (LEAD, CONTRIBUTOR)

here = at_board("board")
own = own_agency("organisation")
hers = own & named("person")
not_hers = (
    here
    & other_agency("organisation")
    & not_named("person")
    & replace(not_named("submitted_by"), words="whose evidence she did not submit")
)
for_another = here & other_agency("organisation")  # entered on its behalf
of_own_action = own_agency("actions__organisation")
of_her_action = of_own_action & named("actions__person")

policy("people.board", Rule("add_programme", TEAM, at_board("pk")))

policy(
    "people.organisation",
    Rule("obligations", AGENCY, own_agency("pk")),
    Rule("obligations", READERS, at_board("boards")),
)

policy("themes.theme", Rule("recommend", BOARD, here))

policy(
    "findings.finding",
    Rule("recommend", BOARD, here & when("not restricted", of_restricted=False)),
    Rule("recommend", BOARD, here & when("released", state="released")),
)

policy(
    "actions.programme",
    *(Rule(action, READERS, here) for action in ("view", "export")),
    Rule("view", LEAD, of_own_action),
    Rule("view", CONTRIBUTOR, of_her_action),
    Rule("edit_programme", TEAM, here),
)

policy(
    "actions.recommendation",
    *(Rule(action, READERS, here) for action in ("view", "export")),
    Rule("view", LEAD, of_own_action),
    Rule("view", CONTRIBUTOR, of_her_action),
    *(Rule(action, TEAM, here) for action in ("raise_action", "edit_recommendation")),
)

policy(
    "actions.action",
    *(Rule(action, READERS, here) for action in ("view", "export")),
    *(
        Rule(action, LEAD, own)
        for action in ("view", "export", "assign", "begin", "submit_evidence")
    ),
    *(
        Rule(action, CONTRIBUTOR, hers)
        for action in ("view", "export", "begin", "submit_evidence")
    ),
    *(Rule(action, BOARD, not_hers) for action in ("verify", "send_back")),
    *(
        Rule(action, TEAM, here)
        for action in ("edit", "assign", "extend", "withdraw", "reopen")
    ),
    *(Rule(action, TEAM, for_another) for action in ("begin", "submit_evidence")),
    Rule("reopen", CHAIR, here),
    Rule("de_escalate", CHAIR, here & when("escalated", escalation__gt=0)),
)

part_of("action", "actions.evidence", "actions.decision")

# A file that shows what was done is opened by whoever sees its action, and so is its key.


def opens(to: str) -> tuple[tuple[str | tuple[Role, ...], Relation], ...]:
    """Who sees an action, said from what hangs on its evidence."""
    of_hers = own_agency(f"{to}organisation")
    return (
        (READERS, at_board(f"{to}board")),
        (LEAD, of_hers),
        (CONTRIBUTOR, of_hers & named(f"{to}person")),
    )


of_action, key_of_action = "evidence__action__", "uploads__evidence__action__"

policy("uploads.upload", *(Rule("view", *each) for each in opens(of_action)))
policy(
    "vault.casekey",
    *(Rule("view", *each) for each in opens(key_of_action)),
    *case_files(at_board(f"{key_of_action}board")),
)
