"""Who works with whom, what is in somebody's hands, and which links still open."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    CharField,
    Count,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import opening, visible
from goldthread.base.joining import rules
from goldthread.base.joining.models import ChiefOfficer, Invitation
from goldthread.base.ledger.models import Entry, story
from goldthread.base.people.models import (
    Appointment,
    AppointmentQuerySet,
    Board,
    Organisation,
    User,
)

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
    with trusted():  # who holds the link may see what it opens
        return invitations.filter(digest=rules.digest(token)).first()


def account(email: str) -> User | None:
    with trusted():
        return User.objects.filter(email__iexact=email, is_active=True).first()


def holders_of(role: str) -> QuerySet[Appointment]:
    return Appointment.objects.current().filter(role=role)


def roles_seen_by(reader: User) -> AppointmentQuerySet:
    """Everybody's roles, as far as this reader may know of them."""
    roles: AppointmentQuerySet = visible(Appointment.objects.all(), reader)  # type: ignore[assignment]
    return roles.select_related("person", "board", "group", "organisation")


def recent(record: Model) -> list[Entry]:
    """The end of a history that grows for as long as the board does."""
    return story(record, LATEST).entries


@dataclass(frozen=True)
class Kin:
    """The organisations one is part of or made of, and those of its mergers."""

    parent: Organisation | None
    parts: list[Organisation]
    replaced_by: Organisation | None
    replaces: list[Organisation]
    areas: list[str]
    chief: str | None  # as far as this reader may know


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
    found = list(kin.annotate(serves=AREAS, led_by=_chief(reader)))
    by_key: dict[int | None, Organisation] = {each.pk: each for each in found}
    return Kin(
        parent=by_key.get(organisation.parent_id),
        parts=[each for each in found if each.parent_id == organisation.pk],
        replaced_by=by_key.get(organisation.replaced_by_id),
        replaces=[each for each in found if each.replaced_by_id == organisation.pk],
        areas=by_key[organisation.pk].serves,  # type: ignore[attr-defined]
        chief=by_key[organisation.pk].led_by,  # type: ignore[attr-defined]
    )


def _chief(reader: User) -> QuerySet[ChiefOfficer, tuple[str]]:
    found = visible(ChiefOfficer.objects.filter(organisation=OuterRef("pk")), reader)
    words = Concat("name", Value(" ("), "email", Value(")"), output_field=CharField())
    return found.values_list(words)


def at_a_glance(board: Board) -> tuple[list[str], int]:
    """The areas it serves, and how many partners it has."""
    partners = Count("partners", distinct=True)
    return (
        Board.objects.filter(pk=board.pk)
        .annotate(serves=AREAS, working_with=partners)
        .values_list("serves", "working_with")
        .get()
    )
