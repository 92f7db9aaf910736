"""Who refers a case, who sees it, and who decides.

What was referred is seen by the people whom its restricted activity names. The group
that leads the activity decides, but nobody on what her own organisation referred.
"""

import goldthread.loop.activities.policy as activities
from goldthread.base.access.relations import (
    at_board,
    in_group,
    named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, narrow, policy
from goldthread.base.disposal.policy import case_files
from goldthread.base.people.rules import Role

policy("people.organisation", Rule("refer_case", Role.AGENCY_LEAD, own_agency("pk")))

names_her = named("activity__named") & activities.near("activity__")
undecided = when("not decided", activity__state="planned")
judges = named("activity__named") & other_agency("organisation") & undecided

policy(
    "referrals.referral",
    Rule("view", activities.EVERYONE, names_her),
    Rule("see_openings", Role.BOARD_TEAM, activities.manages_it),
    Rule("decide", Role.BOARD_TEAM, at_board("activity__board") & judges),
    Rule("decide", Role.GROUP_MEMBER, in_group("activity__lead_group") & judges),
)

# Its case file is seen with it.
of_hers = named("referrals__activity__named") & activities.near("referrals__activity__")
policy(
    "vault.casekey",
    Rule("view", activities.EVERYONE, of_hers),
    *case_files(of_hers),
)

# Whether a referred case is reviewed is decided by the step that gives the reason.
narrow(
    "activities.activity",
    ("begin", "call_off"),
    when("of no referral", referral__isnull=True),
)
