"""`goldthread section11 score|status|export|open`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goldthread.base.ledger.models import Entry
from goldthread.sources.section11 import workflow
from tests.factories import board_team
from tests.sources.section11.conftest import OPENS, Here


def said(*arguments):
    out = StringIO()
    call_command("section11", *arguments, stdout=out)
    return out.getvalue()


def of(here, does, *more):
    who = (f"--cycle={here.cycle.slug}", f"--as={here.team.email}")
    return said(does, *who, *more)


def test_a_file_of_answers_is_scored(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(
        json.dumps({"set": "section11_2015", "form": "small", "answers": {"s1.1": 3}})
    )

    told = json.loads(said("score", str(file), "--json"))

    assert (told["set"], told["complete"]) == ("section11_2015", False)
    assert told["overall"]["missing"] == 15
    assert "1 of 2 not answered yet." in said("score", str(file)).splitlines()[0]


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "bad.json").write_text("{")

    with pytest.raises(CommandError, match=r"bad\.json cannot be read"):
        said("score", str(tmp_path / "bad.json"))


def test_a_grade_that_is_none_is_named(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"set": "section11_2015", "answers": {"s1.1": 9}}))

    with pytest.raises(CommandError, match=r"s1\.1: 9 is no grade"):
        said("score", str(file))


@pytest.mark.django_db
def test_how_a_cycle_stands(here):
    here.submitted()

    told = json.loads(of(here, "status", "--json"))

    assert told["state"] == "open"
    assert told["by_type"][-1] | {"rate": ""} == {
        "type": "All",
        "asked": 1,
        "submitted": 1,
        "rate": "",
        "moderated": 0,
        "late": 0,
        "exempt": 0,
    }
    assert told["by_type"][-1]["rate"] == "1 of 1 (100%)"


@pytest.mark.django_db
def test_what_was_not_submitted_leaves_with_no_export(here):
    here.fill(here.confirmed(), {"s1.1": {"said": "2", "words": "zaunkoenig"}})

    told = of(here, "export", "--json")

    assert json.loads(told)["returns"][0]["answers"] == {}
    assert "zaunkoenig" not in told
    assert Entry.objects.filter(verb="export", by=here.team.pk).count() == 1


@pytest.mark.django_db
def test_what_was_submitted_leaves_with_its_codes(here):
    assessment = here.submitted()

    (told,) = json.loads(of(here, "export", "--json"))["returns"]

    assert set(told["answers"]) == set(assessment.asks)
    assert told["answers"]["s1.1"]["said"] == "2"
    assert told["grades"]["s1"]["percent"] == 66.67


@pytest.mark.django_db
def test_a_cycle_is_opened_by_who_may(here):
    workflow.assign(here.cycle, by=here.team, organisations=[here.agency], on=OPENS)

    of(here, "open")

    here.cycle.refresh_from_db()
    assert here.cycle.state == "open"
    with pytest.raises(CommandError, match="open already, or over"):
        of(here, "open")


@pytest.mark.django_db
def test_a_cycle_of_another_board_is_none(here):
    stranger = board_team(Here().board)

    with pytest.raises(CommandError, match="no such cycle for this person"):
        said("status", f"--cycle={here.cycle.slug}", f"--as={stranger.email}")
