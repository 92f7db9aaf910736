"""One return as a page shows it: every answer beside the board's grade, and a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.http import Http404

from goldthread.base.govuk.rules import day
from goldthread.base.instruments.rules import Criterion, Standard, plain
from goldthread.base.instruments.rules.answers import number, reason_not_applicable
from goldthread.base.people.models import Board, User
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import (
    Answer,
    Cycle,
    Evidence,
    Grade,
    Moderation,
    OwnAction,
    SelfAssessment,
    SiteDifference,
)
from goldthread.sources.section11.queries.sites import by_key, site_differences


@dataclass(frozen=True)
class Shown:
    """One question, what was answered, what the board made of it, and what is done."""

    criterion: Criterion
    asks: str
    said: str
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()
    moderation: Moderation | None = None
    moderated: str = ""
    actions: tuple[OwnAction, ...] = ()
    differences: tuple[SiteDifference, ...] = ()


@dataclass(frozen=True)
class Part:
    """A standard with its questions, and what they come to."""

    standard: Standard
    questions: tuple[Shown, ...]
    grade: Grade | None = None
    writer: str = ""
    hers: bool = False  # it was given to whoever reads this

    @property
    def answered(self) -> int:
        return sum(bool(q.said) for q in self.questions)

    @property
    def to_do(self) -> bool:
        return self.answered < len(self.questions) or self.carried > 0

    @property
    def carried(self) -> int:
        return sum(bool(q.answer and q.answer.carried) for q in self.questions)

    @property
    def unchanged(self) -> int:
        return sum(bool(q.answer and q.answer.unchanged) for q in self.questions)


def whole(assessment: SelfAssessment, user: User, action: str = "view") -> list[Part]:
    """The return as far as she may read it; the same few statements however long it is."""
    mine = {"assessment": assessment.pk}
    answers = {
        a.key: a
        for a in Answer.objects.visible_to(user, action)
        .filter(**mine)
        .prefetch_related("evidence")
    }
    judged, grades = _judged(assessment, user, action) if assessment.sent else ({}, {})
    doing = by_key(OwnAction.objects.visible_to(user, action).filter(**mine))
    differing = site_differences(assessment, user, action)
    given = {
        standard: (name, person == user.pk)
        for standard, name, person in assessment.delegations.values_list(
            "standard", "person__name", "person"
        )
    }
    keys = set(assessment.asks)
    return [
        Part(
            standard,
            tuple(
                _shown(
                    assessment,
                    c,
                    answers.get(c.key),
                    judged.get(c.key),
                    doing.get(c.key, ()),
                    differing.get(c.key, ()),
                )
                for c in standard.criteria
                if c.key in keys
            ),
            grades.get(standard.key),
            *given.get(standard.key, ()),
        )
        for standard in assessment.cycle.asked.standards
        if any(c.key in keys for c in standard.criteria)
    ]


def _judged(
    assessment: SelfAssessment, user: User, action: str
) -> tuple[dict[str, Moderation], dict[str, Grade]]:
    """The board's grades as far as she may read them, and what the answers come to."""
    mine = {"assessment": assessment.pk}
    judged = Moderation.objects.visible_to(user, action).filter(**mine)
    grades = Grade.objects.visible_to(user, action).filter(**mine)
    return {m.key: m for m in judged}, {g.standard: g for g in grades}


def _shown(
    assessment: SelfAssessment,
    criterion: Criterion,
    answer: Answer | None,
    moderation: Moderation | None,
    doing: Iterable[OwnAction] = (),
    differing: Iterable[SiteDifference] = (),
) -> Shown:
    asked = assessment.cycle.asked
    return Shown(
        criterion,
        criterion.words(assessment.form),
        in_words(asked, criterion, answer.said) if answer else "",
        answer,
        tuple(answer.evidence.all()) if answer else (),
        moderation,
        in_words(asked, criterion, moderation.said) if moderation else "",
        tuple(doing),
        tuple(differing),
    )


def in_words(asked: Any, criterion: Criterion, said: Any) -> str:
    """An answer as a person reads it; nothing if there is none."""
    if said in (None, "", {}):
        return ""
    if (reason := reason_not_applicable(said)) is not None:
        return f"Does not apply: {reason}"
    if isinstance(said, dict):
        told = ((p, _one(asked, criterion, each)) for p, each in said.items() if each)
        return "; ".join(f"{part}: {words}" for part, words in told)
    if isinstance(said, list):
        return ", ".join(said)
    return _one(asked, criterion, said)


def _one(asked: Any, criterion: Criterion, said: Any) -> str:
    if criterion.kind == "yes_no":
        return dict(rules.YES_NO).get(said, str(said))
    if criterion.kind == "date":
        return day(date.fromisoformat(said))
    if criterion.kind != "graded":
        return f"{said} {criterion.unit}".strip()
    value = number(said)
    steps = {s.value: s.name for s in asked.scales[criterion.scale].steps}
    name = steps.get(value) if value is not None else None
    return f"{plain(value)}: {name}" if value is not None and name else str(said)


# --- Moderating ------------------------------------------------------------------------------


def to_moderate(assessment: SelfAssessment, key: str, user: User) -> Shown:
    """One question with the organisation's answer, for whoever grades it beside them."""
    asked = assessment.cycle.asked
    criterion = asked.criteria.get(key)
    if criterion is None or not criterion.scored or key not in assessment.asks:
        raise Http404
    answer = assessment.answers.filter(key=key).prefetch_related("evidence").first()
    held = assessment.moderations.filter(key=key).first()
    differing = site_differences(assessment, user).get(key, ())
    return _shown(assessment, criterion, answer, held, differing=differing)


def letter(assessment: SelfAssessment) -> str:
    """A reasoned letter, drafted from what was recorded. A person finishes it."""
    asked = assessment.cycle.asked
    came = f"{assessment.submitted_on:%-d %B %Y}"
    lines = [
        f"Thank you for your return to {assessment.cycle}, received on {came}.",
        *_standards(assessment),
    ]
    for each in assessment.moderations.all():
        criterion = asked.criteria[each.key]
        grade = in_words(asked, criterion, each.said)
        lines.append(
            f"{criterion.words(assessment.form)} We graded this {grade}. {each.because}"
        )
    lines.append("What we would like to hear of next time:")
    return "\n\n".join(lines)


def _standards(assessment: SelfAssessment) -> Iterable[str]:
    titles = {s.key: s.title for s in assessment.cycle.asked.standards}
    graded = [g for g in assessment.grades.all() if g.percent is not None]
    best = sorted(graded, key=lambda g: g.moderated_percent or g.percent or 0)
    if best:
        yield f"Strongest: {titles[best[-1].standard]}."
        yield f"Furthest to go: {titles[best[0].standard]}."


# --- Choices ---------------------------------------------------------------------------------


def cycles_of(user: User) -> list[tuple[str, str]]:
    """The cycles that she may see, for a filter."""
    found = Cycle.objects.visible_to(user).order_by("-pk")
    return [
        (str(pk), title) for pk, title in found.values_list("pk", "activity__title")
    ]


def kept(assessment: SelfAssessment) -> QuerySet[Evidence]:
    """What its organisation can show."""
    return Evidence.objects.filter(
        organisation=assessment.contribution.organisation_id, withdrawn=False
    )


def offered(assessment: SelfAssessment, keys: Sequence[str]) -> QuerySet[Any]:
    """The same, each with `shows`: the answers to these questions that show it."""
    hers = Q(answers__assessment=assessment.pk, answers__key__in=keys)
    nothing = Value([], ArrayField(BigIntegerField()))
    return kept(assessment).annotate(
        shows=ArrayAgg("answers", filter=hers, default=nothing)
    )


def neighbours(board: Board) -> QuerySet[Board]:
    """Boards that share an organisation with this one."""
    shared = Board.objects.filter(partners__boards=board).exclude(pk=board.pk)
    return Board.objects.filter(pk__in=shared.values("pk"))
