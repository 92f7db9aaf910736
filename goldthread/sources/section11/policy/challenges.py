"""Who may do what at a challenge event, and who reads the pack of a return."""

from goldthread.base.access.relations import (
    Relation,
    at_board,
    in_group,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.sources.section11.models.challenge import GOING_ON
from goldthread.sources.section11.policy.returns import (
    AT,
    LEAD,
    MEMBER,
    READERS,
    TEAM,
    each,
    sent_to,
)

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
    ("section11.sitedifference", AT),
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
