"""Who speaks for an organisation, and which roles somebody may give to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from goldthread.base.access.table import can, visible
from goldthread.base.joining import rules
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    Organisation,
    Place,
    User,
)
from goldthread.base.people.rules import ROLE_WORDS, Role

# --- Who speaks for an organisation -----------------------------------------------------


def peopled(organisations: Iterable[int]) -> QuerySet[Organisation]:
    """Of these, the ones that somebody acts for already."""
    held = Appointment.objects.current().filter(
        organisation=OuterRef("pk"), person__is_active=True
    )
    return Organisation.objects.filter(Exists(held), pk__in=organisations)


def acting(role: str, **where: Any) -> QuerySet[User]:
    """Those who hold this role there now."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), role=role, **where
    )
    return User.objects.filter(Exists(held), is_active=True)


def team_of(board: Board) -> QuerySet[User]:
    return acting(Role.BOARD_TEAM, board=board)


def leads_of(organisation: Organisation) -> QuerySet[User]:
    return acting(Role.AGENCY_LEAD, organisation=organisation)


def consenting(organisation: Organisation) -> QuerySet[User]:
    """Who is asked: its leads, or the administrators while it has none."""
    leads = leads_of(organisation)
    return leads if leads.exists() else acting(Role.ADMINISTRATOR)


def why_consenting(organisation: Organisation) -> str:
    if leads_of(organisation).exists():
        return f"you answer for {organisation}"
    return f"{organisation} has no lead yet, and you are an administrator"


def inviting_to(place: Place | None) -> QuerySet[User]:
    """Whoever may invite there: its boards' teams, or the administrators."""
    if isinstance(place, Board):
        return team_of(place)
    if place is None:
        return acting(Role.ADMINISTRATOR)
    return acting(Role.BOARD_TEAM, board__in=place.boards.all())


def administers(by: User) -> bool:
    return acting(Role.ADMINISTRATOR).filter(pk=by.pk).exists()


def needs_consent(organisation: Organisation, by: User) -> bool:
    """Whether somebody else must agree before she lets anybody lead it.

    Its lead agrees to another lead. Without one, its first lead would see what it owes
    boards that had no say: an administrator agrees, if it works with others than hers.
    """
    if administers(by):
        return False
    theirs = organisation.boards.exclude(pk__in=visible(Board, by, "invite"))
    return leads_of(organisation).exists() or theirs.exists()


# --- Roles that may be given ----------------------------------------------------------


def agency_roles(by: User, organisation: Organisation) -> tuple[Role, ...]:
    """What she may invite others to be there: a lead gives no role like her own.

    Who keeps the organisation's details may also say who leads it.
    """
    if can(by, "correct", organisation):
        return rules.AGENCY_ROLES
    return rules.GIVEN_BY_LEADS


@dataclass(frozen=True)
class Post:
    """A role in a place, as one choice: `board_team:3`."""

    role: Role
    place: Place

    @property
    def value(self) -> str:
        return f"{self.role}:{self.place.pk}"

    @property
    def words(self) -> str:
        return f"{ROLE_WORDS[self.role][0]}, {self.place}"


def posts_open_to(by: User, person: User) -> list[Post]:
    """The roles she may give this person: on her boards, and where the person works."""
    posts = [
        Post(role, board)
        for board in visible(Board, by, "invite")
        for role in rules.BOARD_ROLES
        if role != Role.GROUP_MEMBER
    ]
    posts += [Post(Role.GROUP_MEMBER, g) for g in visible(Group, by, "describe")]
    hers = Organisation.objects.filter(appointments__person=person).distinct()
    leads = set(visible(hers, by, "correct"))
    for organisation in visible(hers, by, "invite_colleague"):
        free = organisation in leads and not needs_consent(organisation, by)
        roles = rules.AGENCY_ROLES if free else rules.GIVEN_BY_LEADS
        posts += [Post(role, organisation) for role in roles]
    return posts
