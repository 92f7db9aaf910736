"""Who works with whom, what is in somebody's hands, and which links still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from goldthread.base.access.table import can, condition, visible
from goldthread.base.joining import rules
from goldthread.base.joining.models import Invitation
from goldthread.base.joining.rules import WORK
from goldthread.base.ledger.models import Entry
from goldthread.base.people.models import (
    Appointment,
    AppointmentQuerySet,
    Board,
    Group,
    Organisation,
    Place,
    User,
)
from goldthread.base.people.rules import ROLE_WORDS, Role

AREAS = ArrayAgg(
    "areas__name",
    filter=Q(areas__isnull=False),
    distinct=True,
    order_by="areas__name",
    default=Value([]),
)
LATEST = 20  # lines


def usable(token: str) -> Invitation | None:
    """The invitation this link opens, if it still opens one."""
    invitations = Invitation.objects.open().select_related(
        "board", "group", "organisation"
    )
    return invitations.filter(digest=rules.digest(token)).first()


def account(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).first()


def colleagues_of(person: User) -> QuerySet[User]:
    """Active people who hold a role in a place where this person holds one."""
    hers = Appointment.objects.filter(person=person)
    shared = Appointment.objects.current().filter(
        Q(board__in=hers.values("board"))
        | Q(group__in=hers.values("group"))
        | Q(organisation__in=hers.values("organisation"))
    )
    return User.objects.filter(pk__in=shared.values("person"), is_active=True).exclude(
        pk=person.pk
    )


def holders_of(role: str) -> QuerySet[Appointment]:
    return Appointment.objects.current().filter(role=role)


def roles_seen_by(reader: User) -> AppointmentQuerySet:
    """Everybody's roles, as far as this reader may know of them."""
    roles: AppointmentQuerySet = visible(Appointment.objects.all(), reader)  # type: ignore[assignment]
    return roles.select_related("person", "board", "group", "organisation")


def recent(record: Model) -> list[Entry]:
    """The end of a history that grows for as long as the board does."""
    return list(Entry.objects.about(record).order_by("-pk")[:LATEST])[::-1]


@dataclass(frozen=True)
class Kin:
    """The organisations one is part of or made of, and those of its mergers."""

    parent: Organisation | None
    parts: list[Organisation]
    replaced_by: Organisation | None
    replaces: list[Organisation]
    areas: list[str]


def opening(records: QuerySet[Any], reader: User) -> QuerySet[Any]:
    """Each says whether its own page opens for this reader."""
    hers = When(condition(records.model, reader, "view"), then=Value(True))
    told: QuerySet[Any] = records.annotate(
        opens=Case(hers, default=Value(False), output_field=BooleanField())
    )
    return told


def kin_of(organisation: Organisation, reader: User) -> Kin:
    kin = opening(
        Organisation.objects.filter(
            Q(
                pk__in=(
                    organisation.pk,
                    organisation.parent_id,
                    organisation.replaced_by_id,
                )
            )
            | Q(parent=organisation)
            | Q(replaced_by=organisation)
        ),
        reader,
    )
    found = list(kin.annotate(serves=AREAS))
    by_key: dict[int | None, Organisation] = {each.pk: each for each in found}
    return Kin(
        parent=by_key.get(organisation.parent_id),
        parts=[each for each in found if each.parent_id == organisation.pk],
        replaced_by=by_key.get(organisation.replaced_by_id),
        replaces=[each for each in found if each.replaced_by_id == organisation.pk],
        areas=by_key[organisation.pk].serves,  # type: ignore[attr-defined]
    )


def at_a_glance(board: Board) -> tuple[list[str], int]:
    """The areas it serves, and how many partners it has."""
    partners = Count("partners", distinct=True)
    return (
        Board.objects.filter(pk=board.pk)
        .annotate(serves=AREAS, working_with=partners)
        .values_list("serves", "working_with")
        .get()
    )


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


# --- Work that must not be left behind ------------------------------------------------


@dataclass(frozen=True)
class Held:
    """Open records of one kind in somebody's hands."""

    words: str
    field: str
    records: QuerySet[Any]

    @property
    def count(self) -> int:
        return self.records.count()


def work_of(person: User) -> list[Held]:
    return [
        Held(work.words, work.field, _open(work).filter(**{work.field: person.pk}))
        for work in WORK.values()
        if work.field
    ]


def work_owed_by(organisation: Organisation) -> list[Held]:
    return [
        Held(
            work.words,
            work.organisation,
            _open(work).filter(**{work.organisation: organisation.pk}),
        )
        for work in WORK.values()
        if work.organisation
    ]


def _open(work: rules.Work) -> QuerySet[Any]:
    records: QuerySet[Any] = apps.get_model(work.label)._base_manager.all()
    return records.filter(work.open)
