"""Who assesses the help, and who reads what was found."""

from goldthread.base.access.relations import at_board
from goldthread.base.access.table import Rule, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR = Role.BOARD_TEAM, Role.CHAIR
READERS = (TEAM, CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)

policy("plan.year", Rule("assess_help", (TEAM, CHAIR), at_board("board")))
policy("assessments.assessment", Rule("view", READERS, at_board("year__board")))
