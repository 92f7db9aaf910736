"""A list costs the same number of statements with three rows as with three hundred."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import get_resolver

from goldthread.base.access.checks import routes
from goldthread.bench.pages import cast
from goldthread.bench.seeding import Size, seed
from goldthread.bench.seeding.filling import fill
from goldthread.bench.serving import Broken, session_of, statements
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.plan.models import Year
from goldthread.sources.section11.models import SelfAssessment
from tests.conftest import TODAY
from tests.factories import CycleFactory, administrator

MOST = 10
FEW = Size(boards=2, organisations=6, themes=3, activities=6, findings=24, actions=6)
MANY = Size(
    boards=2, organisations=300, themes=40, activities=600, findings=600, actions=600
)
OF_A_RECORD = (  # lists that stand on the page of something else
    "boards/<slug:slug>/matrix/",
    "boards/<slug:slug>/plan/",
    "boards/<slug:slug>/join_findings/",
    "organisations/<int:pk>/obligations/",
    "themes/<int:pk>/",
    "years/<int:pk>/",
    "years/<int:pk>/coverage/",
)
NO_LISTS = {  # a step without a record, or a way on to somewhere else
    "boards/add/",
    "findings/agree_all/",
    "invitations/administrator/",
    "large-files/ask/",
    "plan/",
}


def lists():
    """Every guarded address of ours that names no record, and those above."""
    known = {
        address
        for address, view in routes(get_resolver())
        if "<" not in address
        and getattr(view, "guarded", ("", ""))[0]
        and address not in NO_LISTS
    }
    return sorted({*known, *OF_A_RECORD})


LISTS = lists()


def _sources():
    """A source's own record for every contribution, where it has one."""
    for source in settings.SOURCES:
        for model in apps.get_app_config(source.rpartition(".")[2]).get_models():
            key = model._meta.pk
            if (
                isinstance(key, models.OneToOneField)
                and key.related_model is Contribution
            ):
                fill(model, "activities_contribution c", **_needed(model))
                _given_to_boards(model)


def _needed(model):
    """What a record of a source cannot be without, beside its contribution."""
    of = {"contribution_id": "c.id"}
    if model is SelfAssessment:
        cycle = CycleFactory(activity=Activity.objects.earliest("pk"))
        of |= {"cycle_id": str(cycle.pk), "form": "'agency'", "kind": "'police'"}
    return of


def _given_to_boards(model):
    if model is SelfAssessment:
        of = "section11_selfassessment s JOIN activities_contribution c "
        of += "ON c.id = s.contribution_id JOIN activities_activity a "
        of += "ON a.id = c.activity_id"
        both = {"selfassessment_id": "c.id", "board_id": "a.board_id"}
        fill(SelfAssessment.boards.through, of, **both)


def _counts(size):
    """What each list takes for the first person who may see it."""
    seed(size, on=TODAY)
    _sources()
    known = cast()
    people = (known.team, known.lead, administrator())
    sessions = [session_of(person) for person in people]
    return {address: _first(sessions, _path(address, known)) for address in LISTS}


def _path(address, known):
    records = {
        "organisations": known.organisation,
        "themes": known.board.themes.first(),
        "years": Year.objects.filter(board=known.board).first(),
    }
    record = records.get(address.partition("/")[0])
    path = address.replace("<slug:slug>", known.board.slug)
    return "/" + path.replace("<int:pk>", str(record.pk if record else ""))


def _first(sessions, path):
    for session in sessions:
        try:
            return statements(session, path)
        except Broken:
            continue
    return None


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker):
    """The number for each list: with few rows, and with many."""
    found = []
    with django_db_blocker.unblock():
        for size in (FEW, MANY):
            with transaction.atomic():
                found.append(_counts(size))
                transaction.set_rollback(True)
    return {address: tuple(each[address] for each in found) for address in LISTS}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_takes_as_many_statements_with_many_rows_as_with_few(address, counts):
    few, many = counts[address]

    assert few is not None
    assert many == few
    assert many <= MOST
