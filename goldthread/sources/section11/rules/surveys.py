"""What staff are asked beside a return, and what their answers come to.

Nothing is said of fewer than ten: not of a survey, and not of a question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from goldthread.base.instruments.rules import YES_NO, Criterion, QuestionSet
from goldthread.sources.section11 import rules

FEWEST = 10
LONGEST = timedelta(days=92)  # open; what nobody closes would be shown to nobody
SURE = 1.96  # standard errors either way, for 95 in 100

Said = Mapping[
    tuple[str, str], int
]  # how often, by the key of a question and an answer


# --- What is asked ------------------------------------------------------------------------


@dataclass(frozen=True)
class Mirrored:
    """A question of the return as it is put to staff, and what they may answer."""

    standard: str
    key: str
    asks: str
    offered: tuple[tuple[str, str], ...]
    shares: Mapping[str, Fraction]


def mirrored(
    asked: QuestionSet, keys: Collection[str], form: str = ""
) -> tuple[Mirrored, ...]:
    """Those that the set puts to staff; if it puts none, all that is graded, as it is."""
    scored = [
        (standard.key, criterion)
        for standard in asked.standards
        for criterion in standard.criteria
        if criterion.key in keys and criterion.scored
    ]
    meant = [each for each in scored if each[1].asked_of_staff]
    return tuple(_put(asked, *each, form) for each in meant or scored)


def _put(
    asked: QuestionSet, standard: str, criterion: Criterion, form: str
) -> Mirrored:
    """A statement is answered by yes, partly or no; a question as the return answers it."""
    if criterion.asked_of_staff:
        return Mirrored(
            standard,
            criterion.key,
            criterion.asked_of_staff,
            tuple(rules.YES_NO),
            YES_NO,
        )
    offered = rules.offered(asked, criterion)
    shares = {said: _share(asked, criterion, said) for said, _ in offered}
    asks = criterion.words(form)
    return Mirrored(standard, criterion.key, asks, tuple(offered), shares)


def _share(asked: QuestionSet, criterion: Criterion, said: str) -> Fraction:
    """Of a grade in parts staff give one, which holds for each."""
    whole = dict.fromkeys(criterion.parts, said) if criterion.parts else said
    return rules.share_given(asked, criterion, whole) or Fraction(0)


# --- What it comes to ---------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """The answers to one standard: how good they are together, and of how many."""

    achieved: Fraction
    answers: int
    people: int  # who answered at least; each may have answered several questions

    @property
    def share(self) -> Fraction:
        return self.achieved / self.answers

    @property
    def percent(self) -> Decimal:
        return rules.percent(100 * self.share) or Decimal(0)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        return interval(self.share, self.people)

    @property
    def words(self) -> str:
        """With what it is of: "16.5 of 25 (66%)"."""
        points = f"{float(self.achieved):.1f}".removesuffix(".0")
        share = rules.rounded(self.share.numerator, self.share.denominator)
        return f"{points} of {self.answers} ({share}%)"

    @property
    def range(self) -> str:
        low, high = self.interval
        return f"between {low:.0f}% and {high:.0f}%"

    def differs(self, percent: Decimal) -> bool:
        """Whether this percentage lies outside of what chance alone may do."""
        low, high = self.interval
        return not low <= percent <= high


def counted(questions: Iterable[Mirrored], said: Said) -> Counted | None:
    """The mean share of all answers; None if no question has enough of them.

    A question that too few answered is left out. That so many people answered is known
    of the question with the fewest answers, so the interval goes by that.
    """
    achieved, numbers = Fraction(0), []
    for question in questions:
        told = {word: said.get((question.key, word), 0) for word, _ in question.offered}
        if (number := sum(told.values())) >= FEWEST:
            numbers.append(number)
            achieved += sum(question.shares[word] * n for word, n in told.items())
    return Counted(achieved, sum(numbers), min(numbers)) if numbers else None


def interval(share: Fraction, people: int) -> tuple[Decimal, Decimal]:
    """Between which percentages the mean of all staff lies, 95 times in 100.

    Wilson’s score interval: (m + z²/2n ± z √(m(1 - m)/n + z²/4n²)) / (1 + z²/n), from
    E. B. Wilson, “Probable inference, the law of succession, and statistical inference”,
    Journal of the American Statistical Association 22 (1927), 209–212. It is made for
    yes and no. Shares in between vary less for the same mean, so for grades it is rather
    too wide. It knows of chance alone, and not of who chose to answer.
    """
    mean, z2 = float(share), SURE**2
    middle = mean + z2 / (2 * people)
    half = SURE * sqrt(mean * (1 - mean) / people + z2 / (4 * people**2))
    low, high = ((middle + side) / (1 + z2 / people) for side in (-half, half))
    return _in_percent(max(low, 0)), _in_percent(min(high, 1))


def _in_percent(share: float) -> Decimal:
    return rules.percent(Fraction(100 * share)) or Decimal(0)
