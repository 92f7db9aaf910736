"""What is in somebody's hands, who may take it over, and what a recorder knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from goldthread.base.access.table import visible
from goldthread.base.joining import rules
from goldthread.base.people.models import Appointment, Organisation, User


@dataclass(frozen=True)
class Held:
    """Open records of one kind, and the field that says in whose hands they are."""

    work: rules.Work
    field: str
    records: QuerySet[Any]

    @property
    def words(self) -> str:
        return self.work.words

    def seen_by(self, reader: User) -> QuerySet[Any]:
        """Those of them that she may read: nothing is counted for her but these."""
        return visible(self.records, reader)

    def work_with(self, keys: Iterable[int]) -> QuerySet[Any]:
        """The records with these keys, in whose hands they may be by now."""
        every: QuerySet[Any] = self.records.model._base_manager.all()
        return every.filter(pk__in=list(keys))

    def fit_for(self, person: User, roles: QuerySet[Appointment]) -> QuerySet[Any]:
        """Those that somebody with these roles may hold."""
        if self.work.fits is None:
            return self.records
        return self.records.filter(self.work.fits(person, roles))


def work_of(person: User, *, without: Appointment | None = None) -> list[Held]:
    """What she holds; or only what she could not go on with `without` one of her roles."""
    found = []
    for work in rules.WORK.values():
        if not work.field:
            continue
        held = Held(work, work.field, _open(work).filter(**{work.field: person.pk}))
        if without:
            stays = held.fit_for(person, roles_beside(without)).order_by().values("pk")
            held = Held(work, work.field, held.records.exclude(pk__in=stays))
        found.append(held)
    return found


def roles_beside(appointment: Appointment) -> QuerySet[Appointment]:
    hers = Appointment.objects.current().filter(person=appointment.person_id)
    return hers.exclude(pk=appointment.pk)


def work_owed_by(organisation: Organisation) -> list[Held]:
    return [
        Held(
            work,
            work.organisation,
            _open(work).filter(**{work.organisation: organisation.pk}),
        )
        for work in rules.WORK.values()
        if work.organisation
    ]


def counted(work: list[Held], reader: User) -> list[tuple[str, int]]:
    """How much there is of each kind, as far as she may see it."""
    seen = [(held.words, held.seen_by(reader).count()) for held in work]
    return [(words, count) for words, count in seen if count]


def _open(work: rules.Work) -> QuerySet[Any]:
    records: QuerySet[Any] = apps.get_model(work.label)._base_manager.all()
    return records.filter(work.open)


def colleagues_of(person: User, reader: User) -> QuerySet[User]:
    """Active people who hold a role where this person holds one, and whom she may see."""
    hers = Appointment.objects.filter(person=person)
    shared = Appointment.objects.current().filter(
        Q(board__in=hers.values("board"))
        | Q(group__in=hers.values("group"))
        | Q(organisation__in=hers.values("organisation"))
    )
    people = User.objects.filter(pk__in=shared.values("person"), is_active=True)
    return visible(people.exclude(pk=person.pk), reader)
