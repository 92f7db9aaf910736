"""Who works with whom, and who hears about what was asked."""

from operator import itemgetter
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value

from goldthread.base.access.acting import trusted
from goldthread.base.access.table import visible
from goldthread.base.cases.models import CaseFile, Exclusion, Grant
from goldthread.base.cases.queries import opened_by, without_excluded
from goldthread.base.people.models import (
    Appointment,
    Board,
    Group,
    User,
)
from goldthread.base.people.rules import Role
from goldthread.loop.activities.models import Activity, Contribution

OF_AGENCY = (Role.AGENCY_LEAD, Role.CONTRIBUTOR)


def board_people(board: Board) -> QuerySet[User]:
    """Those who hold a role at the board or in one of its groups."""
    held = Appointment.objects.current().filter(person=OuterRef("pk"))
    groups = Group.boards.through.objects.filter(board=board.pk).values("group")
    here = held.filter(Q(board=board.pk) | Q(group__in=groups))
    return User.objects.filter(Exists(here), is_active=True)


def people_of(board: Board) -> QuerySet[User]:
    """The board's own people, and those of the organisations that work with it."""
    held = Appointment.objects.current().filter(person=OuterRef("pk"))
    groups = Group.boards.through.objects.filter(board=board.pk).values("group")
    partners = Board.partners.through.objects.filter(board=board.pk)
    here = held.filter(
        Q(board=board.pk)
        | Q(group__in=groups)
        | Q(organisation__in=partners.values("organisation"))
    )
    return User.objects.filter(Exists(here), is_active=True)


def people_for(organisation_id: int, *roles: Role) -> QuerySet[User]:
    """Those who act for an organisation now, in these roles or in either."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"),
        organisation=organisation_id,
        role__in=roles or OF_AGENCY,
    )
    return User.objects.filter(Exists(held), is_active=True)


def people_at(board_id: int, *roles: Role) -> QuerySet[User]:
    """Those who hold one of these roles at the board itself now."""
    held = Appointment.objects.current().filter(
        person=OuterRef("pk"), board=board_id, role__in=roles
    )
    return User.objects.filter(Exists(held), is_active=True)


def team_at(board_id: int) -> QuerySet[User]:
    return people_at(board_id, Role.BOARD_TEAM)


def team_named_on(activity: Activity) -> QuerySet[User]:
    """Those named on it who can still manage it: the team of its own board."""
    return team_at(activity.board_id).filter(pk__in=activity.named.values("pk"))


def open_to_person(person: User, path: str = "") -> Q:
    """Not restricted, or naming her, and not closed to her: `path` leads to the activity."""
    hers = Grant.objects.current().filter(person=person.pk).values("case_file")
    closed = Exclusion.objects.filter(person=person.pk, lifted_at=None)
    case_file = f"{path}case_file__in"
    opens = Q(**{f"{path}restricted": False}) | Q(**{case_file: hers})
    return opens & ~Q(**{case_file: closed.values("case_file")})


def may_lead(person: User, roles: QuerySet[Appointment]) -> Q:
    """The activities that somebody with these roles may lead: of her boards."""
    boards = Board.objects.filter(
        Q(appointments__in=roles)
        | Q(groups__appointments__in=roles)
        | Q(partners__appointments__in=roles)
    )
    return Q(board__in=boards.order_by().values("pk")) & open_to_person(person)


def may_reply(person: User, roles: QuerySet[Appointment]) -> Q:
    """What somebody with these roles may be given: asked of her organisations."""
    own = roles.filter(role__in=OF_AGENCY).values("organisation")
    return Q(organisation__in=own) & open_to_person(person, "activity__")


def told(contribution: Contribution) -> list[User]:
    """Who hears about a contribution: whoever does it, else her organisation's leads.

    Of a restricted activity, only those of them whom it names.
    """
    doing = people_for(contribution.organisation_id)
    leads = people_for(contribution.organisation_id, Role.AGENCY_LEAD)
    if contribution.activity.restricted:
        doing, leads = (
            people.filter(pk__in=contribution.activity.named.values("pk"))
            for people in (doing, leads)
        )
    doing, leads = (
        without_excluded(people, contribution.activity.case_file)
        for people in (doing, leads)
    )
    given_to = contribution.person_id
    with trusted():  # whoever sees the contribution is told who is reminded of it
        return (list(doing.filter(pk=given_to)) if given_to else []) or list(leads)


def choices(user: User, *models: type[Model]) -> dict[str, list[tuple[str, str]]]:
    """What the filters of a list offer her, by model and name, in one statement."""
    asked = [
        visible(model, user)
        .order_by()
        .values_list(Value(model._meta.model_name), "name", "pk")
        for model in models
    ]
    found = {str(model._meta.model_name): [("", "All")] for model in models}
    for kind, name, pk in asked[0].union(*asked[1:], all=True):
        found[kind].append((str(pk), name))
    return {
        kind: [every, *sorted(named, key=itemgetter(1))]
        for kind, (every, *named) in found.items()
    }


def of_case(case_file: CaseFile) -> Activity | None:
    """What a case file confines."""
    return Activity.objects.filter(case_file=case_file.pk).first()


def involved(case_file: CaseFile) -> set[int]:
    """The organisations that a case involves: those that were asked to contribute."""
    asked = Contribution.objects.filter(activity__case_file=case_file.pk)
    return set(asked.values_list("organisation", flat=True))


def who_sees(activity: Activity, user: User) -> dict[str, Any]:
    """The names on a restricted one, and the page that says what for and until when."""
    if not activity.restricted:
        return {}
    current = Grant.objects.current().filter(case_file=activity.case_file_id)
    grants = visible(current, user)
    names = grants.order_by("person__name").values_list("person__name", flat=True)
    if not names:  # then she reads it because she opened it in an emergency
        return {"opening": opened_by(user, activity.case_file_id)}
    return {"names": list(names), "case_file": CaseFile(pk=activity.case_file_id)}
