"""Who may do what in section 11.

An organisation writes its own return; its colleagues write the standards they were
given. A board reads what was submitted and released to it, and nobody moderates the
return of her own organisation. A cycle is never restricted: it is about arrangements.
"""

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
from goldthread.sources.section11.models.challenge import GOING_ON
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
    Rule("confirm_carried", LEAD, own & with_carried),
    Rule("confirm_carried", CONTRIBUTOR, delegated & with_carried),
    Rule("remove_action", LEAD, own & with_actions),
    Rule("remove_action", CONTRIBUTOR, delegated & with_actions),
    *each(("sign",), LEAD, (own & not_named("drafted_by"),)),
    Rule("release", LEAD, own & several),
    Rule("open_survey", LEAD, own & without_survey),
    Rule("close_survey", LEAD, own & with_open_survey),
    Rule("stop_asking", TEAM, boards & other & several),
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
for part in ("answer", "ownaction", "addendum", "snapshot", "grade"):
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

# --- Challenge events ---------------------------------------------------------------------

CYCLES = "cycle__activity__"
policy(
    "section11.challengeevent",
    *each(
        ("view",),
        READERS,
        (at_board(f"{CYCLES}board"), at_board(f"{CYCLES}shared_with")),
    ),
    *each(
        ("view",),
        LEAD,
        (own_agency("challenges__challenged"), own_agency("challenges__challenged_by")),
    ),
    *each(
        (
            "move_event",
            "pair",
            "pair_all",
            "unpair",
            "hold",
            "write_minutes",
            "close_event",
        ),
        TEAM,
        (at_board(f"{CYCLES}board"),),
    ),
)
policy("section11.minutes", Rule("view", READERS, at_board(f"event__{CYCLES}board")))

going_on = when("before its event is closed", event__state__in=GOING_ON)
concerned, asking = own_agency("challenged"), own_agency("challenged_by")
strange = other_agency("challenged") & when("that was submitted", assessment__sent=True)
holding = at_board(f"event__{CYCLES}board") & strange
sitting = in_group(f"event__{CYCLES}lead_group") & strange
agreed = when("that its lead agreed to share", shared=True)
not_agreed = when("that is not shared", shared=False)
committed = when("with commitments", commitments__isnull=False)
policy(
    "section11.challenge",
    Rule("view", READERS, sent_to("assessment__")),
    *each(("view",), LEAD, (concerned, asking)),
    Rule("read_pack", TEAM, holding),
    Rule("read_pack", MEMBER, sitting),
    Rule("read_pack", LEAD, asking & other_agency("challenged") & agreed & going_on),
    Rule("put_question", MEMBER, sitting & going_on),
    *each(("put_question", "pass_over", "add_commitment"), TEAM, (holding & going_on,)),
    Rule("remove_commitment", TEAM, holding & going_on & committed),
    Rule("agree_to_share", LEAD, concerned & going_on & not_agreed),
    Rule("stop_sharing", LEAD, concerned & agreed),
)


def shared_with(path: str) -> Relation:
    """With whoever challenges it, once its lead agreed and until the event is closed."""
    told = {f"{path}shared": True, f"{path}event__state__in": GOING_ON}
    words = "that its lead agreed to share until its event is closed"
    return own_agency(f"{path}challenged_by") & when(words, **told)


# Nothing of a return opens by this but the pack.
for label, path in (
    ("section11.selfassessment", ""),
    ("activities.contribution", "self_assessment__"),
    ("section11.answer", AT),
    ("section11.ownaction", AT),
    ("section11.grade", AT),
    ("section11.evidence", f"answers__{AT}"),
):
    policy(label, Rule("reach", LEAD, shared_with(f"{path}challenges__")))
closes = when(
    "of a return that was submitted, before its event is closed",
    challenge__assessment__sent=True,
    challenge__event__state__in=GOING_ON,
)
policy(
    "section11.question",
    Rule(
        "answer_challenge",
        TEAM,
        at_board(f"challenge__event__{CYCLES}board")
        & other_agency("challenge__challenged")
        & closes,
    ),
    Rule("view", READERS, sent_to("challenge__assessment__")),
    Rule("view", LEAD, own_agency("challenge__challenged")),
    Rule("view", LEAD, shared_with("challenge__")),
)
policy(
    "section11.commitment",
    Rule("view", READERS, sent_to("challenge__assessment__")),
    Rule("view", LEAD, own_agency("challenge__challenged")),
)
