"""Who asks for many rows, who agrees, and who fetches them.

To ask opens nothing: when the rows leave, it is the list's own rows of the table that
say which of them she may export.
"""

from goldthread.base.access.fresh import asks_second_factor
from goldthread.base.access.relations import (
    anywhere,
    at_board,
    at_either_board,
    named,
    not_named,
    when,
)
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.people.rules import Role

DECIDERS = (Role.BOARD_TEAM, Role.CHAIR)
EVERYONE = tuple(Role)
OTHERS = tuple(role for role in Role if role != Role.ADMINISTRATOR)

asks_second_factor("large_files.largefile", "agree", "fetch")

waiting = when("that waits", state="waiting")
agreed = when("agreed", state="agreed")
here = at_board("board")
hers = named("asked_by")

policy(
    "people.board",
    Rule("ask_for_file", OTHERS, at_either_board("pk")),
    Rule("ask_for_file", Role.ADMINISTRATOR, anywhere),
)
policy(
    "large_files.largefile",
    Rule("view", DECIDERS, here),
    Rule("view", EVERYONE, hers),
    Rule("agree", DECIDERS, here & not_named("asked_by") & waiting),
    Rule("decline", DECIDERS, here & not_named("asked_by") & waiting),
    *(Rule("withdraw", EVERYONE, hers & which) for which in (waiting, agreed)),
    Rule("fetch", EVERYONE, hers & agreed),
)
part_of("under", "large_files.taken")
