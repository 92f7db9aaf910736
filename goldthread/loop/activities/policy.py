"""Who may do what with activities, and with what organisations were asked for.

A restricted activity is seen and worked on by the people named on its case file, for a
purpose and until a day, and by nobody else, whatever their role: whoever leads it is
named, too. They hold a role on a board that does it, or in an organisation that works
with such a board; once they do not, their name opens nothing. Whoever its case file
excludes sees nothing of it, restricted or not.
"""

from dataclasses import replace

from goldthread.base.access.confined import confined, frozen, granted, opened
from goldthread.base.access.confined import unmanaged as unmanaged_file
from goldthread.base.access.relations import (
    Relation,
    at_board,
    at_either_board,
    at_partner_board,
    named,
    other_agency,
    own_agency,
    when,
)
from goldthread.base.access.table import Rule, policy
from goldthread.base.disposal.policy import case_files
from goldthread.base.people.rules import Role
from goldthread.loop.activities.rules import REVIEWS

TEAM, CHAIR, MEMBER = Role.BOARD_TEAM, Role.CHAIR, Role.GROUP_MEMBER
LEAD, CONTRIBUTOR, SCRUTINEER = Role.AGENCY_LEAD, Role.CONTRIBUTOR, Role.SCRUTINEER
READERS = (TEAM, CHAIR, MEMBER, SCRUTINEER)
PARTNERS = (LEAD, CONTRIBUTOR, Role.PRACTITIONER)
EVERYONE = tuple(role for role in Role if role != Role.ADMINISTRATOR)


def near(activity: str = "") -> Relation:
    """Her role is of the boards that do the activity, or of their partners."""
    places = at_either_board(f"{activity}board", f"{activity}shared_with")
    return replace(places, words="while she works for or with a board that does it")


confined("activities.activity", case="case_file")
confined("activities.activity_shared_with", case="activity__case_file")
confined("activities.contribution", case="activity__case_file")

policy("people.board", Rule("add_activity", TEAM, at_board("pk")))
policy("plan.intention", Rule("start_activity", TEAM, at_board("year__board")))


is_open = when("not restricted", restricted=False)
names_her = granted("case_file")
home, partner = at_board("board"), at_board("shared_with")
shared = home & when("shared", shared_with__isnull=False)
names = home & when("restricted", restricted=True) & names_her
leads = named("lead") & names_her & near() & when("restricted", restricted=True)
works_on = (home | partner) & (is_open | names_her)
asked = own_agency("contributions__organisation") & when(
    "that it was asked to contribute to, and still is",
    contributions__state__in=("asked", "received"),
)
hers_there = asked & named("contributions__person")
manages = home & (is_open | names_her)


# Told that it is there, and no more, to those who can find somebody for it.
going_on = when("restricted", restricted=True, state__in=("planned", "under_way"))
unmanaged = going_on & unmanaged_file("case_file")
unheld = going_on & (when("that nobody leads", lead=None) | unmanaged_file("case_file"))

# Whoever opened it in an emergency reads it, and no more.
in_emergency = when("restricted", restricted=True) & opened("case_file")

policy(
    "activities.activity",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, READERS, home & is_open),
            Rule(action, READERS, partner & is_open),
            Rule(action, EVERYONE, names_her & near()),
            Rule(action, LEAD, asked & is_open),
            Rule(action, CONTRIBUTOR, hers_there & is_open),
        )
    ),
    Rule("view", (TEAM, CHAIR), home & in_emergency),
    *(Rule(a, TEAM, works_on) for a in ("edit", "begin", "ask_for", "report")),
    *(
        Rule(a, TEAM, manages)
        for a in ("close", "reopen", "share_with", "call_off", "plan_again")
    ),
    Rule("reopen", TEAM, home & frozen("case_file")),
    Rule("conduct", TEAM, works_on & when("a review", way__in=REVIEWS)),
    Rule("stop_sharing", TEAM, shared & (is_open | names_her)),
    Rule("restrict", TEAM, home & is_open),
    *(Rule(a, TEAM, names) for a in ("name_people", "unname", "unrestrict")),
    # So far the database goes, for what is said beside a page of its own: which activity
    # a finding or a briefing came of, and what nobody holds.
    Rule("reach", TEAM, home & frozen("case_file")),  # or nobody could reopen it
    Rule("reach", PARTNERS, at_partner_board("board") & is_open),
    Rule("reach", PARTNERS, at_partner_board("shared_with") & is_open),
    Rule("reach", TEAM, home & unheld),
    Rule("reach", TEAM, home & unmanaged),
    Rule("see_openings", TEAM, names),
    Rule("see_openings", EVERYONE, leads),
    Rule("see_unheld", TEAM, home & unheld),
    Rule("entrust", TEAM, home & unmanaged),
)

of_open = when("of an activity that is not restricted", activity__restricted=False)
names_her_there = granted("activity__case_file")
seen = of_open | names_her_there
home, partner = at_board("activity__board"), at_board("activity__shared_with")
works_on = (home | partner) & seen
own = own_agency("organisation") & seen
hers = own & named("person")
of_restricted = when("of a restricted activity", activity__restricted=True)
manages_it = at_board("activity__board") & names_her_there
leads_it = named("activity__lead") & names_her_there & near("activity__")
judges = works_on & other_agency(
    "organisation"
)  # nobody judges her own, or lets it off

policy(
    "activities.contribution",
    *(
        rule
        for action in ("view", "export")
        for rule in (
            Rule(action, READERS, home & of_open),
            Rule(action, READERS, partner & of_open),
            Rule(action, READERS, names_her_there & near("activity__")),
            Rule(action, LEAD, own),
            Rule(action, CONTRIBUTOR, hers),
        )
    ),
    Rule("view", (TEAM, CHAIR), home & opened("activity__case_file")),
    Rule("see_openings", TEAM, manages_it & of_restricted),
    Rule("see_openings", EVERYONE, leads_it & of_restricted),
    Rule("receive", LEAD, own),
    Rule("receive", CONTRIBUTOR, hers),
    Rule("receive", TEAM, works_on),
    Rule("assign", LEAD, own),
    Rule("ask_again", TEAM, works_on),
    *(Rule(a, TEAM, judges) for a in ("extend", "withdraw", "give_feedback")),
)

policy("activities.calendarfeed", Rule("view", EVERYONE, named("person")))

# A file that came with a contribution is opened by whoever sees the contribution, and so
# is its key.


def opens(to: str) -> tuple[tuple[str | tuple[Role, ...], Relation], ...]:
    """Who sees a contribution, said from what came with it."""
    here, there = (
        at_board(f"{to}activity__board"),
        at_board(f"{to}activity__shared_with"),
    )
    of_open = when(
        "of an activity that is not restricted", **{f"{to}activity__restricted": False}
    )
    names = granted(f"{to}activity__case_file")
    of_hers = own_agency(f"{to}organisation") & (of_open | names)
    return (
        (READERS, here & of_open),
        (READERS, there & of_open),
        (READERS, names & near(f"{to}activity__")),
        (LEAD, of_hers),
        (CONTRIBUTOR, of_hers & named(f"{to}person")),
        ((TEAM, CHAIR), here & opened(f"{to}activity__case_file")),
    )


came_with, key_came_with = "contributions__", "uploads__contributions__"

confined("uploads.upload", case=f"{came_with}activity__case_file")
confined("vault.casekey", case=f"{key_came_with}activity__case_file")
confined("disposal.disposal", case=f"keys__{key_came_with}activity__case_file")
policy("uploads.upload", *(Rule("view", *each) for each in opens(came_with)))
policy(
    "vault.casekey",
    *(Rule("view", *each) for each in opens(key_came_with)),
    *(rule for _, sees in opens(key_came_with)[:3] for rule in case_files(sees)),
)
