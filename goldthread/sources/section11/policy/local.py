"""Questions that one of several boards asks by itself, and what is answered to it alone."""

from goldthread.base.access.relations import at_board, own_agency, when
from goldthread.base.access.table import Rule, policy
from goldthread.sources.section11.policy.returns import LEAD, READERS, its_own

asked = own_agency("cycle__returns__contribution__organisation")
policy(
    "section11.localquestion",
    Rule("view", READERS, at_board("board")),
    Rule("view", LEAD, asked & own_agency("board__partners")),
    # A trust that answers for a site of this board.
    Rule("view", LEAD, asked & own_agency("board__partners__parent")),
)
released = when(
    "that was submitted and released to it", released=True, assessment__sent=True
)
policy(
    "section11.localanswer",
    Rule("view", READERS, at_board("question__board") & released),
    Rule("view", LEAD, its_own),
)
