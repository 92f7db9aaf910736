"""Who names people on a case file, who excludes, and who opens one in an emergency.

The people of its board's team who are named on it keep it. Everybody named on it sees who
else is. Whoever opened it in an emergency sees the case, not who keeps it.
"""

from django.db.models import Q

from goldthread.base.access.confined import (
    confined,
    frozen,
    granted,
    opened,
)
from goldthread.base.access.fresh import asks_second_factor
from goldthread.base.access.relations import (
    Relation,
    anywhere,
    at_board,
    not_named,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR = Role.BOARD_TEAM, Role.CHAIR
EVERYONE = tuple(role for role in Role if role != Role.ADMINISTRATOR)

for label in ("grant", "exclusion", "declaration", "opening"):
    confined(f"cases.{label}", case="case_file")
confined("cases.casefile", case="pk")

asks_second_factor("people.board", "open_in_emergency")
asks_second_factor("cases.casefile", "name_on_case")
asks_second_factor("cases.grant", "extend")

keeps = at_board("board") & granted("pk")
policy("people.board", Rule("open_in_emergency", (CHAIR, TEAM), at_board("pk")))
policy(
    "cases.casefile",
    Rule("view", EVERYONE, granted("pk")),
    Rule("reach", TEAM, at_board("board") & frozen("pk")),
    Rule("reach", (CHAIR, TEAM), at_board("board") & opened("pk")),
    # What it is called, for whoever reviews that somebody opened it.
    Rule(
        "reach",
        (CHAIR, TEAM),
        at_board("board")
        & when("that was opened in an emergency", openings__isnull=False),
    ),
    # Its key, for whoever reads what was written before the restriction was lifted.
    Rule("reach", EVERYONE, anywhere & when("no longer restricted", state="lifted")),
    Rule("declare_none", EVERYONE, granted("pk")),
    Rule("declare_conflict", EVERYONE, granted("pk")),
    *(Rule(a, TEAM, keeps) for a in ("name_on_case", "exclude")),
)

theirs = at_board("case_file__board") & granted("case_file")
standing = when("not ended", ended_at__isnull=True)
policy(
    "cases.grant",
    Rule("view", EVERYONE, granted("case_file")),
    *(Rule(a, TEAM, theirs & standing) for a in ("extend", "end_grant")),
)
policy(
    "cases.exclusion",
    Rule("view", TEAM, theirs),
    Rule("lift", TEAM, theirs & when("not lifted", lifted_at__isnull=True)),
)

hers = Relation(
    "that she made herself", lambda user, roles: Q(person=user.pk), ("person",)
)
policy("cases.declaration", Rule("view", EVERYONE, hers))

here = at_board("case_file__board")
policy(
    "cases.opening",
    Rule("view", (CHAIR, TEAM), here),
    Rule("review", (CHAIR, TEAM), here & not_named("person")),
)

# What is written of a case is sealed with its key, which is reached with the case.
confined("vault.casekey", case="cases")
ours = at_board("cases__board")
policy(
    "vault.casekey",
    Rule("view", EVERYONE, granted("cases")),
    Rule("reach", TEAM, ours & frozen("cases")),
    Rule("reach", (CHAIR, TEAM), ours & opened("cases")),
    Rule(
        "reach",
        (CHAIR, TEAM),
        ours & when("of a case that was opened so", cases__openings__isnull=False),
    ),
    Rule(
        "reach",
        EVERYONE,
        anywhere & when("of a case no longer restricted", cases__state="lifted"),
    ),
)
