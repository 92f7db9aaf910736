"""Chapter 1: an operator, an administrator, two boards, their groups and people."""

from datetime import date

from goldthread.base.joining.models import Invitation
from goldthread.base.joining.queries import confirmable
from goldthread.base.joining.rules import Guest
from goldthread.base.joining.workflow import bodies, confirming, partnerships, people
from goldthread.base.people.models import Group, Organisation, User
from goldthread.base.people.rules import AT_BOARD, AT_ORGANISATION, Role
from goldthread.base.post.models import Letter
from goldthread.demo.calendar import happening
from goldthread.demo.cast import BODIES, BOTH, CAST, GROUPS, Circle
from goldthread.demo.personas import DOMAIN
from goldthread.demo.story import Story

BEGAN = -760  # days from today
LATELY = -40
CONFIRMED = {"learning": -85}  # so that it must be confirmed again within the week
NAMES = {
    "kingston": "Kingston Local Safeguarding Children Board",
    "richmond": "Richmond Local Safeguarding Children Board",
}


def begin(story: Story) -> None:
    """Set up both boards, then let everybody join by the link in her letter."""
    with happening(story.day(BEGAN)):
        _administrator(story)
        _boards(story)
        for who in ("board.manager", "richmond.manager"):
            _invited_to_board(story, who, by=story.people["administrator"])
        _groups(story)
        _organisations(story)
    with happening(story.day(BEGAN + 14)):
        for who in [who for who in CAST if who not in story.people]:
            _invited(story, who)
    for key, group in story.groups.items():
        with happening(on := story.day(CONFIRMED.get(key, LATELY))):
            _confirmed(story, group, on)


def _administrator(story: Story) -> None:
    name = CAST["administrator"].name
    asked = people.invite_administrator(
        by=None, email=f"administrator{DOMAIN}", name=name
    )
    story.people["administrator"] = _join(asked, story)


def _boards(story: Story) -> None:
    by = story.people["administrator"]
    for slug, name in NAMES.items():
        area = slug.capitalize()
        board = bodies.add_board(by=by, name=area, areas=[area])
        bodies.configure(board, by=by, name=name, areas=[area])
        story.boards[slug] = board


def _groups(story: Story) -> None:
    for key, circle in GROUPS.items():
        if key == "board":  # each board has a Board of its own; the others are shared
            _group(story, key, circle)
            continue
        group = _group(story, key, circle)
        if key in {"cdop", "learning"}:
            offered = bodies.offer(group, by=story.manager, board=story.richmond)
            bodies.agree(offered, by=story.people["richmond.manager"])


def _group(story: Story, key: str, circle: Circle) -> Group:
    group: Group = bodies.add_group(
        story.kingston, by=story.manager, **circle._asdict()
    )
    story.groups[key] = group
    return group


def _organisations(story: Story) -> None:
    areas = [slug.capitalize() for slug in BOTH]
    for key, body in BODIES.items():
        story.bodies[key] = bodies.add_organisation(
            story.kingston,
            by=story.manager,
            name=body.name,
            kind=body.kind,
            parent=story.bodies.get(body.part_of),
            areas=areas,
        )
    partnerships.add_partners(
        story.richmond,
        by=story.people["richmond.manager"],
        partners=story.bodies.values(),
    )


def _confirmed(story: Story, group: Group, on: date) -> None:
    """The chair has let nobody in herself, so she may confirm everybody."""
    by = story.people["chair"]
    members = confirmable(group, by)
    confirming.confirm_members(group, by=by, members=members, on=on)


# --- People ---------------------------------------------------------------------------


def _invited(story: Story, who: str) -> None:
    if CAST[who].role in AT_ORGANISATION:
        _invited_to_organisation(story, who)
    else:
        _invited_to_board(story, who, by=story.manager)


def _guest(who: str) -> Guest:
    return Guest(email=f"{who}{DOMAIN}", name=CAST[who].name, role=CAST[who].role)


def _invited_to_board(story: Story, who: str, *, by: User) -> None:
    first, *others = CAST[who].places
    at_board = CAST[who].role in AT_BOARD
    asked = people.invite(
        story.boards[first] if at_board else story.kingston,
        by=by,
        guest=_guest(who),
        group=None if at_board else story.groups[first],
    )
    person = _join(asked, story)
    story.people[who] = person
    for other in others:
        again = people.invite(
            story.boards[other], by=story.people["richmond.manager"], guest=_guest(who)
        )
        people.take_up(again, by=person, on=story.day(BEGAN + 14))


def _invited_to_organisation(story: Story, who: str) -> None:
    """The administrator invites the leads, for both boards; they invite their people."""
    place: Organisation = story.bodies[CAST[who].places[0]]
    leads = [
        story.people[other]
        for other, part in CAST.items()
        if other in story.people
        and part.role == Role.AGENCY_LEAD
        and part.places == CAST[who].places
    ]
    first = "administrator" if CAST[who].role == Role.AGENCY_LEAD else "board.manager"
    colleague = leads and CAST[who].role != Role.AGENCY_LEAD
    by = leads[0] if colleague else story.people[first]
    asked = people.invite_colleague(place, by=by, guest=_guest(who))
    story.people[who] = _join(asked, story)


def _join(asked: Invitation, story: Story) -> User:
    """Open the letter, follow the link. Nobody has a password: one clicks a persona."""
    letter = Letter.objects.get(key=f"invitation {asked.digest}")
    token = letter.body.split("/join/")[1].split("/")[0]
    return people.join(
        token,
        name=asked.name,
        password=None,  # type: ignore[arg-type]  # none that anybody could type
        on=story.day(BEGAN),
    )
