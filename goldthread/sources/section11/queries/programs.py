"""Cycles, returns and grades as a program reads them: of one board, as far as somebody sees.

Whoever holds a token may hold roles elsewhere. So each is asked twice: that she may see
it, and that it is this board's.
"""

from django.db.models import Prefetch, Q, QuerySet

from goldthread.base.people.models import Board, User
from goldthread.loop.activities.models import Activity
from goldthread.sources.section11.models import Answer, Cycle, Grade, SelfAssessment

Shared = Activity.shared_with.through


def cycles_at(board: Board, user: User) -> QuerySet[Cycle]:
    """Those that the board leads, and those that are shared with it."""
    shared = Shared.objects.filter(board=board.pk).values("activity")
    here = Q(activity__board=board.pk) | Q(activity__in=shared)
    found = Cycle.objects.visible_to(user).filter(here)
    return found.select_related("activity__board", "question_set")


def returns_at(board: Board, cycle: Cycle, user: User) -> QuerySet[SelfAssessment]:
    """Those that the board asks for; `told` are the answers that were released to it."""
    answers = Answer.objects.visible_to(user).filter(
        assessment__sent=True, assessment__released_to=board
    )
    found = SelfAssessment.objects.visible_to(user).filter(cycle=cycle.pk, boards=board)
    return found.select_related("contribution__organisation").prefetch_related(
        "sites", Prefetch("answers", queryset=answers, to_attr="told")
    )


def grades_at(board: Board, cycle: Cycle, user: User) -> QuerySet[Grade]:
    """What submitted returns came to, and what the board made of them."""
    found = Grade.objects.visible_to(user).filter(
        assessment__cycle=cycle.pk,
        assessment__sent=True,
        assessment__released_to=board,
    )
    return found.select_related("assessment__contribution__organisation")
