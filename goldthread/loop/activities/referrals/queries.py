"""Who is to see a referred case, and links to it."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Appointment, Board, Group, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.referrals.models import Referral


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
