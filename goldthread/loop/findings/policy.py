"""Who may do what with findings."""

from goldthread.base.access.confined import confined, granted, opened
from goldthread.base.access.relations import (
    at_board,
    at_partner_board,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role
from goldthread.loop.activities.policy import (
    leads_it,
    manages_it,
    near,
    of_restricted,
)

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)
EVERYONE = tuple(role for role in Role if role != Role.ADMINISTRATOR)

open_activity = when("of an activity that is not restricted", of_restricted=False)
released = when("released", state="released")
unshared_strength = when(
    "a strength not yet shared", kind="strength", shared_at__isnull=True
)
named_there = granted("activity__case_file") & near("activity__")
shared = when("shared as good practice", shared_at__isnull=False, state="released")

of_open_activity = at_board("board") & open_activity
readable = tuple(
    at_board(path) & (released | open_activity)
    for path in ("board", "activity__shared_with")
)

policy(
    "activities.activity",
    Rule(
        "add_finding",
        TEAM,
        at_board("board") & when("not restricted", restricted=False),
    ),
    Rule("add_finding", TEAM, granted("case_file") & near()),
)

confined("findings.finding", case="activity__case_file")
policy(
    "findings.finding",
    *(
        Rule(action, READERS, relation)
        for action in ("view", "export")
        for relation in readable
    ),
    Rule("view", EVERYONE, named_there),
    # Looked up as whoever is near it is: a join would hide what is released of others.
    Rule(
        "view",
        (TEAM, CHAIR),
        at_board("board") & opened("activity__case_file") & near("activity__"),
    ),
    Rule("view", LEAD, own_agency("about") & released),
    Rule(
        "view",
        LEAD,
        at_partner_board("board") & released & when("about all", about_everyone=True),
    ),
    Rule(
        "view",
        (LEAD, CONTRIBUTOR, Role.PRACTITIONER),
        at_partner_board("board") & shared,
    ),
    *(
        Rule(action, TEAM, relation)
        for action in ("edit", "agree", "release", "withdraw", "reopen")
        for relation in (of_open_activity, named_there)
    ),
    Rule("see_openings", TEAM, manages_it & of_restricted),
    Rule("see_openings", EVERYONE, leads_it & of_restricted),
    # A released finding was checked for identifying words, whatever it came from.
    Rule("share", TEAM, at_board("board") & released & unshared_strength),
    Rule("unshare", TEAM, at_board("board") & shared),
)
