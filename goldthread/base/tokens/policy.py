"""Who asks for a token, who agrees to it, and who ends it.

What a token reads, its holder's own rows of the table say, whenever it reads.
"""

from goldthread.base.access.fresh import asks_second_factor
from goldthread.base.access.relations import at_board, named, not_named, when
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM = Role.BOARD_TEAM
DECIDERS = (TEAM, Role.CHAIR)

asks_second_factor("people.board", "ask_for_token")
asks_second_factor("tokens.token", "agree_token", "issue_token", "revoke_token")

here = at_board("board")
agreed = when("agreed and not used yet", state="agreed", used_on__isnull=True)
standing = when("that is not revoked", state__in=("waiting", "agreed"))

policy("people.board", Rule("ask_for_token", TEAM, at_board("pk")))
policy(
    "tokens.token",
    Rule("view", DECIDERS, here),
    Rule(
        "agree_token",
        DECIDERS,
        here & not_named("holder") & when("that waits", state="waiting"),
    ),
    Rule("issue_token", TEAM, here & named("holder") & agreed),
    Rule("revoke_token", DECIDERS, here & standing),
)
