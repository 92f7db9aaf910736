"""Boards, their groups, and the organisations that work with them."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import visible
from goldthread.base.joining import queries
from goldthread.base.joining.models import ChiefOfficer, Offer
from goldthread.base.joining.workflow.handing import move
from goldthread.base.joining.workflow.leaving import end_all
from goldthread.base.ledger import models as ledger
from goldthread.base.people.models import (
    Appointment,
    Area,
    Board,
    Group,
    Organisation,
    User,
)
from goldthread.base.post.workflow import write_to
from goldthread.base.states import Steps

boards = Steps("people.board")
groups = Steps("people.group")
offers = Steps("joining.offer")
organisations = Steps("people.organisation")


# --- Boards -------------------------------------------------------------------------


def _areas(names: Iterable[str]) -> list[Area]:
    return [Area.objects.get_or_create(name=name)[0] for name in names]


def add_board(*, by: User, name: str, areas: Iterable[str] = ()) -> Board:
    """A further board in this installation."""
    slug = slugify(name)[:50].strip("-")
    taken = Board.objects.filter(Q(slug=slug) | Q(name__iexact=name)).exists()
    if taken or slug in {"", "add"}:
        raise ValidationError({"name": "Another board has this name. Choose another."})
    with transaction.atomic(), trusted(by):
        board = Board.objects.create(name=name, slug=slug)
        board.areas.set(_areas(areas))
        ledger.write(board, by=by, verb="add", words="Added")
    return board


@boards.step("Change its name and areas", whose="self")
def configure(board: Board, *, by: User, name: str, areas: Iterable[str]) -> None:
    if Board.objects.filter(name__iexact=name).exclude(pk=board.pk).exists():
        raise ValidationError({"name": "Another board has this name. Choose another."})
    board.name = name
    board.areas.set(_areas(areas))


@boards.step("Remove partners", whose="self")
def remove_partners(
    board: Board, *, by: User, partners: Iterable[Organisation]
) -> None:
    """They no longer work with the board; what they did stays on record."""
    board.partners.remove(*partners)


@boards.step("Add an organisation", whose="self")
def add_organisation(
    board: Board,
    *,
    by: User,
    name: str,
    kind: str,
    parent: Organisation | None = None,
    areas: Iterable[str] = (),
) -> Organisation:
    """A body nobody has entered yet, as a partner of this board."""
    _check_new_name(name)
    organisation = Organisation.objects.create(name=name, kind=kind, parent=parent)
    organisation.areas.set(_areas(areas))
    board.partners.add(organisation)
    return organisation


@boards.step("Add a group", whose="self")
def add_group(
    board: Board, *, by: User, name: str, kind: str, purpose: str = ""
) -> Group:
    group = Group.objects.create(name=name, kind=kind, purpose=purpose)
    group.boards.add(board)
    return group


# --- Groups -------------------------------------------------------------------------


@groups.step("Change its name and purpose", whose="self")
def describe(group: Group, *, by: User, name: str, kind: str, purpose: str) -> None:
    group.name, group.kind, group.purpose = name, kind, purpose


@groups.step("Share with another board", whose="self")
def offer(group: Group, *, by: User, board: Board) -> Offer:
    """Both boards must want it: this one offers, the other's team agrees."""
    if group.boards.filter(pk=board.pk).exists():
        raise ValidationError({"board": "That board shares this group already."})
    if group.offers.filter(board=board, state=Offer.State.OFFERED).exists():
        raise ValidationError({"board": "It is already offered to that board."})
    offered = Offer.objects.create(group=group, board=board)
    for person in queries.team_of(board):
        write_to(
            person,
            subject=f"Another board offers to share a group with {board}",
            body=f"Decide whether {board} shares this group.",
            link=offered.get_absolute_url(),
            why=f"you are on the board team of {board}",
            key=f"offer {offered.pk} to {person.pk}",
        )
    return offered


@offers.step("Agree", Offer.State.OFFERED, to=Offer.State.AGREED, whose="self.board")
def agree(offer: Offer, *, by: User) -> None:
    """The other board shares the group from now on."""
    offer.group.boards.add(offer.board)


@offers.step(
    "Decline", Offer.State.OFFERED, to=Offer.State.DECLINED, whose="self.board"
)
def decline(offer: Offer, *, by: User) -> None:
    """The group stays as it was."""


# --- Organisations ------------------------------------------------------------------


def _check_new_name(name: str, *, but: Organisation | None = None) -> None:
    same = Organisation.objects.filter(name__iexact=name).first()
    if same not in {None, but}:
        raise ValidationError(
            {"name": "This organisation is already here. Add it as a partner instead."}
        )


@organisations.step("Change its details")
def correct(
    organisation: Organisation,
    *,
    by: User,
    name: str,
    kind: str,
    parent: Organisation | None,
    areas: Iterable[str],
) -> None:
    _check_new_name(name, but=organisation)
    above = parent
    while above is not None:
        if above == organisation:
            raise ValidationError({"parent": "It cannot be part of itself."})
        above = above.parent
    organisation.name, organisation.kind, organisation.parent = name, kind, parent
    organisation.areas.set(_areas(areas))


@organisations.step("Name its chief officer")
def name_chief(
    organisation: Organisation, *, by: User, name: str = "", email: str = ""
) -> None:
    """Who is written to when it owes something for long; nobody, if neither is said."""
    if not (name or email):
        ChiefOfficer.objects.filter(organisation=organisation).delete()
        return
    if not (name and email):
        raise ValidationError("Enter both her name and her address, or neither.")
    ChiefOfficer.objects.update_or_create(
        organisation=organisation, defaults={"name": name, "email": email}
    )


@organisations.step("Record a merger")
def replace(
    organisation: Organisation,
    *,
    by: User,
    successor: Organisation,
    on: date,
    today: date,
) -> None:
    """Another organisation takes its place: its boards, its people and its open work."""
    if organisation.replaced_by_id:
        raise ValidationError(f"{organisation.replaced_by} has already replaced it.")
    if successor == organisation or successor.replaced_by_id:
        raise ValidationError(
            {"successor": "Choose an organisation that still exists."}
        )
    if on > today:
        raise ValidationError({"on": "Record a merger once it has happened."})
    theirs = Board.objects.filter(partners__in=(organisation, successor)).distinct()
    if theirs.exclude(pk__in=visible(theirs, by, "configure").values("pk")).exists():
        raise ValidationError(
            "One of the two also works with a board that is not yours. Ask an "
            "administrator."
        )
    theirs = organisation.boards.all()
    new = theirs.exclude(pk__in=successor.boards.values("pk"))
    if new and queries.peopled([successor.pk]) and not queries.administers(by):
        raise ValidationError(
            {
                "successor": f"{successor} has people of its own and does not work with "
                f"{new[0]} yet. Add it as a partner first; its lead agrees."
            }
        )
    organisation.replaced_by, organisation.replaced_on = successor, on
    successor.boards.add(*theirs)
    _move_people(organisation, successor, on=on, by=by)
    try:
        with transaction.atomic():
            for held in queries.work_owed_by(organisation):
                move(
                    held,
                    held.records.values_list("pk", flat=True),
                    successor,
                    by=by,
                    verb="pass_on",
                    words=f"Passed to {successor}",
                )
    except IntegrityError:
        raise ValidationError(
            "Both organisations owe the same piece of work. Withdraw one of the two "
            "first."
        ) from None
    ledger.write(successor, by=by, verb="replace", words=f"Replaced {organisation}")


def _move_people(
    organisation: Organisation, successor: Organisation, *, on: date, by: User
) -> None:
    """Roles held in the old organisation end that day and go on in the new one."""
    going_on = Q(until=None) | Q(until__gt=on)
    current = organisation.appointments.filter(going_on)
    there = set(successor.appointments.filter(going_on).values_list("person", "role"))
    begun = Appointment.objects.bulk_create(
        Appointment(
            person_id=old.person_id,
            role=old.role,
            organisation=successor,
            since=max(on, old.since),
            until=old.until,
        )
        for old in current
        if (old.person_id, old.role) not in there
    )
    ledger.write_each(begun, by=by, verb="appoint", words=f"Moved to {successor}")
    end_all(current, on=on, by=by)
