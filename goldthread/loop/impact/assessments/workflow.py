"""Judging how effective help is."""

from datetime import date
from typing import Any

from goldthread.base.people.models import User
from goldthread.base.states import Steps, typed
from goldthread.loop.impact.assessments.models import Assessment
from goldthread.loop.plan.models import Year

year_steps = Steps("plan.year")


@year_steps.step("Assess the help")
def assess_help(
    year: Year, *, by: User, evidence: str, on: date, **said: Any
) -> Assessment:
    """Say how effective the help at one stage is, and what shows it.

    Said: `stage`, `judgement` and what `follows` from it.
    """
    shown = typed(evidence, evidence="Say what shows it.")
    assessment = Assessment(
        year=year, evidence=shown, assessed_on=on, assessed_by=by, **said
    )
    assessment.full_clean()
    assessment.save()
    return assessment
