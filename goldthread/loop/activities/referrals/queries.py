"""Who is to see a referred case, and links to it."""

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse

from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Appointment, Board, Group, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals.models import Referral

WHEN_OVER = "it is decided that it does not go forward, or the review has reported"


def over_on() -> Subquery:
    """Of a case file: when the case that it is about was over; none if it is not."""
    over = Case(
        When(forward=False, then="decided_on"),
        When(forward=True, then="activity__reported_on"),
    )
    its = Referral._base_manager.filter(key=OuterRef("pk"))
    return Subquery(its.values_list(over)[:1])


def group_of(board: Board) -> Group | None:
    """The group that decides which cases go forward, if the board has one."""
    return board.groups.filter(kind="case_review").order_by("pk").first()


def deciders(board: Board, group: Group | None) -> QuerySet[User]:
    """The board's team, and the members of the group that decides."""
    held = Appointment.objects.current().filter(
        Q(role=Role.BOARD_TEAM, board=board.pk)
        | Q(role=Role.GROUP_MEMBER, group=group.pk if group else None)
    )
    return User.objects.filter(pk__in=held.values("person"), is_active=True)


def link_to_referrals(board: Board) -> tuple[str, str]:
    return "Cases referred for review", reverse("referrals:index")


def referral_of(activity: Activity, user: User) -> Strand:
    """From a restricted activity to the referral that it came from."""
    found = Referral.objects.visible_to(user).filter(pk=activity.pk)
    links = [
        Link("A case referred for review", each.get_absolute_url(), note=each.standing)
        for each in found
    ]
    return Strand("Where it came from", links)
