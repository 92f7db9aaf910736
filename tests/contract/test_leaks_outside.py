"""What leaves the product says nothing that its reader may not read: files and letters."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import get_resolver
from django.utils import timezone

from goldthread.base.access.checks import routes
from goldthread.base.errands.workflow import work
from goldthread.base.post.models import Letter
from goldthread.base.post.workflow import write_what_is_due
from goldthread.loop.activities.models import Activity
from goldthread.loop.activities.workflow import make_calendar
from goldthread.loop.findings.models import Finding
from goldthread.loop.reports.models import Paper
from goldthread.sources.section11.models import Cycle
from tests import factories as make
from tests import files, fuzzing, planted, walking
from tests.golden import matrix
from tests.golden.walk import Walk
from tests.golden.world import world
from tests.planted import CANARY, READERS, SAID
from tests.programs import reading

pytestmark = pytest.mark.django_db


def says_it(data):
    return CANARY in files.says(data).lower()


# --- Files ------------------------------------------------------------------------------


def lists():
    """The address of every list."""
    addresses = (f"/{address}" for address, _ in routes(get_resolver()))
    return [each for each in addresses if re.fullmatch(r"/\w+/(?:audited/)?", each)]


def taken(browser, reader):
    """Every file that she can take, by the address it came from."""
    asked = [(each, {"format": kind}) for each in lists() for kind in ("csv", "xlsx")]
    asked += [
        (f"/reports/{paper.pk}/download/{form}/", {})
        for paper in Paper.objects.all()
        for form in ("html", "json", "docx", "pdf")
    ]
    for address, query in asked:  # asked for once, so that a worker draws it
        browser.get(address, query)
    work(once=True)
    asked.append((f"/calendar/{make_calendar(by=reader)}.ics", {}))
    for address, query in asked:
        answer = browser.get(address, query)
        if answer.status_code == 200 and "<html" not in str(answer.content[:200]):
            yield f"{address}{query.get('format', '')}", answer.content


@pytest.mark.parametrize("who", READERS)
def test_no_file_says_what_its_reader_may_not_read(sign_in, who):
    reader = READERS[who](planted.places())

    found = dict(taken(sign_in(reader), reader))

    assert len(found) >= 1  # her calendar at least
    assert [address for address, data in found.items() if says_it(data)] == []


def test_the_word_is_in_the_files_of_whoever_may_read_it(sign_in):
    """Else nothing would be found above because nothing was planted, or unpacked."""
    team = planted.places()["team"]

    found = dict(taken(sign_in(team), team))

    kinds = {
        re.search(r"\w+/?$", each)[0] for each, data in found.items() if says_it(data)
    }
    assert kinds == {"csv", "xlsx", "docx/", "pdf/", "json/"}


# --- Letters ----------------------------------------------------------------------------


def plant_everything():
    """In each record of every board: no letter says any of it to anybody."""
    for model in apps.get_models():
        if model.__module__.startswith(("goldthread.loop", "goldthread.sources")):
            planted.plant(*model._base_manager.all())


def filled(page):
    """The page's forms, as somebody fills them in who writes the word wherever she can."""
    sent = {}
    for name, (kind, own) in fuzzing.fields(page).items():
        if name == "name":
            sent[name] = "Nia New"  # whoever is invited is greeted by her name
        elif kind in {"text", "textarea"} and not own:
            ends = {"_day": "2", "_month": "12", "_year": "2027"}
            sent[name] = next((d for e, d in ends.items() if name.endswith(e)), SAID)
        elif kind == "number":
            sent[name] = "3"
        elif kind == "email":
            sent[name] = "nia@example.org"
        elif own and kind != "file":
            sent[name] = own[-1] if kind in {"radio", "select"} else own
    return sent


def steps():
    """Each step of the matrix on the first of its records, and one who may take it."""
    taken = set()
    for row in matrix.rows():
        may = [name for name, said in row.cells.items() if said == "yes"]
        if row.route not in taken and may and re.search(r">/\w+/$", row.route):
            taken.add(row.route)
            yield row, may[0]


def test_no_letter_says_what_stands_in_a_record_or_was_typed():
    people, held = world()
    plant_everything()
    walks = {name: Walk(name, person, held) for name, person in people.items()}
    said, written = [], 0
    for row, name in steps():
        address = walks[name].address(row)
        with walking.alone():
            page = walks[name].browser.get(address)
            typed = filled(page.content.decode(errors="ignore"))
            walks[name].browser.post(address, typed)
            letters = list(Letter.objects.values_list("subject", "body"))
        written += len(letters)
        said += [(row.route, *each) for each in letters if CANARY in str(each).lower()]

    assert said == []
    assert written >= 10


def test_no_reminder_says_what_stands_in_a_record():
    world()
    plant_everything()
    today = timezone.localdate()
    for days in range(-120, 400, 5):
        write_what_is_due(today + timedelta(days=days))
    letters = list(Letter.objects.values_list("subject", "body"))

    assert [each for each in letters if CANARY in str(each).lower()] == []
    assert len(letters) >= 10


# --- Programs -----------------------------------------------------------------------------


def told(holder, board):
    """All that a program reads for her at this board, by its address."""
    browser = reading(board, holder=holder)
    cycles = Cycle.objects.values_list("slug", flat=True)
    parts = [
        f"cycles/{slug}{part}"
        for slug in cycles
        for part in ("", "/returns", "/grades")
    ]
    for address in ("cycles", "findings", *parts):
        yield address, browser.get(f"/api/v1/{address}").content.decode().lower()


def test_no_program_is_told_what_its_holder_may_not_read():
    places = planted.places()
    reader = READERS["board team of another board"](places)

    said = dict(told(reader, places["far"]))

    assert [address for address, answer in said.items() if CANARY in answer] == []


def test_no_program_is_told_of_what_is_restricted_and_it_is_told_of_the_rest():
    places = planted.places()
    team = places["team"]
    for restricted in Activity.objects.filter(restricted=True):
        make.name(restricted, team)
    closed = Finding.objects.filter(of_restricted=True).values_list("pk", flat=True)

    said = dict(told(team, team.appointments.get().board))

    assert {
        place.rpartition("/")[2] for place, words in said.items() if CANARY in words
    } == {
        "findings",
        "returns",
    }
    assert len(closed) == 2
    assert [pk for pk in closed if f'"key": {pk},' in said["findings"]] == []
