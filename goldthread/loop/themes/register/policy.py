"""Who may bring in a register: it holds every finding of the board, drafts included."""

from goldthread.base.access.relations import at_board
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.people.rules import Role

TEAM = Role.BOARD_TEAM

policy("people.board", Rule("import_register", TEAM, at_board("pk")))

policy(
    "register.upload",
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("view", "match", "bring_in", "abandon")
    ),
)

part_of("finding", "register.origin")
