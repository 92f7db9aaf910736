"""What a workbook that came back says, beside what stands online now."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.base.govuk.rules import day
from goldthread.base.instruments.rules import Criterion
from goldthread.base.workbooks import kept
from goldthread.sources.section11 import columns
from goldthread.sources.section11.columns import Change
from goldthread.sources.section11.models import Answer, SelfAssessment
from goldthread.sources.section11.queries.reading import in_words


@dataclass(frozen=True)
class Difference:
    """One cell against one answer; `meanwhile` says who changed it online since then."""

    change: Change
    asks: str
    online: str
    workbook: str
    meanwhile: str
    now: str  # the digest of what stands online

    @property
    def what(self) -> str:
        return columns.FIELDS[self.change.field]

    @property
    def at(self) -> str:
        return f"{self.change.key} {self.change.field}"


def differences(
    assessment: SelfAssessment, changes: Sequence[Change]
) -> list[Difference]:
    """What is not the same online already, in the order of the questions."""
    keys = {change.key for change in changes}
    found = assessment.answers.filter(key__in=keys).select_related("changed_by")
    answers = {answer.key: answer for answer in found}
    each = (_beside(assessment, c, answers.get(c.key) or Answer()) for c in changes)
    return [difference for difference in each if difference]


def _beside(
    assessment: SelfAssessment, change: Change, answer: Answer
) -> Difference | None:
    criterion = assessment.cycle.asked.criteria[change.key]
    stands = getattr(answer, change.field)
    now = columns.digest(_settled(criterion, change, stands))
    if now == columns.digest(_settled(criterion, change, change.value)):
        return None
    who = answer.changed_by or "somebody else"
    when = f", {day(answer.changed_at)}" if answer.pk else ""
    return Difference(
        change=change,
        asks=criterion.words(assessment.form),
        online=_words(assessment, change, stands),
        workbook=_words(assessment, change, change.value),
        meanwhile="" if now == change.stood else f"{who}{when}",
        now=now,
    )


def _settled(criterion: Criterion, change: Change, value: object) -> str:
    if change.field == "said":
        return columns.settled(criterion, value)
    return kept(str(value))


def _words(assessment: SelfAssessment, change: Change, value: object) -> str:
    if change.field != "said":
        return str(value)
    asked = assessment.cycle.asked
    return in_words(asked, asked.criteria[change.key], value)
