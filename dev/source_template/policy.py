"""Who may do what with it."""

import goldthread.loop.activities.policy  # noqa: F401 (its rows are narrowed here)
from goldthread.base.access.confined import confined, granted, opened
from goldthread.base.access.relations import (
    at_board,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, narrow, policy
from goldthread.base.people.rules import Role
from goldthread.sources.source_template.models import SourceTemplate
from goldthread.sources.source_template.rules import WAY

TEAM, LEAD = Role.BOARD_TEAM, Role.AGENCY_LEAD
READERS = (TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)

of_this_way = when("of this way of learning", way=WAY)
is_open = when("not restricted", restricted=False)

policy(
    "activities.activity",
    *(
        Rule("ask_for_source_template", TEAM, at_board("board") & which & of_this_way)
        for which in (is_open, granted("case_file"))
    ),
)

# It is sent and taken back by its own steps, not by those of any contribution.
narrow(
    "activities.contribution",
    ("receive", "ask_again"),
    when("that is no source template", source_template__isnull=True),
)

ACTIVITY, AGENCY = "contribution__activity", "contribution__organisation"
seen = (
    when("of an activity that is not restricted", **{f"{ACTIVITY}__restricted": False}),
    granted(f"{ACTIVITY}__case_file"),
)
home, own, other = (
    at_board(f"{ACTIVITY}__board"),
    own_agency(AGENCY),
    other_agency(AGENCY),
)

LABEL = SourceTemplate._meta.label_lower
confined(LABEL, case=f"{ACTIVITY}__case_file")
policy(
    LABEL,
    Rule("view", (TEAM, Role.CHAIR), home & opened(f"{ACTIVITY}__case_file")),
    *(
        Rule(action, roles, where & which)
        for action in ("view", "export")
        for roles, where in ((READERS, home), (LEAD, own))
        for which in seen
    ),
    *(Rule("submit", LEAD, own & which) for which in seen),
    *(
        Rule(action, TEAM, home & which & other)
        for action in ("send_back", "raise_finding")
        for which in seen
    ),
)
