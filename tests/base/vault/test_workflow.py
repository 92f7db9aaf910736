"""Changing the master key, also while people read and write."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from goldthread.base.access.acting import acting
from goldthread.base.vault import checks, keyring, workflow
from goldthread.base.vault.models import CaseKey
from goldthread.loop.activities.referrals.models import Referral
from tests.base.vault.conftest import CONCERN, referring
from tests.factories import BoardFactory, board_team

ROOT = Path(__file__).resolve().parents[3]


def versions():
    """Of the keys of referrals; each is held by a restricted case with one of its own."""
    keys = CaseKey.objects.filter(kind="referral").order_by("pk")
    return list(keys.values_list("version", flat=True))


@pytest.mark.django_db
def test_every_key_is_wrapped_again_and_every_text_still_opens(keys_in, referred):
    for _ in range(3):
        referred()
    keyring.new()
    referred()

    assert (versions(), workflow.rotate(), versions()) == ([1, 1, 1, 2], 6, [2] * 4)
    (keys_in / "master-1.key").unlink()
    keyring._read.cache_clear()
    assert [each.concern for each in Referral.objects.all()] == [CONCERN] * 4
    assert workflow.rotate() == 0


@pytest.mark.django_db
def test_the_commands_say_what_they_did(keys_in, referred):
    referred()
    told = [StringIO() for _ in range(3)]

    call_command("keys", "new", stdout=told[0])
    call_command("keys", "rotate", stdout=told[1])
    call_command("keys", stdout=told[2])

    assert "Made master key 2" in told[0].getvalue()
    assert "2 keys wrapped under master key 2" in told[1].getvalue()
    assert told[2].getvalue().splitlines()[1:] == ["  1: 0 cases", "  2: 2 cases"]


@pytest.mark.django_db
def test_start_up_is_refused_while_a_sealed_record_could_not_be_opened(
    keys_in, referred
):
    assert checks.missing() == ""
    referred()
    assert checks.the_master_keys_are_there(databases=["default"]) == []
    (keys_in / "master-1.key").unlink()

    (found,) = checks.the_master_keys_are_there(databases=["default"])

    assert found.id == "vault.E002"
    assert found.msg == (
        f"Sealed records need master-1.key, and {keys_in} does not hold it. Set "
        "GOLDTHREAD_KEYS to the folder of the master keys, or put them back from their "
        "copy."
    )
    with acting(None):  # nobody, to whom the database returns no row
        assert checks.missing() == found.msg
    with pytest.raises(CommandError, match="Sealed records need"):
        call_command("keys", "rotate")


def test_the_web_process_does_not_start_without_the_keys(
    committed, keys_in, tmp_path, django_db_blocker
):
    with django_db_blocker.unblock():
        referring(board_team(BoardFactory()))()
    here = os.environ | {"GOLDTHREAD_DATABASE": committed, "PYTHONPATH": str(ROOT)}

    tried = [
        subprocess.run(
            [sys.executable, "-c", "import goldthread.site.wsgi"],
            env=here | {"GOLDTHREAD_KEYS": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        for folder in (keys_in, tmp_path)
    ]

    assert [each.returncode for each in tried] == [0, 1]
    assert f"Sealed records need master-1.key, and {tmp_path} does not" in (
        tried[1].stderr
    )


def test_nobody_meets_an_error_while_the_keys_are_changed(
    committed, keys_in, django_db_blocker
):
    with django_db_blocker.unblock():
        referred = referring(board_team(BoardFactory()))
        for _ in range(workflow.AT_ONCE + 20):
            referred()
        stop, troubles, seen = Event(), [], []
        people = [
            Thread(target=until, args=(stop, troubles, seen, act))
            for act in (read, read, write)
        ]
        for person in people:
            person.start()
        for _ in range(2):
            keyring.new()
            workflow.rotate()
        stop.set()
        for person in people:
            person.join()
        workflow.rotate()  # what was made at the very moment of the change

        assert (troubles, set(versions())) == ([], {3})
    assert min(seen.count(act) for act in (read, write)) > 0


def until(stop, troubles, seen, act):
    try:
        while not (stop.is_set() and act in seen):
            act()
            seen.append(act)
    except Exception as trouble:
        troubles.append(trouble)
    finally:
        connections.close_all()


def read():
    for referral in Referral.objects.select_related("key").order_by("?")[:20]:
        assert referral.concern.startswith(CONCERN)


def write():
    referral = Referral.objects.order_by("?").first()
    referral.concern = f"{CONCERN} And more."
    referral.save()
