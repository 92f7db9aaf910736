"""What is known of the help in a year, and what the board judged it to be."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldthread.base.govuk.rules import Link, Strand
from goldthread.base.people.models import Board, User
from goldthread.loop.findings.models import Finding
from goldthread.loop.findings.rules import HELP_STAGES
from goldthread.loop.impact.assessments import rules
from goldthread.loop.impact.assessments.models import Assessment
from goldthread.loop.plan.models import Year


@dataclass(frozen=True)
class Help:
    """One stage of help: what was found of it in the year, and the latest judgement."""

    stage: rules.Stage
    assessed: Assessment | None


def help_in(year: Year, user: User) -> list[Help]:
    """Every stage of help, from the findings that she may see, in two statements."""
    days = (year.starts_on, year.ends_on)
    dated = Q(earliest__lte=year.ends_on, latest__gte=year.starts_on)
    found = (
        Finding.objects.standing()
        .visible_to(user)
        .filter(dated | Q(recorded_at__date__range=days), board=year.board_id)
        .order_by()
    )
    judged = latest(Assessment.objects.filter(year=year))
    return [
        Help(stage, judged.get(stage.key))
        for stage in rules.stages(found.values_list("help_stage", "kind"))
    ]


def latest(assessments: QuerySet[Assessment]) -> dict[str, Assessment]:
    """The last of each stage of help."""
    every = assessments.select_related("assessed_by", "year__board").order_by(
        "assessed_on", "pk"
    )
    return {each.stage: each for each in every}


def assessed_between(board: Board, *, since: date, until: date) -> list[Assessment]:
    """What was judged in a period: the last of each stage, from early help on."""
    made = Assessment.objects.filter(
        year__board=board, assessed_on__range=(since, until)
    )
    judged = latest(made)
    return [judged[key] for key in HELP_STAGES if key in judged]


def missing(year: Year | None) -> list[str]:
    """That nobody has judged the help of this year, for the paper's holes."""
    if year is None or Assessment.objects.filter(year=year).exists():
        return []
    return [f"Nobody has assessed yet how effective help is in {year.name}."]


def help_of(year: Year, user: User) -> Strand:
    """From the page of the year to what is known of the help in it."""
    address = reverse("assessments:help", args=[year.pk])
    return Strand("How effective help is", [Link("What was found and judged", address)])
