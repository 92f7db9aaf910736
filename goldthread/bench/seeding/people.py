"""Boards and their partners, groups, and everybody who holds a role in them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from goldthread.base.people.models import (
    Appointment,
    Area,
    Board,
    Group,
    Organisation,
    User,
)
from goldthread.base.people.rules import (
    ORGANISATION_TYPES,
    Role,
    confirmed_until,
)

SINCE = date(2015, 1, 1)
AT_BOARD = (*[Role.BOARD_TEAM] * 3, Role.CHAIR, Role.SCRUTINEER)
AT_ORGANISATION = (Role.AGENCY_LEAD, *[Role.CONTRIBUTOR] * 2, *[Role.PRACTITIONER] * 2)
MEMBERS = 6  # of each group
Post = tuple[str, dict[str, Any]]


def seed(
    *,
    boards: int,
    organisations: int,
    kinds: Sequence[str] = tuple(ORGANISATION_TYPES),
    shared: int = 3,
) -> None:
    """Each organisation works with its own board; some with more, up to `shared`."""
    held = Board.objects.bulk_create(
        Board(name=f"Bench board {n}", slug=f"bench-{n}") for n in range(boards)
    )
    Area.objects.bulk_create(Area(name=f"Bench area {n}") for n in range(boards))
    bodies = _organisations(organisations, kinds)
    _partners(held, bodies, shared)
    groups = _groups(held)
    _appoint([*_at_boards(held), *_at_bodies(bodies), *_in_groups(groups)])


def _organisations(many: int, kinds: Sequence[str]) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(name=f"Bench organisation {n:03}", kind=kinds[n % len(kinds)])
        for n in range(many)
    )


def _partners(boards: list[Board], bodies: list[Organisation], shared: int) -> None:
    through = Board.partners.through
    through.objects.bulk_create(
        through(board=boards[(n + step) % len(boards)], organisation=body)
        for n, body in enumerate(bodies)
        for step in range(min(1 + n % shared, len(boards)))
    )


def _groups(boards: list[Board]) -> list[Group]:
    """Three of each board; the first two boards share their first."""
    groups = Group.objects.bulk_create(
        Group(name=f"{board.name}, {kind}", kind=kind)
        for board in boards
        for kind in ("board", "qasg", "case_review")
    )
    through = Group.boards.through
    through.objects.bulk_create(
        through(group=group, board=boards[n // 3]) for n, group in enumerate(groups)
    )
    groups[0].boards.add(*boards[:2])
    return groups


def _at_boards(boards: Iterable[Board]) -> Iterator[Post]:
    for board in boards:
        yield from ((role, {"board": board}) for role in AT_BOARD)


def _at_bodies(bodies: Iterable[Organisation]) -> Iterator[Post]:
    for body in bodies:
        yield from ((role, {"organisation": body}) for role in AT_ORGANISATION)


def _in_groups(groups: Iterable[Group]) -> Iterator[Post]:
    for group in groups:
        yield from [(Role.GROUP_MEMBER, {"group": group})] * MEMBERS


def _appoint(posts: list[Post]) -> None:
    """A person for each; nobody has a password, so nobody can sign in by a page."""
    people = User.objects.bulk_create(
        User(email=f"bench{n}@bench.example", name=f"Bench person {n}", password="!")  # noqa: S106
        for n in range(len(posts))
    )
    confirmed = confirmed_until(timezone.localdate())  # only groups ask for it
    Appointment.objects.bulk_create(
        Appointment(
            person=person, role=role, since=SINCE, confirmed_until=confirmed, **where
        )
        for person, (role, where) in zip(people, posts, strict=True)
    )
