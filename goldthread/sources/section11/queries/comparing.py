"""One return through the cycles, and beside those of others, who stay unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, DecimalField

from goldthread.base.access.acting import trusted
from goldthread.base.instruments.rules.crosswalks import trend
from goldthread.base.people.models import User
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Answer, Grade, SelfAssessment

CYCLES = 6  # of the newest, side by side
FEWEST = 5  # others; fewer could be guessed


@dataclass(frozen=True)
class Then:
    """What a question came to in one cycle: a percentage of 100, or why there is none."""

    percent: Decimal | None
    why: str = ""


@dataclass(frozen=True)
class Line:
    """One question through the cycles, newest first."""

    standard: str
    key: str
    asks: str
    values: tuple[Then, ...]

    @property
    def change(self) -> Decimal | None:
        """Against the cycle before, in points of 100; None if they cannot be compared."""
        newest, *others = self.values
        if not others or newest.percent is None or others[0].percent is None:
            return None
        return newest.percent - others[0].percent

    @property
    def words(self) -> str:
        if self.change is None:
            return "Not comparable" if len(self.values) > 1 else "First time"
        if not self.change:
            return "The same"
        return f"{abs(self.change):.0f} {'up' if self.change > 0 else 'down'}"


def through_cycles(
    assessment: SelfAssessment, user: User
) -> tuple[list[SelfAssessment], list[Line]]:
    """The same organisation’s submitted returns that she may read, and every question.

    A line ends where a question began to mean something else: the cross-walk says so.
    """
    returns = list(
        SelfAssessment.objects.visible_to(user)
        .filter(
            contribution__organisation=assessment.contribution.organisation_id,
            cycle__opens_on__lte=assessment.cycle.opens_on,
            sent=True,
        )
        .select_related("cycle__question_set", "cycle__activity")
        .order_by("-cycle__opens_on", "-pk")[:CYCLES]
    )
    if not returns:
        return [], []
    return returns, list(_lines(returns, user))


def _lines(returns: Sequence[SelfAssessment], user: User) -> Any:
    said: dict[int, dict[str, Any]] = {each.pk: {} for each in returns}
    answers = Answer.objects.visible_to(user).filter(assessment__in=list(said))
    for pk, key, given in answers.values_list("assessment", "key", "said"):
        said[pk][key] = given
    cycles = [(each.cycle.asked, _shares(each, said[each.pk])) for each in returns]
    newest = returns[0]
    keys = set(newest.asks)
    for standard in newest.cycle.asked.standards:
        for criterion in standard.criteria:
            if criterion.key in keys and criterion.scored:
                told = trend(criterion.key, cycles)
                yield Line(
                    standard.title,
                    criterion.key,
                    criterion.words(newest.form),
                    tuple(
                        Then(None if s is None else rules.percent(100 * s), why)
                        for s, why in told
                    ),
                )


def _shares(assessment: SelfAssessment, said: dict[str, Any]) -> Any:
    where = {name: getattr(assessment, name) for name in ("form", "kind", "size")}
    return rules.scored(assessment.cycle.asked, said, **where).shares


# --- Beside others -----------------------------------------------------------------------


@dataclass(frozen=True)
class Beside:
    """One standard: its own percentage, the middle of the others, and how many they are."""

    title: str
    own: Decimal | None
    middle: Decimal | None
    others: int | None

    @property
    def words(self) -> str:
        if self.middle is None:
            return f"Fewer than {FEWEST} others, so nothing is shown"
        return f"{self.middle:.0f}% in the middle of {self.others} others"


class Middle(Aggregate):
    """The middle of the values: half are no more, half are no less."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DecimalField()


def beside_others(assessment: SelfAssessment) -> list[Beside]:
    """Its self-assessed standards, and the middle of other organisations' in that cycle.

    Counted by the database over all of them, whoever asks; never of fewer than five.
    """
    with trusted():
        graded = Grade.objects.filter(
            assessment__cycle=assessment.cycle_id,
            assessment__sent=True,
            percent__isnull=False,
        ).order_by()
        own = dict(
            graded.filter(assessment=assessment.pk).values_list("standard", "percent")
        )
        others = graded.exclude(assessment=assessment.pk).values("standard")
        counted = others.annotate(number=Count("pk"), middle=Middle("percent"))
        middles = {row["standard"]: row for row in counted}
    return [
        _beside(standard, own.get(standard.key), middles.get(standard.key))
        for standard in assessment.cycle.asked.standards
    ]


def _beside(standard: Any, own: Decimal | None, others: Any) -> Beside:
    if others is None or others["number"] < FEWEST:
        return Beside(standard.title, own, None, None)
    return Beside(standard.title, own, others["middle"], others["number"])
