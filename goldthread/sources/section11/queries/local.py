"""What one of several boards asks by itself, and who answered it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery

from goldthread.base.access.relations import boards_of
from goldthread.base.access.table import visible
from goldthread.base.people.models import Board, User
from goldthread.base.people.rules import Role
from goldthread.sources.section11.models import (
    Cycle,
    LocalAnswer,
    LocalQuestion,
    SelfAssessment,
)
from goldthread.sources.section11.queries import asked


@dataclass(frozen=True)
class LocalShown:
    text: str
    said: str  # nothing if it is not answered


@dataclass(frozen=True)
class LocalPart:
    """The questions of one board with what was answered."""

    board: str
    questions: tuple[LocalShown, ...]


def local_questions(assessment: SelfAssessment) -> QuerySet[LocalQuestion]:
    """What its boards ask by themselves."""
    return LocalQuestion.objects.filter(
        cycle=assessment.cycle_id, board__in=assessment.boards.all()
    )


def local_unanswered(assessment: SelfAssessment) -> int:
    """How many of them have no answer yet."""
    given = assessment.local_answers.exclude(words="")
    return local_questions(assessment).exclude(pk__in=given.values("question")).count()


def local_parts(assessment: SelfAssessment, user: User) -> list[LocalPart]:
    """By board, as far as she may read them, in one statement. What was answered to a
    board that asks no more is still there for whoever wrote it."""
    answers = LocalAnswer.objects.visible_to(user).filter(
        question=OuterRef("pk"), assessment=assessment.pk
    )
    found = (
        visible(LocalQuestion, user)
        .filter(cycle=assessment.cycle_id)
        .annotate(said=Subquery(answers.values("words")))
        .filter(Q(board__in=assessment.boards.all()) | Q(said__isnull=False))
        .order_by("board__name", "pk")
        .values_list("board__name", "text", "said")
    )
    return [
        LocalPart(board, tuple(LocalShown(text, said or "") for _, text, said in rows))
        for board, rows in groupby(found, lambda row: row[0])
    ]


def local_of(cycle: Cycle, user: User) -> list[LocalQuestion]:
    """The questions of a cycle that one board asks by itself, as far as she may read them."""
    found = visible(LocalQuestion, user).filter(cycle=cycle.pk)
    return list(found.select_related("board"))


def local_answers(cycle: Cycle, user: User) -> Iterable[LocalAnswer]:
    """What was answered to them, by question and organisation."""
    return (
        visible(LocalAnswer, user)
        .filter(question__cycle=cycle.pk)
        .exclude(words="")
        .select_related("question__board", "assessment__contribution__organisation")
        .order_by("question", "assessment__contribution__organisation__name")
    )


def asking_for(cycle: Cycle, user: User) -> QuerySet[Board]:
    """Boards of this cycle for which she may ask."""
    return asked.boards_of(cycle).filter(
        pk__in=boards_of(user, frozenset({Role.BOARD_TEAM})).values("pk")
    )
