"""Who refers a case, who sees it, and who decides.

What was referred is seen by the people whom its restricted activity names. The group
that leads the activity decides, but nobody on what her own organisation referred.
"""

import goldthread.loop.activities.policy as activities
from goldthread.base.access.confined import confined, granted, opened
from goldthread.base.access.relations import (
    at_board,
    in_group,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, narrow, policy
from goldthread.base.disposal.policy import case_files
from goldthread.base.people.rules import Role

confined("referrals.referral", case="activity__case_file")
policy("people.organisation", Rule("refer_case", Role.AGENCY_LEAD, own_agency("pk")))

names_her = granted("activity__case_file") & activities.near("activity__")
undecided = when("not decided", activity__state="planned")
judges = granted("activity__case_file") & other_agency("organisation") & undecided

policy(
    "referrals.referral",
    Rule("view", activities.EVERYONE, names_her),
    Rule("see_openings", Role.BOARD_TEAM, activities.manages_it),
    Rule(
        "view",
        (Role.BOARD_TEAM, Role.CHAIR),
        at_board("activity__board") & opened("activity__case_file"),
    ),
    Rule("decide", Role.BOARD_TEAM, at_board("activity__board") & judges),
    Rule("decide", Role.GROUP_MEMBER, in_group("activity__lead_group") & judges),
)

# Its case file is seen with it.
REFERRED = "referrals__activity__"
of_hers = granted(f"{REFERRED}case_file") & activities.near(REFERRED)
confined("vault.casekey", case=f"{REFERRED}case_file")
confined("disposal.disposal", case=f"keys__{REFERRED}case_file")
policy(
    "vault.casekey",
    Rule("view", activities.EVERYONE, of_hers),
    Rule(
        "view",
        (Role.BOARD_TEAM, Role.CHAIR),
        at_board(f"{REFERRED}board") & opened(f"{REFERRED}case_file"),
    ),
    *case_files(of_hers),
)

# Whether a referred case is reviewed is decided by the step that gives the reason.
narrow(
    "activities.activity",
    ("begin", "call_off"),
    when("of no referral", referral__isnull=True),
)
