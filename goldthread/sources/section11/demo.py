"""Fictional cycles of section 11, made by the steps that people take."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle as again
from typing import Any

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities.queries import people_for
from goldthread.sources.section11 import queries, workflow
from goldthread.sources.section11.models import Cycle, Evidence, SelfAssessment

WORDS = (
    "Our staff list names who answers for what, and it was looked at in September.",
    "Twelve files were read in spring; ten of them showed it.",
    "It is in our policy, and new staff are shown it in their first week.",
)
IMPACT = "Children told the advocate that somebody listens and comes back to them."
SOME = 5  # of so many returns one has a staff survey
STAFF = 12
REACHES = ("final", "submitted", "in_progress", "invited", "judged", "final")


TRANCHES = (  # so many days ago, and what each asked
    (3_640, "section11_2015"),
    (3_190, "section11_2015"),
    (1_500, "section11_2023"),
    (400, "section11_2023"),
)


def build_demo(board: Board, *, team: User, on: date) -> None:
    """Four tranches that are over, as the framework tells, and one that is live."""
    for tranche, (days, asks) in enumerate(TRANCHES, 1):
        title = f"Section 11, tranche {tranche}"
        past = _cycle(board, team, title, asks, on - timedelta(days=days))
        if past is None:
            return
        for number, assessment in enumerate(past.returns.order_by("pk")):
            told = _Telling(assessment, team, past.closes_on)
            told.tell("final", 2 * number + tranche)
        _over(past, team)
    opens_on = on - timedelta(days=40)
    live = _cycle(board, team, "Section 11 this year", "section11_2023", opens_on)
    reaches = again(REACHES)
    for number, assessment in enumerate(live.returns.order_by("pk") if live else ()):
        _Telling(assessment, team, on).tell(next(reaches), number)


def _cycle(
    board: Board, team: User, title: str, asks: str, opens_on: date
) -> Cycle | None:
    partners = Organisation.objects.filter(boards=board, replaced_by=None)
    if not partners:
        return None
    cycle: Cycle = workflow.plan_cycle(
        board,
        by=team,
        title=title,
        asks=asks,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=60),
    )
    trusts = partners.filter(kind="nhs_provider", parts__isnull=False).distinct()
    if trusts:
        workflow.assign(cycle, by=team, organisations=trusts, sites="once", on=opens_on)
    others = queries.not_asked_yet(cycle)
    workflow.assign(cycle, by=team, organisations=others, on=opens_on)
    workflow.open_cycle(cycle, by=team, on=opens_on)
    return cycle


def _over(cycle: Cycle, team: User) -> None:
    """Closed, moderated and, where its group has a member, reported and archived."""
    workflow.close_cycle(cycle, by=team)
    workflow.begin_moderation(cycle, by=team)
    group = cycle.activity.lead_group
    members = User.objects.filter(
        appointments__group=group, appointments__role=Role.GROUP_MEMBER
    )
    if group and (member := members.order_by("pk").first()):
        workflow.report_cycle(cycle, by=member, on=cycle.closes_on)
        workflow.archive(cycle, by=team)


class _Telling:
    """One return, told as far as it has come."""

    def __init__(self, assessment: SelfAssessment, team: User, on: date) -> None:
        self.assessment, self.team, self.on = assessment, team, on
        leads = people_for(
            assessment.contribution.organisation_id, Role.AGENCY_LEAD
        ).order_by("pk")
        self.lead, self.senior = [*leads[:2], None, None][:2]

    def tell(self, reach: str, number: int) -> None:
        if reach == "invited" or not (self.lead and self.senior):
            return
        workflow.confirm_lead(self.assessment, by=self.lead, senior=self.senior)
        if number % SOME == 1:
            self._ask_staff()
        answers = dict(self._answers(number))
        if reach == "in_progress":
            answers = dict(list(answers.items())[: len(answers) // 2])
        workflow.fill(self.assessment, by=self.lead, answers=answers, on=self.on)
        if site := self.assessment.sites.first():
            workflow.add_difference(
                self.assessment,
                by=self.lead,
                key=next(iter(answers)),
                site=site,
                words="It has no named nurse of its own; ours covers it on two days.",
                on=self.on,
            )
        if reach == "in_progress":
            return
        workflow.ask_to_sign(
            self.assessment, by=self.lead, checked=True, nobody_named=True, on=self.on
        )
        self._sign()
        if reach != "submitted":
            self._judge(reach, number)

    def _ask_staff(self) -> None:
        """They know whom to go to, and find less of the rest."""
        began, last = self.on - timedelta(days=20), self.on - timedelta(days=1)
        survey = workflow.open_survey(
            self.assessment, by=self.lead, closes_on=last, invited=2 * STAFF, on=began
        )
        questions = queries.asked_of_staff(self.assessment)
        for person in range(STAFF):
            said = {
                each.key: each.offered[(person * place) % len(each.offered)][0]
                for place, each in enumerate(questions)
            }
            workflow.take_sheet(survey, said, on=last)
        workflow.close_survey(self.assessment, by=self.lead)

    def _kept(self) -> Evidence:
        """What it shows, with every fourth answer."""
        organisation = self.assessment.contribution.organisation
        there = Evidence.objects.filter(organisation=organisation).first()
        if there:
            return there
        made: Evidence = workflow.keep_evidence(
            organisation,
            by=self.lead,
            title="Safeguarding policy",
            link="https://example.org/policy",
            owner="Head of safeguarding",
            valid_until=self.on + timedelta(days=200),
        )
        return made

    def _answers(self, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
        asked, shown = self.assessment.cycle.asked, self._kept()
        for place, key in enumerate(self.assessment.asks):
            criterion = asked.criteria[key]
            yield (
                key,
                {
                    "said": _said(asked, criterion, number + place),
                    "words": WORDS[(number + place) % len(WORDS)],
                    "impact": IMPACT if place % 4 == 0 else "",
                    "evidence": [shown] if place % 4 == 0 else [],
                },
            )

    def _sign(self) -> None:
        given = {"by": self.senior, "on": self.on}
        if not self.assessment.of_school:
            workflow.sign(self.assessment, **given)
            return
        workflow.sign(self.assessment, capacity="head", governors_on=self.on, **given)

    def _judge(self, reach: str, number: int) -> None:
        self.assessment.refresh_from_db()
        if not self.assessment.sent:
            return
        asked = self.assessment.cycle.asked
        graded = [k for k in self.assessment.asks if asked.criteria[k].scored]
        key = graded[number % len(graded)]
        workflow.moderate(
            self.assessment,
            by=self.team,
            key=key,
            said=_said(asked, asked.criteria[key], number + 1),
            because="The evidence shows a policy, and not yet that staff use it.",
        )
        workflow.finish_moderation(self.assessment, by=self.team)
        if reach == "final":
            workflow.agree_grades(self.assessment, by=self.lead)
            workflow.settle(self.assessment, by=self.team)
            workflow.write_back(
                self.assessment,
                by=self.team,
                feedback="Thank you. Your listening to children stands out. Show next "
                "time how you know that staff use the policy.",
                on=self.on,
            )


def _said(asked: Any, criterion: Any, number: int) -> Any:
    """An answer of the right kind, which is not the same everywhere."""
    if criterion.kind == "graded":
        steps = asked.scales[criterion.scale].steps
        given = str(steps[(number * 7 + 2) % len(steps)].value)
        return dict.fromkeys(criterion.parts, given) if criterion.parts else given
    if criterion.kind == "yes_no":
        return ("yes", "partly", "yes", "no")[number % 4]
    if criterion.kind == "number":
        return "12"
    if criterion.kind == "date":
        return "2026-09-01"
    if criterion.kind == "choice":
        first = criterion.options[number % len(criterion.options)]
        return [first] if criterion.several else first
    return "As described in our policy."
