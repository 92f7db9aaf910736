"""Cycles, returns, what belongs to them, and what shows it."""

from collections.abc import Iterable, Iterator

import goldthread.loop.activities.policy  # noqa: F401 (its rows are narrowed here)
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
from goldthread.base.access.table import Rule, closed, narrow, part_of, policy
from goldthread.base.people.rules import Role
from goldthread.sources.section11.models.returns import JUDGED

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)


def each(
    actions: Iterable[str], roles: object, wheres: Iterable[Relation]
) -> Iterator[Rule]:
    """The same rows for several actions."""
    places = tuple(wheres)
    return (Rule(action, roles, where) for action in actions for where in places)  # type: ignore[arg-type]


# What it is asked is sent and taken back by the steps of the return alone.
narrow(
    "activities.contribution",
    ("receive", "withdraw", "ask_again", "extend", "assign"),
    when("that is no section 11 return", self_assessment__isnull=True),
)
narrow(
    "activities.activity",
    ("restrict", "call_off"),
    when("that is no section 11 cycle", section11_cycle__isnull=True),
)

# --- Cycles -------------------------------------------------------------------------------

policy("people.board", Rule("plan_cycle", TEAM, at_board("pk")))
leading, sharing = at_board("activity__board"), at_board("activity__shared_with")
with_own = when("with questions of one board", local_questions__isnull=False)
policy(
    "section11.cycle",
    *each(("view", "export"), READERS, (leading, sharing)),
    *each(
        ("view",),
        (LEAD, CONTRIBUTOR),
        (own_agency("returns__contribution__organisation"),),
    ),
    *each(
        (
            *("assign", "unassign", "pilot", "open_cycle", "close_cycle"),
            *("reopen_cycle", "begin_moderation", "archive", "plan_challenge"),
        ),
        TEAM,
        (leading,),
    ),
    *each(("add_local_question",), TEAM, (leading, sharing)),
    *each(("remove_local_question",), TEAM, (leading & with_own, sharing & with_own)),
    *each(("report_cycle",), MEMBER, (in_group("activity__lead_group"),)),
)
part_of("cycle", "section11.assignment")
closed("section11.tally")  # told by a page that rounds them, and to nobody as they are

# --- Returns ------------------------------------------------------------------------------

ORGANISATION = "contribution__organisation"
own, other = own_agency(ORGANISATION), other_agency(ORGANISATION)
delegated = own & named("delegations__person")
boards = at_board("boards")
released = at_board("released_to") & when("that was submitted", sent=True)
judge = released & other
with_carried = when("with answers of last time to confirm", answers__carried=True)
several = when("that several boards ask for", several=True)
with_local = when(
    "of a cycle with questions of one board", cycle__local_questions__isnull=False
)
for_sites = when("that answers for several sites", for_sites=True)
with_differences = when(
    "that says where a site differs", site_differences__isnull=False
)
of_a_site = when(
    "of what is part of another body", contribution__organisation__parent__isnull=False
)
with_actions = when("that lists actions", actions__isnull=False)
without_survey = when("whose staff were not asked yet", survey__isnull=True)
with_open_survey = when(
    "whose staff are being asked", survey__isnull=False, survey__closed=False
)
policy(
    "section11.selfassessment",
    *each(("view", "export"), READERS, (boards,)),
    *each(("view", "export"), LEAD, (own,)),
    *each(("view", "export"), CONTRIBUTOR, (delegated,)),
    *each(
        (
            *("confirm_lead", "hand_over", "delegate", "fill", "bring_back"),
            *("add_action", "ask_to_sign", "take_back"),
            *("answer_question", "add_addendum", "agree_grades", "dispute"),
        ),
        LEAD,
        (own,),
    ),
    *each(("fill", "bring_back", "add_action"), CONTRIBUTOR, (delegated,)),
    Rule("answer_local", LEAD, own & with_local),
    Rule("confirm_carried", LEAD, own & with_carried),
    Rule("confirm_carried", CONTRIBUTOR, delegated & with_carried),
    Rule("remove_action", LEAD, own & with_actions),
    Rule("remove_action", CONTRIBUTOR, delegated & with_actions),
    Rule("add_difference", LEAD, own & for_sites),
    Rule("add_difference", CONTRIBUTOR, delegated & for_sites),
    Rule("remove_difference", LEAD, own & with_differences),
    Rule("remove_difference", CONTRIBUTOR, delegated & with_differences),
    Rule("copy_from", LEAD, own & of_a_site),
    *each(("sign",), LEAD, (own & not_named("drafted_by"),)),
    Rule("release", LEAD, own & several),
    Rule("open_survey", LEAD, own & without_survey),
    Rule("close_survey", LEAD, own & with_open_survey),
    Rule("stop_asking", TEAM, boards & other & several),
    Rule("ask_each_site", TEAM, at_board("cycle__activity__board") & other & for_sites),
    *each(("extend_return", "exempt", "ask_after_all"), TEAM, (boards & other,)),
    *each(
        (
            *("ask_about", "moderate", "finish_moderation", "settle"),
            *("raise_section11_finding", "write_back"),
        ),
        TEAM,
        (judge,),
    ),
    *each(("moderate",), MEMBER, (in_group("cycle__activity__lead_group") & judge,)),
)


# Who a return is from, and what for, is said on its page: the database returns these to
# whoever reads it, and no page of theirs opens by that.
policy(
    "activities.contribution",
    Rule("reach", READERS, at_board("self_assessment__boards")),
    Rule(
        "reach",
        CONTRIBUTOR,
        own_agency("organisation") & named("self_assessment__delegations__person"),
    ),
)
policy(
    "activities.activity",
    Rule("reach", READERS, at_board("section11_cycle__returns__boards")),
    Rule(
        "reach",
        (LEAD, CONTRIBUTOR),
        own_agency("section11_cycle__returns__contribution__organisation"),
    ),
)


def sent_to(path: str) -> Relation:
    """To her board, once it was submitted."""
    told = {f"{path}sent": True}
    return at_board(f"{path}released_to") & when("that was submitted", **told)


AT, ITS = "assessment__", f"assessment__{ORGANISATION}"
its_own = own_agency(ITS)
its_part = its_own & named(f"{AT}delegations__person")
judged = when("once the board has judged it", **{f"{AT}state__in": JUDGED})
parts = ("answer", "ownaction", "sitedifference", "addendum", "snapshot", "grade")
for part in parts:
    policy(
        f"section11.{part}",
        Rule("view", READERS, sent_to(AT)),
        Rule("view", LEAD, its_own),
        Rule("view", CONTRIBUTOR, its_part),
    )
policy(
    "section11.moderation",
    Rule("view", READERS, sent_to(AT)),
    Rule("view", LEAD, its_own & judged),
)
policy(
    "section11.survey",
    Rule("view", READERS, sent_to(AT)),
    Rule("view", LEAD, its_own),
)
# Nobody reads counts as they are: small ones would tell what somebody answered.
closed("section11.stafftally")
part_of(
    "assessment", "section11.delegation", "section11.signature", "section11.exchange"
)

# --- Evidence -----------------------------------------------------------------------------

policy("people.organisation", Rule("keep_evidence", (LEAD,), own_agency("pk")))
holders = own_agency("organisation")
policy(
    "section11.evidence",
    *each(("view", "renew", "withdraw_evidence"), (LEAD, CONTRIBUTOR), (holders,)),
    Rule("export", LEAD, holders),
    Rule("view", READERS, sent_to(f"answers__{AT}")),
)
policy(
    "uploads.upload",
    Rule("view", (LEAD, CONTRIBUTOR), own_agency("section11_evidence__organisation")),
    Rule("view", READERS, sent_to(f"section11_evidence__answers__{AT}")),
)
