"""What comes up in a cycle: the questions on which organisations are furthest behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.http import Http404

from goldthread.base.instruments.rules import Criterion
from goldthread.base.people.models import User
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Answer, Cycle
from goldthread.sources.section11.queries.reading import in_words

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class ComesUp:
    """One question: how many answered it, how many of them lowly, and their mean.

    Lowly is half of its scale or less, whichever end is best; the mean is in percent.
    """

    title: str
    criterion: Criterion
    answered: int
    low: int
    mean: Decimal

    @property
    def rate(self) -> str:
        return rules.of(self.low, self.answered)


def emerging(cycle: Cycle, user: User) -> list[ComesUp]:
    """Every graded question, furthest behind first, over the returns that she may read.

    Two statements: equal answers are counted by the database.
    """
    seen = Answer.objects.visible_to(user).filter(
        assessment__cycle=cycle.pk, assessment__sent=True
    )
    counted = seen.order_by().values_list("key", "said").annotate(Count("pk"))
    shares: dict[str, list[tuple[Fraction, int]]] = {}
    asked = cycle.asked
    for key, said, number in counted:
        share = rules.share_given(asked, asked.criteria[key], said)
        if share is not None:
            shares.setdefault(key, []).append((share, number))
    told = [
        _comes_up(standard.title, criterion, shares[criterion.key])
        for standard in asked.standards
        for criterion in standard.criteria
        if criterion.key in shares
    ]
    return sorted(
        told, key=lambda each: (-Fraction(each.low, each.answered), each.mean)
    )


def _comes_up(
    title: str, criterion: Criterion, shares: list[tuple[Fraction, int]]
) -> ComesUp:
    answered = sum(number for _, number in shares)
    low = sum(number for share, number in shares if share <= HALF)
    mean = 100 * sum((s * n for s, n in shares), Fraction(0)) / answered
    return ComesUp(title, criterion, answered, low, rules.percent(mean) or Decimal(0))


# --- The answers behind it -----------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """One organisation's answer to a question, in its own words."""

    answer: Answer
    said: str
    share: Fraction


def behind(cycle: Cycle, key: str, user: User) -> tuple[Criterion, list[Behind]]:
    """The question and its answers that she may read, furthest behind first.

    Raises Http404 if the cycle asks no such graded question.
    """
    criterion = cycle.asked.criteria.get(key)
    if criterion is None or not criterion.scored:
        raise Http404
    seen = (
        Answer.objects.visible_to(user)
        .filter(assessment__cycle=cycle.pk, assessment__sent=True, key=key)
        .select_related("assessment__contribution__organisation")
    )
    answers = list(_behind(cycle.asked, criterion, seen))
    return criterion, sorted(answers, key=lambda a: (a.share, a.answer.pk))


def _behind(asked: Any, criterion: Criterion, answers: Any) -> Iterator[Behind]:
    for answer in answers:
        share = rules.share_given(asked, criterion, answer.said)
        if share is not None:
            yield Behind(answer, in_words(asked, criterion, answer.said), share)
