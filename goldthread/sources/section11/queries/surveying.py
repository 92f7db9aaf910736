"""What an organisation, its staff and the board say of the same standards, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldthread.base.access.acting import trusted
from goldthread.base.govuk.rules import day
from goldthread.base.people.models import User
from goldthread.sources.section11 import rules
from goldthread.sources.section11.models import Grade, SelfAssessment, Survey
from goldthread.sources.section11.rules import surveys

TOO_FEW = f"Fewer than {surveys.FEWEST} answers: not shown"


def survey_at(link: str) -> Survey | None:
    """What a link opens: who holds it may see what is asked."""
    beside = "assessment__contribution__organisation", "assessment__cycle__question_set"
    with trusted():
        return Survey.objects.filter(link=link).select_related(*beside).first()


def asked_of_staff(assessment: SelfAssessment) -> tuple[surveys.Mirrored, ...]:
    asked, keys = assessment.cycle.asked, set(assessment.asks)
    return surveys.mirrored(asked, keys, assessment.form)


@dataclass(frozen=True)
class Side:
    """One standard: what each of the three comes to, in percent of the best."""

    key: str
    title: str
    own: Decimal | None
    moderated: Decimal | None
    staff: surveys.Counted | None
    why: str = ""  # there is nothing of staff

    @property
    def gap(self) -> Decimal | None:
        """How much better the organisation finds itself than its staff do, in points."""
        return rules.gap(self.own, self.staff.percent if self.staff else None)

    @property
    def words(self) -> str:
        if self.gap is None or self.staff is None or self.own is None:
            return "Not known"
        chance = "" if self.staff.differs(self.own) else ", which may be chance"
        return f"{self.gap:+.0f}{chance}"


@dataclass(frozen=True)
class Assurance:
    """All standards, and how the survey stands."""

    survey: Survey | None
    over: bool
    sheets: int
    sides: tuple[Side, ...]

    @property
    def known(self) -> bool:
        """Whether there is anything to set side by side."""
        return self.over or any(side.own is not None for side in self.sides)

    @property
    def enough(self) -> bool:
        return self.sheets >= surveys.FEWEST

    @property
    def words(self) -> str:
        """How many answered, and never of fewer than ten; in tens while it is open."""
        if self.survey is None:
            return ""
        few = f"ewer than {surveys.FEWEST} people"
        if not self.over:
            tens = self.sheets - self.sheets % surveys.FEWEST
            so_far = f"At least {tens} people" if tens else f"F{few}"
            return f"Open until {day(self.survey.closes_on)}. {so_far} have answered."
        if not self.enough:
            return f"Closed. F{few} answered, so nothing is shown to anybody."
        return f"Closed. {self._of_invited(self.survey.invited)}"

    def _of_invited(self, invited: int | None) -> str:
        if not invited:
            return f"{self.sheets} people answered."
        if self.sheets > invited:
            return (
                f"There are {self.sheets} answers of {invited} people who were asked: "
                "somebody answered twice, or passed the link on."
            )
        return f"{rules.of(self.sheets, invited)} people who were asked have answered."


def assurance(assessment: SelfAssessment, user: User, *, on: date) -> Assurance:
    """As far as she may read it, and of staff only once nobody answers any more."""
    grades = Grade.objects.visible_to(user).filter(assessment=assessment.pk)
    survey = Survey.objects.visible_to(user).filter(pk=assessment.pk).first()
    over = survey is not None and survey.over(on=on)
    said = _said(survey) if survey else {}
    sheets = said.get(("", ""), 0)
    shown = said if over and sheets >= surveys.FEWEST else {}
    why = TOO_FEW if over else "Not closed yet" if survey else "Not known"
    sides = _sides(assessment, {g.standard: g for g in grades}, shown, why)
    return Assurance(survey, over, sheets, tuple(sides))


def _said(survey: Survey) -> surveys.Said:
    """How often each answer was given, which no page says of itself."""
    with trusted():
        told = survey.tallies.values_list("key", "said", "number")
        return {(key, said): number for key, said, number in told}


def _sides(
    assessment: SelfAssessment, grades: dict[str, Grade], said: surveys.Said, why: str
) -> Iterator[Side]:
    questions = asked_of_staff(assessment)
    for standard in assessment.cycle.asked.standards:
        its = [q for q in questions if q.standard == standard.key]
        grade = grades.get(standard.key)
        yield Side(
            standard.key,
            standard.title,
            grade.percent if grade else None,
            grade.moderated_percent if grade else None,
            surveys.counted(its, said),
            why if its else "Not asked of staff",
        )
