"""Who may do what with the plan: the framework, its lines, the year."""

from goldthread.base.access.relations import Relation, at_board, at_partner_board, when
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.people.rules import Role

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
AGENCY = (Role.AGENCY_LEAD, Role.CONTRIBUTOR)
READERS = (TEAM, CHAIR, MEMBER, Role.SCRUTINEER)


def in_force(path: str) -> Relation:
    """A framework is changed by the boards that work by it now."""
    return at_board(f"{path}board") & when(
        "while her board works by it", **{f"{path}until": None}
    )


policy(
    "people.board",
    Rule("see_plan", READERS, at_board("pk")),
    *(
        Rule(action, TEAM, at_board("pk"))
        for action in ("adopt_framework", "open_year", "add_meeting")
    ),
)

policy(
    "plan.framework",
    Rule("view", READERS, at_board("adoptions__board")),
    Rule("view", TEAM, at_board("offered_to")),
    Rule("view", AGENCY, at_partner_board("adoptions__board")),
    *(
        Rule(action, TEAM, in_force("adoptions__"))
        for action in ("share_framework", "add_line")
    ),
)

policy(
    "plan.line",
    Rule("view", READERS, at_board("framework__adoptions__board")),
    Rule("view", TEAM, at_board("framework__offered_to")),
    Rule("view", AGENCY, at_partner_board("framework__adoptions__board")),
    *(
        Rule(action, TEAM, in_force("framework__adoptions__"))
        for action in ("change_line", "retire_line", "restore_line")
    ),
)

policy(
    "plan.year",
    Rule("view", READERS, at_board("board")),
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("add_priority", "add_intention", "make_calendar")
    ),
)

policy(
    "plan.priority",
    Rule("view", READERS, at_board("year__board")),
    *(
        Rule(action, TEAM, at_board("year__board"))
        for action in ("edit_priority", "serve", "remove_priority", "restore_priority")
    ),
)

policy(
    "plan.meeting",
    Rule("view", READERS, at_board("board")),
    *(
        Rule(action, TEAM, at_board("board"))
        for action in ("move_meeting", "call_off", "hold")
    ),
)

policy(
    "plan.intention",
    *(Rule(action, READERS, at_board("year__board")) for action in ("view", "export")),
    *(
        Rule(action, TEAM, at_board("year__board"))
        for action in ("edit_intention", "start", "drop", "reinstate")
    ),
)

part_of("board", "plan.adoption")
part_of("line", "plan.linechange")
