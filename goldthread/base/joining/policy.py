"""Who may see, set up and change people, boards, groups and organisations."""

from typing import Any

from django.db.models import Q, QuerySet

from goldthread.base.access.fresh import asks_second_factor
from goldthread.base.access.relations import (
    Relation,
    anywhere,
    at_board,
    at_partner_board,
    in_group,
    not_named,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, closed, policy
from goldthread.base.joining.rules import GIVEN_BY_LEADS
from goldthread.base.people.models import User
from goldthread.base.people.rules import GROUP_KINDS, TWO_PERSON_GROUPS, Role

TEAM, LEAD, ADMINISTRATOR = Role.BOARD_TEAM, Role.AGENCY_LEAD, Role.ADMINISTRATOR
READERS = (TEAM, Role.CHAIR, Role.GROUP_MEMBER, Role.SCRUTINEER)
AGENCY = (LEAD, Role.CONTRIBUTOR, Role.PRACTITIONER)
EVERYONE = tuple(Role)


def _address(user: User) -> QuerySet[User, Any]:
    return User.objects.filter(pk=user.pk).values("email")


herself = Relation("who is she herself", lambda user, roles: Q(pk=user.pk))
her_own = Relation("of her own", lambda user, roles: Q(person=user.pk), ("person",))
to_her_address = Relation(
    "sent to her own address",
    lambda user, roles: Q(email__in=_address(user)),
    ("email",),
)
sees_in_a_group = at_board("group__boards")
open_group = when(
    "of a group that one person lets in",
    group__kind__in=tuple(sorted(set(GROUP_KINDS) - TWO_PERSON_GROUPS)),
)
in_any_group = when("of a group", group__isnull=False)
not_hers_to_confirm = not_named("person") & (open_group | not_named("given_by"))
her_contributors = own_agency("organisation") & when(
    "as contributor or practitioner", role__in=GIVEN_BY_LEADS
)


def by_team_and_administrator(*actions: str, paths: tuple[str, ...]) -> list[Rule]:
    """The board team for its own board, by any of these paths; administrators all."""
    return [
        rule
        for action in actions
        for rule in (
            *(Rule(action, TEAM, at_board(path)) for path in paths),
            Rule(action, ADMINISTRATOR, anywhere),
        )
    ]


# Their names stand on pages that do not show the rest of them.
for label in ("area", "board", "group", "organisation", "user"):
    policy(f"people.{label}", Rule("name", EVERYONE, anywhere))

closed("post.letter", "ledger.entry", "ledger.trace", "ledger.link")

policy(
    "people.board",
    Rule("view", READERS, at_board("pk")),
    Rule("view", AGENCY, at_partner_board("pk")),
    Rule("view", ADMINISTRATOR, anywhere),
    Rule("add", ADMINISTRATOR, anywhere),
    *by_team_and_administrator(
        "configure",
        "invite",
        "add_group",
        "add_organisation",
        "add_partners",
        "remove_partners",
        paths=("pk",),
    ),
)

policy(
    "people.group",
    Rule("view", READERS, at_board("boards")),
    Rule("view", Role.GROUP_MEMBER, in_group("pk")),
    Rule("view", AGENCY, at_partner_board("boards")),
    Rule("view", ADMINISTRATOR, anywhere),
    *by_team_and_administrator("describe", "offer", paths=("boards",)),
    Rule("confirm_members", (TEAM, Role.CHAIR), at_board("boards")),
    Rule("confirm_members", ADMINISTRATOR, anywhere),
)

policy(
    "joining.offer",
    Rule("view", TEAM, at_board("group__boards")),
    *by_team_and_administrator("view", "agree", "decline", paths=("board",)),
)

policy(
    "people.organisation",
    Rule("view", READERS, anywhere),
    Rule("view", AGENCY, own_agency("pk")),
    Rule("view", ADMINISTRATOR, anywhere),
    Rule("export", READERS, anywhere),
    Rule("export", ADMINISTRATOR, anywhere),
    Rule("invite_colleague", LEAD, own_agency("pk")),
    Rule("name_chief", LEAD, own_agency("pk")),
    *by_team_and_administrator(
        "correct", "replace", "invite_colleague", "name_chief", paths=("boards",)
    ),
)
policy(
    "joining.chiefofficer",
    Rule("view", LEAD, own_agency("organisation")),
    *by_team_and_administrator("view", paths=("organisation__boards",)),
)

# Who speaks for an organisation: its lead; an administrator while it has none.
CONSENTING = ((LEAD, own_agency("organisation")), (ADMINISTRATOR, anywhere))

policy(
    "joining.partnership",
    Rule("view", LEAD, own_agency("organisation")),
    *(
        Rule(action, role, where)
        for action in ("agree", "decline")
        for role, where in CONSENTING
    ),
    *by_team_and_administrator("view", "withdraw", paths=("board",)),
)

asks_second_factor("people.user", "appoint", "leave")
asks_second_factor("people.appointment", "end", "extend", "confirm_membership")
asks_second_factor("people.group", "confirm_members")
asks_second_factor("people.board", "invite")
asks_second_factor("people.organisation", "invite_colleague")
asks_second_factor("joining.invitation", "invite_administrator", "agree", "resend")

HERS_TO_SEE = ("board", "group__boards", "organisation__boards")

policy(
    "people.user",
    *(Rule(action, EVERYONE, herself) for action in ("name", "view")),
    Rule("view", LEAD, own_agency("appointments__organisation")),
    Rule("appoint", LEAD, own_agency("appointments__organisation")),
    Rule("leave", LEAD, own_agency("appointments__organisation")),
    *by_team_and_administrator(
        "view",
        "export",
        "appoint",
        "leave",
        paths=tuple(f"appointments__{path}" for path in HERS_TO_SEE),
    ),
)

policy(
    "people.appointment",
    Rule("view", EVERYONE, her_own),
    Rule("view", LEAD, own_agency("organisation")),
    Rule("end", LEAD, her_contributors),
    Rule("extend", LEAD, her_contributors),
    *by_team_and_administrator("view", "end", "extend", paths=HERS_TO_SEE),
    Rule("reach", Role.CHAIR, sees_in_a_group),  # whom she may confirm, by name
    Rule(
        "confirm_membership",
        (TEAM, Role.CHAIR),
        sees_in_a_group & not_hers_to_confirm,
    ),
    Rule(
        "confirm_membership",
        ADMINISTRATOR,
        anywhere & in_any_group & not_hers_to_confirm,
    ),
)

policy(
    "joining.invitation",
    *(Rule(action, EVERYONE, to_her_address) for action in ("reach", "take_up")),
    Rule("view", LEAD, own_agency("organisation")),
    *(Rule(action, LEAD, her_contributors) for action in ("resend", "withdraw")),
    *(
        Rule(action, role, where & when("waiting for consent", state="waiting"))
        for action in ("agree", "decline")
        for role, where in CONSENTING
    ),
    Rule("invite_administrator", ADMINISTRATOR, anywhere),
    *by_team_and_administrator("view", "resend", "withdraw", paths=HERS_TO_SEE),
)
