"""Who may do what with themes. A theme is a few words: its findings stay guarded."""

from django.db.models import Exists, OuterRef, Q

from goldthread.base.access.relations import Relation, at_board
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.people.rules import Role
from goldthread.loop.findings.policy import named_there, readable
from goldthread.loop.themes.models import Membership

TEAM = Role.BOARD_TEAM
READERS = (TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)

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
        rule
        for relation in (*readable, named_there)
        for rule in (
            Rule("theme", TEAM, relation),
            Rule("leave", TEAM, relation & in_a_theme),
        )
    ),
)

part_of("theme", "themes.membership", "themes.verdict")
