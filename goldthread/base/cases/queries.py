"""Who is named on a case, who is near it, and what waits."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.base.access.acting import trusted
from goldthread.base.access.relations import TODAY
from goldthread.base.cases import rules
from goldthread.base.cases.models import CaseFile, Exclusion, Grant, Opening
from goldthread.base.people.models import Appointment, Board, Organisation, User
from goldthread.base.people.rules import Role


def named_on(case_file: CaseFile | None) -> QuerySet[User]:
    """Those who can open it now; nobody where there is no case file."""
    if case_file is None:
        return User.objects.none()
    current = Grant.objects.current().filter(case_file=case_file.pk)
    barred = excluded_from(case_file).values("person")
    people = User.objects.filter(pk__in=current.values("person"))
    return people.exclude(pk__in=barred)


def excluded_from(case_file: CaseFile) -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(case_file=case_file.pk, lifted_at=None)


def is_excluded(case_file: CaseFile | None, person: User) -> bool:
    if case_file is None:
        return False
    with trusted():
        return excluded_from(case_file).filter(person=person.pk).exists()


def without_excluded(
    people: QuerySet[User], case_file: CaseFile | None
) -> QuerySet[User]:
    """Of these people, those to whom the case exists."""
    if case_file is None:
        return people
    return people.exclude(pk__in=excluded_from(case_file).values("person"))


def at_board(board_id: int, *roles: Role) -> QuerySet[User]:
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), board=board_id, role__in=roles
    )
    return User.objects.filter(Exists(held), is_active=True)


def today() -> date:
    """The database's own day, by which a grant is current or not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TODAY}")
        (day,) = cursor.fetchone()
    return cast("date", day)


def is_outsider(board: Board, person: User) -> bool:
    """She holds no role at the board of the case, or in a group of it."""
    here = Q(board=board.pk) | Q(group__boards=board.pk)
    return not Appointment.objects.current().filter(here, person=person.pk).exists()


def people_near(board: Board) -> QuerySet[User]:
    """Those of the board and its groups, and of the organisations that work with it."""
    here = (
        Q(board=board.pk) | Q(group__boards=board.pk) | Q(organisation__boards=board.pk)
    )
    held = Appointment.objects.current().filter(here, person=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True)


def suggested(case_file: CaseFile, people: Iterable[User]) -> dict[int, str]:
    """Who of these works for an organisation that the case involves, and for which."""
    involved = {pk for asked in rules.INVOLVED for pk in asked(case_file)}
    held = Appointment.objects.current().filter(
        person__in=[person.pk for person in people], organisation__in=involved
    )
    found = held.values_list("person", "organisation__name").order_by("pk")
    return dict(found)


def employers_involved(case_file: CaseFile, person: User) -> QuerySet[Organisation]:
    """Of the organisations that the case involves, those that she works for."""
    with trusted():
        involved = {pk for asked in rules.INVOLVED for pk in asked(case_file)}
    held = Appointment.objects.current().filter(person=person.pk)
    return Organisation.objects.filter(
        pk__in=involved & set(held.values_list("organisation", flat=True))
    )


def ending(on: date) -> QuerySet[Grant]:
    """Current grants whose last day comes within two weeks."""
    soon = Grant.objects.current().filter(until__lte=on + rules.ENDS_SOON)
    return soon.select_related("case_file", "person").order_by("until", "pk")


def keepers(case_file: CaseFile) -> QuerySet[User]:
    """The board team of the case who are named on it."""
    team = at_board(case_file.board_id, Role.BOARD_TEAM)
    return team.filter(pk__in=named_on(case_file).values("pk"))


def opened_by(person: User, file_id: int | None) -> Opening | None:
    """That she opened it in an emergency, while she may still read it."""
    open_now = Opening.objects.visible_to(person).filter(until__gt=timezone.now())
    return open_now.filter(case_file=file_id, person=person.pk).first()


def unreviewed() -> QuerySet[Opening]:
    return Opening.objects.filter(state=Opening.State.MADE)
