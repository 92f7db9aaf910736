"""Who may do what with activities, and with what organisations were asked for.

A restricted activity is seen and worked on by the people it names, and whoever leads
it, and by nobody else, whatever their role.
"""

from goldthread.base.access.relations import (
    at_board,
    named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)
EVERYONE = tuple(role for role in Role if role != Role.ADMINISTRATOR)

policy("people.board", Rule("add_activity", TEAM, at_board("pk")))
policy("plan.intention", Rule("start_activity", TEAM, at_board("year__board")))

is_open = when("not restricted", restricted=False)
is_restricted = when("restricted", restricted=True)
is_shared = when("shared", shared_with__isnull=False)
hers = (named("named"), named("lead"))
home, partner = at_board("board"), at_board("shared_with")

policy(
    "activities.activity",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, READERS, home & is_open),
            Rule(action, READERS, partner & is_open),
            *(Rule(action, EVERYONE, herself) for herself in hers),
            Rule(action, LEAD, own_agency("contributions__organisation") & is_open),
            Rule(action, CONTRIBUTOR, named("contributions__person") & is_open),
        )
    ),
    *(
        Rule(action, TEAM, board & seen)
        for action in ("edit", "begin", "ask_for", "report")
        for board in (home, partner)
        for seen in (is_open, *hers)
    ),
    *(
        Rule(action, TEAM, home & seen)
        for action in ("close", "reopen", "share_with")
        for seen in (is_open, *hers)
    ),
    *(Rule("stop_sharing", TEAM, home & is_shared & seen) for seen in (is_open, *hers)),
    Rule("restrict", TEAM, home & is_open),
    *(
        Rule(action, TEAM, home & is_restricted & seen)
        for action in ("name_people", "unname", "unrestrict")
        for seen in hers
    ),
)

of_open = when("of an activity that is not restricted", activity__restricted=False)
hers = (named("activity__named"), named("activity__lead"))
own = own_agency("organisation")
home, partner = at_board("activity__board"), at_board("activity__shared_with")

policy(
    "activities.contribution",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, READERS, home & of_open),
            Rule(action, READERS, partner & of_open),
            *(Rule(action, READERS, herself) for herself in hers),
            *(Rule(action, LEAD, own & seen) for seen in (of_open, *hers)),
            *(
                Rule(action, CONTRIBUTOR, own & named("person") & seen)
                for seen in (of_open, *hers)
            ),
        )
    ),
    *(
        Rule(action, LEAD, own & seen)
        for action in ("receive", "assign")
        for seen in (of_open, *hers)
    ),
    *(
        Rule("receive", CONTRIBUTOR, own & named("person") & seen)
        for seen in (of_open, *hers)
    ),
    *(
        Rule(action, TEAM, board & seen)
        for action in ("receive", "ask_again")
        for board in (home, partner)
        for seen in (of_open, *hers)
    ),
    *(  # nobody lets her own organisation off, or judges what it brought
        Rule(action, TEAM, board & seen & other_agency("organisation"))
        for action in ("extend", "withdraw", "give_feedback")
        for board in (home, partner)
        for seen in (of_open, *hers)
    ),
)
