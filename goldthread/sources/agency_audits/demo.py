"""A fictional year of single-agency audits, made by the steps that people take."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from goldthread.base.people.models import Board, Organisation, User
from goldthread.base.people.rules import Role
from goldthread.loop.activities import workflow as activities
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.queries import people_for
from goldthread.loop.activities.rules import Way
from goldthread.sources.agency_audits import queries, rules, workflow
from goldthread.sources.agency_audits.models import AgencyAudit


@dataclass(frozen=True)
class Tale:
    """One audit, and how far it has come."""

    title: str
    reach: str
    due_in: int  # days
    said: dict[str, Any]


NEGLECT = {
    "method": "file_audit",
    "population": 64,
    "sample": 20,
    "sampling": "random",
    "standard": "Neglect toolkit used within 10 working days",
    "met": 13,
    "assessed": 20,
    "outstanding": 1,
    "good": 8,
    "requires_improvement": 9,
    "inadequate": 1,
    "not_enough_evidence": 1,
    "strengths": "Health visitors named neglect early and said what they had seen.",
    "concerns": "Chronologies stopped when a child moved between teams.",
    "child_voice": "Older children said that nobody told them what was written.",
    "impact": "Chronologies are shorter and more of them are used in supervision.",
    "disclosure": "board",
}
ATTENDANCE = {
    "method": "dip_sample",
    "population": 30,
    "sample": 8,
    "sampling": "",
    "standard": "Missed appointments are followed up",
    "met": 6,
    "assessed": 8,
    "strengths": "Reception staff knew whom to tell when a child was not brought.",
    "concerns": "Letters went to parents only, and nobody rang the school.",
    "disclosure": "board",
}
SUPERVISION = {
    "method": "survey",
    "population": 140,
    "sample": 96,
    "sampling": "offered",
    "standard": "Supervision every six weeks",
    "met": 71,
    "assessed": 96,
    "strengths": "Supervision makes staff think about what life is like for the child.",
    "concerns": "Part-time staff wait longer for supervision than others do.",
    "child_voice": "Children were not asked: the survey was of staff.",
    "disclosure": "public",
}

TALES = (
    Tale("Neglect: reading 20 records", "accepted", -30, NEGLECT),
    Tale("Children who were not brought", "returned", -3, ATTENDANCE),
    Tale("How supervision is experienced", "closed", -60, SUPERVISION),
    Tale("Early help plans", "planned", 60, {}),
    Tale("Observed strategy meetings", "notified", -10, {}),
    Tale("Use of interpreters", "clarify", 14, ATTENDANCE),
    Tale("Out-of-hours contacts", "not_done", 30, {}),
)


def build_demo(board: Board, *, team: User, on: date) -> None:
    """One audit for each organisation that works with the board and has a lead."""
    activity = queries.standing_activity(board) or _activity(board, team, on)
    tales = cycle(TALES)
    for organisation in Organisation.objects.filter(boards=board).order_by("pk"):
        if lead := people_for(organisation.pk, Role.AGENCY_LEAD).first():
            tale = next(tales)
            if tale.reach == "planned":
                _announce(board, organisation, tale, lead, on)
            else:
                audit = _ask(activity, organisation, tale, team, on)
                _Telling(audit, lead, team, on).tell(tale)


def _announce(
    board: Board, organisation: Organisation, tale: Tale, lead: User, on: date
) -> None:
    workflow.announce_audit(
        organisation,
        by=lead,
        board=board,
        title=tale.title,
        rationale="A complaint showed that families did not know their own plan.",
        period_from=on - timedelta(days=30),
        period_to=on + timedelta(days=30),
        due_on=on + timedelta(days=tale.due_in),
        on=on,
    )


def _ask(
    activity: Activity, organisation: Organisation, tale: Tale, team: User, on: date
) -> AgencyAudit:
    asked_on = on - timedelta(days=90)
    workflow.ask_for_audits(
        activity,
        by=team,
        organisations=[organisation],
        title=tale.title,
        period_from=asked_on - timedelta(days=182),
        period_to=asked_on - timedelta(days=1),
        why="The board compares what agencies find themselves with its own audits.",
        due_on=on + timedelta(days=tale.due_in),
        on=asked_on,
    )
    asked = AgencyAudit.objects.filter(contribution__activity=activity)
    return asked.get(contribution__organisation=organisation)


def _activity(board: Board, team: User, on: date) -> Activity:
    activity: Activity = activities.add_activity(
        board,
        by=team,
        way=Way.SINGLE_AGENCY_AUDIT,
        title="What agencies audit themselves",
        purpose="To learn from our members’ own audits, and to audit nothing twice.",
        lead_group=board.groups.filter(kind="qasg").first(),
        starts_on=on - timedelta(days=90),
    )
    activities.begin(activity, by=team)
    return activity


@dataclass(frozen=True)
class _Telling:
    """Takes one audit as far as its tale reaches."""

    audit: AgencyAudit
    lead: User
    team: User
    on: date

    def tell(self, tale: Tale) -> None:
        if tale.reach == "not_done":
            why = "The service moved to another provider before the audit began."
            workflow.not_done(self.audit, by=self.lead, reason=why, on=self.on)
        if tale.reach in {"returned", "clarify", "accepted", "closed"}:
            self.send(tale)
        if tale.reach == "clarify":
            self.ask(self.on + timedelta(days=tale.due_in))
        if tale.reach in {"accepted", "closed"}:
            self.accept()
        if tale.reach == "accepted":
            self.raise_finding()
        if tale.reach == "closed":
            self.close()

    def send(self, tale: Tale) -> None:
        for section in rules.SECTIONS:
            if said := {n: tale.said[n] for n in section.fields if n in tale.said}:
                workflow.fill(self.audit, by=self.lead, **said)
        workflow.add_action(
            self.audit,
            by=self.lead,
            what="Change the template, and read ten records again in six months",
            owner="Named nurse for safeguarding",
            due_on=self.on + timedelta(days=180),
        )
        sent_on = self.on + timedelta(days=min(tale.due_in, -1))
        workflow.send(self.audit, by=self.lead, on=sent_on)

    def ask(self, due_on: date) -> None:
        workflow.triage(self.audit, by=self.team, note="Of use, once it is clearer.")
        question = "How did you choose the records that you looked at?"
        workflow.clarify(
            self.audit, by=self.team, question=question, due_on=due_on, on=self.on
        )

    def accept(self) -> None:
        workflow.triage(self.audit, by=self.team, note="A fair sample, fairly judged.")
        workflow.accept(self.audit, by=self.team, on=self.on)

    def raise_finding(self) -> None:
        workflow.raise_finding(
            self.audit,
            by=self.team,
            kind="concern",
            text=self.audit.concerns,
            method=f"{self.audit.get_method_display()} by the agency itself",
            number=self.audit.sample,
            about=[self.audit.contribution.organisation],
        )

    def close(self) -> None:
        nothing = "The board’s own survey of staff had found the same."
        workflow.theme(self.audit, by=self.team, nothing_new=nothing)
        said = "The survey of training and one case review say the same."
        workflow.triangulate(self.audit, by=self.team, note=said)
        workflow.report(self.audit, by=self.team, to="The Board", on=self.on)
        thanks = "Thank you. Part-time staff are now in our own training plan."
        workflow.give_feedback(self.audit, by=self.team, feedback=thanks, on=self.on)
        workflow.close(self.audit, by=self.team)
