"""Who writes and reads briefings, and who says whom they reached."""

from django.db.models import Q

import goldthread.loop.activities.policy as activities
from goldthread.base.access.relations import (
    Relation,
    at_board,
    at_partner_board,
    named,
    when,
)
from goldthread.base.access.table import Rule, narrow, part_of, policy
from goldthread.base.people.rules import Role
from goldthread.loop.actions.briefings.models import Reading

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
PRACTICE = (LEAD, CONTRIBUTOR, Role.PRACTITIONER)

policy("people.board", Rule("write_briefing", TEAM, at_board("pk")))

home = at_board("activity__board")
told = when("told", state="told", activity__restricted=False)
unread = Relation(
    "that she has not said to have read",
    lambda user, roles: (
        ~Q(pk__in=Reading.objects.filter(person=user.pk).values("briefing"))
    ),
)

policy(
    "briefings.briefing",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, (TEAM, CHAIR, MEMBER, SCRUTINEER), home),
            Rule(action, PRACTICE, at_partner_board("activity__board") & told),
        )
    ),
    *(Rule(a, TEAM, home) for a in ("edit", "tell", "take_back", "reopen")),
    Rule("read", PRACTICE, at_partner_board("activity__board") & told & unread),
)

# Who has read it is for those who write it; each knows of herself.
policy(
    "briefings.reading",
    Rule(
        "view",
        (TEAM, CHAIR, MEMBER, SCRUTINEER),
        at_board("briefing__activity__board"),
    ),
    Rule("view", tuple(Role), named("person")),
)
part_of("contribution", "briefings.reach")

# What came of a briefing is said by a step of its own, which asks for numbers.
narrow(
    "activities.contribution",
    ("receive",),
    when("of no briefing", activity__briefing__isnull=True),
)
of_briefing = when("of a briefing", activity__briefing__isnull=False)
policy(
    "activities.contribution",
    Rule("pass_on", LEAD, activities.own & of_briefing),
    Rule("pass_on", CONTRIBUTOR, activities.hers & of_briefing),
    Rule("pass_on", TEAM, activities.works_on & of_briefing),
)
