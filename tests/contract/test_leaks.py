"""A word is planted in all that somebody may not read, and no page says it to her."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver

from goldthread.base.access.checks import routes
from goldthread.base.access.table import may_ever
from goldthread.base.errands.models import Errand
from goldthread.base.states import STEPS
from goldthread.loop.activities.rules import Way
from goldthread.loop.reports.models import Paper
from goldthread.sources.agency_audits.models import AuditAction, Question
from tests import factories as make

pytestmark = pytest.mark.django_db

CANARY = "zaunkoenig"
BESIDE = "heron"  # stands next to it, so that it can be searched for
SAID = f"{CANARY} {BESIDE}"
KEYS = {"key", "slug", "digest", "import_key", "frequency", "edition", "email"}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def plant(*records):
    """Put the word in every field of these that holds free text."""
    for record in records:
        words = {
            field.name: SAID[: field.max_length]
            for field in record._meta.concrete_fields
            if type(field) in {models.CharField, models.TextField, models.URLField}
            if not (field.choices or field.unique or field.name in KEYS)
        }
        type(record)._base_manager.filter(pk=record.pk).update(**words)


@pytest.fixture
def places():
    """Two boards that work with the same two organisations, and what one of them holds."""
    home, far = make.BoardFactory(), make.BoardFactory()
    owner = make.OrganisationFactory(boards=[home, far])
    other = make.OrganisationFactory(boards=[home, far])
    make.agency_lead(owner)
    team = make.board_team(home)
    _closed(home, owner, other)
    _owned(home, owner, other)
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
    plant(activity, year, intention, priority, meeting, paper)


def _in_sight(far, home, other):
    """So that every kind of page has something on it for the readers."""
    activity = make.ActivityFactory(board=home)
    activity.shared_with.add(far)
    finding = make.FindingFactory(activity=activity, released=True, about_everyone=True)
    theme = make.ThemeFactory(board=far, findings=[finding])
    action = make.ActionFactory(recommendation__theme=theme, organisation=other)
    make.CheckFactory(action=action)
    make.FrameworkFactory(boards=[home, far])


READERS = {
    "agency lead of another organisation": lambda p: make.agency_lead(p["other"]),
    "contributor of another organisation": lambda p: make.contributor(p["other"]),
    "practitioner": lambda p: make.practitioner(p["owner"]),
    "administrator": lambda p: make.administrator(),
    "board team of another board": lambda p: make.board_team(p["far"]),
    "scrutineer of another board": lambda p: make.scrutineer(p["far"]),
    "person without roles": lambda p: make.UserFactory(),
}
OTHERS = {  # arguments that are no record's key
    "form": ("html", "json"),
    "section": ("plan", "period", "sample"),
    "secret": (),  # whoever holds a calendar's address is not asked who she is
    "token": ("x",),
    "provider_id": ("x",),
}


def addresses(reader):
    """Every address of ours, with each record's key in it.

    Where no role of hers opens a kind of record, one of the kind stands for all, and its
    page for those of its steps: one guard shuts them.
    """
    for address, view in routes(get_resolver()):
        label, action = getattr(view, "guarded", None) or ("", "closed")
        if action == "closed" or not re.fullmatch(r"[\w/<>:.-]*", address):
            continue
        keys = _keys(label or "reports.publication", ARGUMENT.search(address))
        if label and not may_ever(reader, action, label):
            keys = [] if action in STEPS.get(label, ()) else keys[:1]
        yield from _filled(f"/{address}", keys)


def _keys(label, argument):
    if argument is None or argument[1] in OTHERS:
        return []
    return list(apps.get_model(label)._base_manager.values_list(argument[1], flat=True))


def _filled(address, keys):
    wanted = ARGUMENT.search(address)
    if wanted is None:
        yield address
        return
    for value in OTHERS.get(wanted[1], keys):
        yield from _filled(address.replace(wanted[0], str(value), 1), keys)


def asked_of(address):
    """A search is made, and a list is taken as a file too."""
    if address == "/search/":
        return ({"q": BESIDE},)
    a_list = address.count("/") == 2 and not address.startswith("/demo/")
    return ({}, {"format": "csv"}) if a_list else ({},)


def told(browser, address):
    """What the pages at this address say, and those that are missing."""
    answers = [browser.get(address, query) for query in asked_of(address)]
    said = any(
        CANARY in each.content.decode(errors="ignore").lower() for each in answers
    )
    return said, [each.content for each in answers if each.status_code == 404]


@pytest.mark.parametrize("who", READERS)
def test_no_page_says_what_its_reader_may_not_read(places, sign_in, who):
    reader = READERS[who](places)
    browser = sign_in(reader)
    missing = browser.get("/there-is-no-such-page/").content

    pages = {address: told(browser, address) for address in addresses(reader)}

    assert [address for address, (said, _) in pages.items() if said] == []
    assert [a for a, (_, gone) in pages.items() if set(gone) - {missing}] == []


def test_the_word_is_there_for_whoever_may_read_it(places, sign_in):
    """Else the walk would find nothing because nothing was planted."""
    lists = ("actions", "activities", "contributions", "findings", "impact", "reports")
    browser = sign_in(places["team"])
    pages = [*lists, "agency_audits", "themes", "intentions", "search"]

    assert [page for page in pages if not told(browser, f"/{page}/")[0]] == []
