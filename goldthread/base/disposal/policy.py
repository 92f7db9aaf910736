"""Who approves a disposal. Who may propose one stands with each class of record.

An app that seals records says in its own policy.py who sees the case files of its class,
as whoever sees such a record does, and what the board may do with those:

    sees = granted("referrals__activity__case_file")
    policy("vault.casekey", Rule("view", READERS, sees), *case_files(sees))

Without such rows nobody reads the records, holds their files or disposes of them.
"""

from goldthread.base.access.confined import confined, granted
from goldthread.base.access.relations import Relation, at_board, not_named, when
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

DECIDERS = (Role.BOARD_TEAM, Role.CHAIR)

here = at_board("board")

kept = when("kept and not held", held_on__isnull=True, destroyed_on__isnull=True)
held = when("under legal hold", held_on__isnull=False)


def case_files(sees: Relation) -> tuple[Rule, ...]:
    """What the board may do with the case files of one class that it sees."""
    return (
        Rule("review", Role.BOARD_TEAM, here & sees & kept),
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

# The case file of a restricted case: what was written of who is named on it, and why.
confined("disposal.disposal", case="keys__cases")
policy("vault.casekey", *case_files(granted("cases")))

# Whoever decides on a disposal reads which files it is about, and no more of them.
policy("vault.casekey", Rule("reach", DECIDERS, at_board("disposals__board")))
