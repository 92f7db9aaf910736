"""Who may do what with an organisation's audits.

The agency writes its return, and decides how widely it is read. The board team and the
activity's group scrutinise it, unless it is of their own organisation or they entered it
for an agency that answers by telephone or on paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import goldthread.loop.activities.policy  # noqa: F401 (its rows are narrowed here)
from goldthread.base.access.confined import confined, granted, opened
from goldthread.base.access.relations import (
    Relation,
    at_board,
    in_group,
    named,
    not_named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, narrow, part_of, policy
from goldthread.base.people.rules import Role
from goldthread.loop.activities.rules import Way

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER

policy("people.organisation", Rule("announce_audit", LEAD, own_agency("pk")))

of_this_way = when("of single-agency audits", way=Way.SINGLE_AGENCY_AUDIT)
is_open = when("not restricted", restricted=False)

policy(
    "activities.activity",
    *(
        Rule("ask_for_audits", TEAM, at_board(path) & which & of_this_way)
        for path in ("board", "shared_with")
        for which in (is_open, granted("case_file"))
    ),
)

# A return is sent, taken back and given up by the steps of the audit alone.
narrow(
    "activities.contribution",
    ("receive", "withdraw", "ask_again"),
    when("that is no audit return", agency_audit__isnull=True),
)

ACTIVITY, AGENCY = "contribution__activity", "contribution__organisation"
of_open = when(
    "of an activity that is not restricted", **{f"{ACTIVITY}__restricted": False}
)
seen = (of_open, granted(f"{ACTIVITY}__case_file"))
home = at_board(f"{ACTIVITY}__board")
boards = (home, at_board(f"{ACTIVITY}__shared_with"), at_board("shared_with"))
disclosed = when(
    "that the agency does not keep to the board team and its groups",
    disclosure__in=("", "board", "public"),
)
own, other = own_agency(AGENCY), other_agency(AGENCY)
hers = own & named("contribution__person")
shared = when("shared", shared_with__isnull=False)
entered = when("that the board team enters for it", entered_for_agency=True)
unmarked = replace(not_named("entered_by"), words="that she did not enter herself")
with_actions = when("that lists actions", actions__isnull=False)
with_twin = when("that another board has already", twin__isnull=False)


def each(
    actions: Iterable[str], roles: object, wheres: Iterable[Relation]
) -> Iterator[Rule]:
    """The same rows for several actions."""
    places = tuple(wheres)
    return (Rule(action, roles, where) for action in actions for where in places)  # type: ignore[arg-type]


confined("agency_audits.agencyaudit", case=f"{ACTIVITY}__case_file")
policy(
    "agency_audits.agencyaudit",
    Rule("view", (TEAM, CHAIR), home & opened(f"{ACTIVITY}__case_file")),
    *each(
        ("view", "export"),
        (TEAM, MEMBER),
        (board & which for board in boards for which in seen),
    ),
    *each(
        ("view", "export"),
        (CHAIR, SCRUTINEER),
        (board & which & disclosed for board in boards for which in seen),
    ),
    *each(("view", "export"), LEAD, (own & which for which in seen)),
    *each(("view", "export"), CONTRIBUTOR, (hers & which for which in seen)),
    *each(
        (
            "fill",
            "add_action",
            "send",
            "answer",
            "not_done",
            "plan_again",
            "share_with",
        ),
        LEAD,
        (own & which for which in seen),
    ),
    *each(("fill", "add_action"), CONTRIBUTOR, (hers & which for which in seen)),
    *each(("remove_action",), LEAD, (own & which & with_actions for which in seen)),
    *each(
        ("remove_action",), CONTRIBUTOR, (hers & which & with_actions for which in seen)
    ),
    *each(("share_twin",), LEAD, (own & which & with_twin for which in seen)),
    *each(("stop_sharing",), LEAD, (own & which & shared for which in seen)),
    *each(
        (
            *("notify", "not_done", "raise_finding", "report"),
            *("give_feedback", "close", "reopen"),
        ),
        TEAM,
        (home & which & other for which in seen),
    ),
    *each(("enter_for",), TEAM, (home & which & other for which in seen)),
    *each(
        ("fill", "add_action", "remove_action", "send", "answer", "hand_back"),
        TEAM,
        (home & which & other & entered for which in seen),
    ),
    *each(("hand_back",), LEAD, (own & which & entered for which in seen)),
    *each(
        ("triage", "clarify", "accept", "theme", "triangulate"),
        TEAM,
        (home & which & other & unmarked for which in seen),
    ),
    *each(
        ("triage", "clarify", "accept", "theme", "triangulate"),
        MEMBER,
        (
            in_group(f"{ACTIVITY}__lead_group") & which & other & unmarked
            for which in seen
        ),
    ),
)

# A return is shared without the activity that it came of. Who it is from, and which board
# asked, is said on its page, so the database returns these; no page of theirs opens.


def shared_from(to: str, activity: str) -> Iterator[Rule]:
    """Whoever reads a shared return, said from what it came of."""
    of_open = when(
        "of an activity that is not restricted", **{f"{activity}restricted": False}
    )
    here = at_board(f"{to}shared_with") & of_open
    told = when(disclosed.words, **{f"{to}disclosure__in": ("", "board", "public")})
    yield Rule("reach", (TEAM, MEMBER), here)
    yield Rule("reach", (CHAIR, SCRUTINEER), here & told)


policy("activities.contribution", *shared_from("agency_audit__", "activity__"))
policy("activities.activity", *shared_from("contributions__agency_audit__", ""))

part_of("audit", "agency_audits.auditaction", "agency_audits.question")
