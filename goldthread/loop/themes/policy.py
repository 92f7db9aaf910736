"""Who may do what with themes. A theme is a few words: its findings stay guarded."""

from django.db.models import Exists, OuterRef, Q

from goldthread.base.access.relations import Relation, at_board, named, when
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role
from goldthread.loop.activities.policy import near
from goldthread.loop.themes.models import Membership

TEAM = Role.BOARD_TEAM
READERS = (TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)

open_activity = when(
    "of an activity that is not restricted", activity__restricted=False
)
released = when("released", state="released")
in_a_theme = Relation(
    "in a theme",
    lambda user, roles: Q(Exists(Membership.objects.filter(finding=OuterRef("pk")))),
)

policy(
    "people.board",
    Rule("matrix", READERS, at_board("pk")),
    Rule("add_theme", TEAM, at_board("pk")),
    Rule("join_findings", TEAM, at_board("pk")),
)

policy(
    "themes.theme",
    *(Rule(action, READERS, at_board("board")) for action in ("view", "export")),
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("edit", "merge", "part", "decide")
    ),
    # The chair decides what the sources say together, too.
    Rule("decide", Role.CHAIR, at_board("board")),
)

# Whoever of the board team may read a finding may say which themes it belongs to.
policy(
    "findings.finding",
    *(
        Rule("theme", TEAM, at_board(path) & state)
        for path in ("board", "activity__shared_with")
        for state in (open_activity, released)
    ),
    Rule("theme", TEAM, named("activity__named") & near("activity__")),
    *(
        Rule("leave", TEAM, at_board(path) & in_a_theme & state)
        for path in ("board", "activity__shared_with")
        for state in (open_activity, released)
    ),
    Rule("leave", TEAM, named("activity__named") & near("activity__") & in_a_theme),
)
