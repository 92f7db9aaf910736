"""Who may check impact: nobody her own work, nor her own organisation's."""

from django.db.models import Exists, OuterRef, Q

from goldthread.base.access.relations import (
    Relation,
    Roles,
    at_board,
    named,
    not_named,
    other_agency,
    own_agency,
)
from goldthread.base.access.table import Rule, part_of, policy
from goldthread.base.people.models import Appointment, User
from goldthread.base.people.rules import Role
from goldthread.loop.actions.models import Action

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
READERS = (TEAM, CHAIR, MEMBER, Role.SCRUTINEER)
CHECKERS = (TEAM, CHAIR, MEMBER)


def owns_none_of(theme: str) -> Relation:
    """Of a theme's actions. Asked of one theme at a time, so it looks at no other's."""

    def condition(user: User, roles: Roles) -> Q:
        works = Appointment.objects.current().filter(
            person=user.pk, organisation__isnull=False
        )
        hers = Q(person=user.pk) | Q(organisation__in=works.values("organisation"))
        return ~Q(
            Exists(Action.objects.filter(hers, recommendation__theme=OuterRef(theme)))
        )

    return Relation(
        "of which neither she nor her organisation owns an action", condition
    )


here = at_board("board")
own = own_agency("action__organisation")
hers = own & named("action__person")
not_hers = here & other_agency("organisation") & not_named("person")
none_hers = here & owns_none_of("pk")
hers_to_make = (
    here
    & named("checker")
    & other_agency("action__organisation")
    & not_named("action__person")
    & owns_none_of("theme")
)

policy(
    "actions.action",
    Rule("plan_check", CHECKERS, here),
    Rule("record_check", CHECKERS, not_hers),
)

policy(
    "themes.theme",
    Rule("plan_check", CHECKERS, here),
    Rule("record_check", CHECKERS, none_hers),
    Rule("close", (TEAM, CHAIR), here),
    Rule("reopen", (TEAM, CHAIR), here),
    Rule("carry_forward", TEAM, here),
)

policy(
    "impact.check",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, READERS, here),
            Rule(action, Role.AGENCY_LEAD, own),
            Rule(action, Role.CONTRIBUTOR, hers),
        )
    ),
    Rule("make_check", CHECKERS, hers_to_make),
    Rule("choose_checker", TEAM, here),
    Rule("withdraw", TEAM, here),
    Rule("withdraw", CHECKERS, here & named("checker")),
)

part_of("theme", "impact.carriedforward", "impact.conclusion")
