"""Who may check impact: nobody her own work, nor her own organisation's."""

from goldthread.base.access.relations import (
    at_board,
    named,
    not_named,
    other_agency,
    own_agency,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
READERS = (TEAM, CHAIR, MEMBER, Role.SCRUTINEER)
CHECKERS = (TEAM, CHAIR, MEMBER)
own = own_agency("action__organisation")

OF_THEME = "recommendations__actions"
not_hers = other_agency("organisation") & not_named("person")
none_hers = other_agency(f"{OF_THEME}__organisation") & not_named(f"{OF_THEME}__person")
not_hers_to_check = (
    other_agency("action__organisation")
    & not_named("action__person")
    & other_agency(f"theme__{OF_THEME}__organisation")
    & not_named(f"theme__{OF_THEME}__person")
)

policy(
    "actions.action",
    Rule("plan_check", CHECKERS, at_board("board")),
    Rule("record_check", CHECKERS, at_board("board") & not_hers),
)

policy(
    "themes.theme",
    Rule("plan_check", CHECKERS, at_board("board")),
    Rule("record_check", CHECKERS, at_board("board") & none_hers),
    *(Rule("close", role, at_board("board")) for role in (TEAM, CHAIR)),
    *(Rule("reopen", role, at_board("board")) for role in (TEAM, CHAIR)),
    Rule("carry_forward", TEAM, at_board("board")),
)

policy(
    "impact.check",
    *(Rule(action, READERS, at_board("board")) for action in ("view", "export")),
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, Role.AGENCY_LEAD, own),
            Rule(action, Role.CONTRIBUTOR, own & named("action__person")),
        )
    ),
    Rule(
        "make_check", CHECKERS, at_board("board") & named("checker") & not_hers_to_check
    ),
    Rule("withdraw", TEAM, at_board("board")),
    Rule("withdraw", CHECKERS, at_board("board") & named("checker")),
)
