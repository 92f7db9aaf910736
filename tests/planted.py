"""Two boards with a word planted in all that some readers may not read.

What a reader may read, she is given, too, so that every kind of page has something on it.
"""

from datetime import date

from django.db import models

from goldthread.base.errands.models import Errand
from goldthread.base.vault.fields import SealedText
from goldthread.base.vault.queries import sealed_of
from goldthread.loop.activities.rules import Way
from goldthread.loop.reports import workflow as reports
from goldthread.loop.reports.models import Paper
from goldthread.sources.agency_audits.models import AuditAction, Question
from tests import factories as make
from tests.programs import asked_for

CANARY = "zaunkoenig"
BESIDE = "heron"  # stands next to it, so that it can be searched for
SAID = f"{CANARY} {BESIDE}"
KEYS = {
    *("key", "slug", "digest", "import_key", "frequency", "edition", "email"),
    *("form", "kind", "size"),
}


def plant(*records):
    """Put the word in every field of these that holds free text."""
    for record in records:
        words = {
            field.name: f"{SAID} {record.pk}"[: field.max_length]
            for field in record._meta.concrete_fields
            if type(field) in {models.CharField, models.TextField, models.URLField}
            if not (field.choices or field.unique or field.name in KEYS)
        }
        type(record)._base_manager.filter(pk=record.pk).update(**words)
        _plant_sealed(type(record)._base_manager.get(pk=record.pk))


def _plant_sealed(record):
    """What is sealed is written by saving its record."""
    fields = [f for f in sealed_of(type(record)) if isinstance(f, SealedText)]
    for field in fields:
        setattr(record, field.name, f"{SAID} {record.pk}")
    if fields:
        record.save(update_fields=[field.name for field in fields])


def places():
    """Two boards that work with the same two organisations, and what one of them holds."""
    home, far = make.BoardFactory(), make.BoardFactory()
    owner = make.OrganisationFactory(boards=[home, far])
    other = make.OrganisationFactory(boards=[home, far])
    make.agency_lead(owner)
    team = make.board_team(home)
    _closed(home, owner, other)
    _owned(home, owner, other)
    _self_assessed(home, owner, other)
    _of_the_board(home, owner)
    _in_sight(far, home, other)
    plant(Errand.objects.create(asked_by=team, board=home, record=home.pk))
    return {"far": far, "owner": owner, "other": other, "team": team}


def _closed(home, owner, other):
    """A restricted activity; a finding of it is released, and about the other body."""
    activity = make.ActivityFactory(board=home, restricted=True)
    audits = make.ActivityFactory(
        board=home, restricted=True, way=Way.SINGLE_AGENCY_AUDIT
    )
    audit = make.AgencyAuditFactory(
        contribution__activity=audits, contribution__organisation=other
    )
    asked = [
        make.ContributionFactory(activity=activity, organisation=body, received=True)
        for body in (owner, other)
    ]
    finding = make.FindingFactory(activity=activity, about=[other])
    plant(activity, audits, audit, audit.contribution, *asked, finding)
    make.FindingFactory(activity=activity, about=[other], released=True)


def _owned(home, owner, other):
    """What one organisation owes for work that the other takes part in."""
    activity = make.ActivityFactory(board=home)
    make.ContributionFactory(activity=activity, organisation=other)
    asked = make.ContributionFactory(activity=activity, organisation=owner)
    audits = make.ActivityFactory(board=home, way=Way.SINGLE_AGENCY_AUDIT)
    audit = make.AgencyAuditFactory(
        contribution__activity=audits, contribution__organisation=owner
    )
    listed = AuditAction.objects.create(audit=audit, what="-", owner="-")
    question = Question.objects.create(
        audit=audit, text="-", asked_on=date(2026, 11, 2), asked_by=make.UserFactory()
    )
    plant(asked, audit, audit.contribution, listed, question)

    programme = make.ProgrammeFactory(board=home)
    theme = make.ThemeFactory(board=home)
    make.ActionFactory(
        recommendation__theme=theme, organisation=other, programme=programme
    )
    action = make.ActionFactory(
        recommendation__theme=theme, organisation=owner, programme=programme
    )
    evidence = make.EvidenceFactory(action=action)
    check = make.CheckFactory(action=action, done=True)
    plant(theme, action, action.recommendation, evidence, check)
    for released in (False, True):
        finding = make.FindingFactory(
            activity=activity, about=[owner], released=released
        )
        plant(finding, make.VerdictFactory(theme=theme))


def _self_assessed(home, owner, other):
    """A section 11 return, submitted to one board, in a cycle that asks the other body."""
    cycle = make.CycleFactory(activity__board=home)
    make.SelfAssessmentFactory(cycle=cycle, contribution__organisation=other)
    day = date(2026, 11, 2)
    assessment = make.SelfAssessmentFactory(
        cycle=cycle,
        contribution__organisation=owner,
        contribution__received=True,
        sent=True,
        submitted_on=day,
        state="submitted",
    )
    answer = make.AnswerFactory(assessment=assessment)
    shown = make.ShownFactory(organisation=owner)
    answer.evidence.add(shown)
    her = make.UserFactory()
    local = cycle.local_questions.create(board=home, text="-")
    plant(
        assessment,
        assessment.contribution,
        answer,
        shown,
        assessment.exchanges.create(text="-", asked_on=day, asked_by=her),
        assessment.addenda.create(words="-", added_by=her),
        assessment.site_differences.create(key="s1.1", site=owner, words="-"),
        assessment.actions.create(key="s1.1", what="-", owner="-", due_on=day),
        local.local_answers.create(assessment=assessment, words="-", released=True),
        assessment.moderations.create(
            key="s1.1", said="1", because="-", moderated_by=her
        ),
    )


def _of_the_board(home, owner):
    """What only the board's own people read."""
    year = make.YearFactory(board=home)
    intention, priority = (
        make.IntentionFactory(year=year),
        make.PriorityFactory(year=year),
    )
    period = {"since": date(2026, 4, 1), "until": date(2026, 9, 30)}
    paper = Paper.objects.create(board=home, title="-", **period)
    activity, meeting = (
        make.ActivityFactory(board=home),
        make.MeetingFactory(board=home),
    )
    plant(activity, year, intention, priority, meeting, paper, asked_for(home))


def _in_sight(far, home, other):
    """So that every kind of page has something on it for the readers."""
    activity = make.ActivityFactory(board=home)
    activity.shared_with.add(far)
    finding = make.FindingFactory(activity=activity, released=True, about_everyone=True)
    theme = make.ThemeFactory(board=far, findings=[finding])
    action = make.ActionFactory(recommendation__theme=theme, organisation=other)
    make.CheckFactory(action=action)
    make.FrameworkFactory(boards=[home, far])
    period = {"since": date(2026, 4, 1), "until": date(2026, 11, 17)}
    paper = Paper.objects.create(board=far, title="Far", **period)
    reports.issue(paper, by=make.board_team(far), on=date(2026, 11, 18))


READERS = {
    "agency lead of another organisation": lambda p: make.agency_lead(p["other"]),
    "contributor of another organisation": lambda p: make.contributor(p["other"]),
    "practitioner": lambda p: make.practitioner(p["owner"]),
    "administrator": lambda p: make.administrator(),
    "board team of another board": lambda p: make.board_team(p["far"]),
    "scrutineer of another board": lambda p: make.scrutineer(p["far"]),
    "person without roles": lambda p: make.UserFactory(),
}
