"""The people of docs/permissions.md: each is a column there, by the same name.

A further column, such as somebody excluded by a conflict of interest, is one more entry
of `people`, and where she stands on records is said in `world`.
"""

from datetime import date, timedelta

from django.utils import timezone

from tests import factories as make

NOBODY = "Nobody signed in"
EVER = date(2020, 1, 1)


def people(places):
    """Each person by the name of her column; None is whoever is not signed in."""
    home, far, own, other = (
        places["Home"],
        places["Far"],
        places["Own"],
        places["Other"],
    )
    qasg, reviews = places["Home’s QASG"], places["Home’s Case Review Group"]
    return {
        "Board team": make.board_team(home),
        "Chair": make.chair(home),
        "Group": make.group_member(qasg),
        "Review group": make.group_member(reviews),
        "Lead": make.agency_lead(own),
        "Other lead": make.agency_lead(other),
        "Contributor": make.contributor(own),
        "Other contributor": make.contributor(other),
        "Scrutineer": make.scrutineer(home),
        "Practitioner": make.practitioner(own),
        "Administrator": make.administrator(),
        "Far team": make.board_team(far),
        "Far scrutineer": make.scrutineer(far),
        "Named, team": make.board_team(home),
        "Named, review group": make.group_member(reviews),
        "Named, practitioner": make.practitioner(other),
        "Grant over": make.board_team(home),
        "Excluded": make.board_team(home),
        "Ended": _ended(home, own, qasg),
        "Suspended": _suspended(qasg, reviews),
        "No role": make.UserFactory(),
        NOBODY: None,
    }


def _ended(board, organisation, group):
    """She was in the board team, led her organisation and sat in a group, to yesterday."""
    person = make.UserFactory()
    until = timezone.localdate() - timedelta(days=1)
    make.appointed("board_team", person, board=board, until=until)
    make.appointed("agency_lead", person, organisation=organisation, until=until)
    make.appointed("group_member", person, group=group, until=until)
    return person


def _suspended(*groups):
    """She is in both groups, and nobody confirmed it this quarter."""
    person = make.UserFactory()
    lapsed = timezone.localdate() - timedelta(days=1)
    for group in groups:
        make.appointed("group_member", person, group=group, confirmed_until=lapsed)
    return person


NAMED = (
    "Named, team",
    "Named, review group",
    "Named, practitioner",
    "Ended",
    "Suspended",
)
