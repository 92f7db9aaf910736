"""Who drafts, issues, reads and publishes the papers."""

from goldthread.base.access.relations import at_board, not_named, when
from goldthread.base.access.table import Rule, open_to_all, part_of, policy
from goldthread.base.people.rules import Role

TEAM = Role.BOARD_TEAM
DECIDERS = (TEAM, Role.CHAIR)
READERS = (TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)
issued = when("issued", state="issued")
proposed = when(
    "proposed",
    publication__withdrawn_at=None,
    publication__published_at=None,
    publication__isnull=False,
)
published = when(
    "published",
    publication__withdrawn_at=None,
    publication__published_at__isnull=False,
)
unpublished = (
    when("not published", publication=None),
    when("taken down or declined", publication__withdrawn_at__isnull=False),
)

policy("people.board", Rule("draft_paper", TEAM, at_board("pk")))

policy(
    "reports.paper",
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("view", "export", "edit", "narrate", "issue")
    ),
    *(
        Rule(action, READERS, at_board("board") & issued)
        for action in ("view", "export")
    ),
    *(
        Rule("propose_publication", TEAM, at_board("board") & which)
        for which in unpublished
    ),
    Rule(
        "publish",
        DECIDERS,
        at_board("board") & proposed & not_named("publication__proposed_by"),
    ),
    Rule("decline_publication", DECIDERS, at_board("board") & proposed),
    Rule("withdraw_publication", TEAM, at_board("board") & published),
)

part_of("paper", "reports.publication", "reports.drawing")
open_to_all("reports.publication", withdrawn_at=None, published_at__isnull=False)
