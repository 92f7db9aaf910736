"""Who approves a disposal. Who may propose one stands with each class of record.

An app that seals records says in its own policy.py who sees the case files of its class:

    policy("vault.casekey", *case_files(READERS, named("referrals__activity__named")))

Without such a line nobody holds them or disposes of them.
"""

from collections.abc import Iterable

from goldthread.base.access.relations import Relation, at_board, not_named, when
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

DECIDERS = (Role.BOARD_TEAM, Role.CHAIR)

here = at_board("board")

kept = when("kept and not held", held_on__isnull=True, destroyed_on__isnull=True)
held = when("under legal hold", held_on__isnull=False)


def case_files(readers: Iterable[str], sees: Relation) -> tuple[Rule, ...]:
    """The rows of one class: who sees a case file, and what the board may do with it."""
    return (
        Rule("view", readers, sees),
        Rule("propose_disposal", Role.BOARD_TEAM, here & sees & kept),
        Rule("hold", DECIDERS, here & sees & kept),
        Rule("lift_hold", DECIDERS, here & sees & held),
    )


policy(
    "disposal.disposal",
    Rule("view", DECIDERS, here),
    Rule("approve", DECIDERS, here & not_named("proposed_by")),
    Rule("decline", DECIDERS, here),
)
