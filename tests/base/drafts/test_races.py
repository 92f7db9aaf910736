"""Two editors at once, and one form sent many times: nothing lost, nothing twice.

With GOLDTHREAD_RACES=200 as many rounds are run; the suite runs a few.
"""

import os
from functools import partial

import pytest
from django.test import Client

from goldthread.loop.findings.models import Finding
from tests.base.drafts.racing import at_once, unseen
from tests.factories import ActivityFactory, FindingFactory, board_team

ROUNDS = int(os.environ.get("GOLDTHREAD_RACES", "10"))
MANY = 50

pytestmark = pytest.mark.usefixtures("committed")


def another(client):
    """The same browser, in another tab: a client is for one thread."""
    tab = Client()
    tab.cookies = client.cookies
    return tab


# --- Two editors ------------------------------------------------------------------------


@pytest.fixture
def finding():
    return FindingFactory(text="As it was", meaning="Little", method="12 records")


@pytest.fixture
def editors(finding, sign_in):
    return [sign_in(board_team(finding.board)) for _ in range(2)]


def lost(finding, editors, turn, *, carrying):
    """How many texts of two who saved at once are neither saved nor shown to anybody."""
    edit = f"{finding.get_absolute_url()}edit/"
    carried = [unseen(client, edit) if carrying else {} for client in editors]
    texts = [f"Round {turn} of {name}." for name in ("Amira", "Ben")]
    posts = [
        partial(client.post, edit, {"kind": "concern", "text": text} | unseen_by)
        for client, text, unseen_by in zip(editors, texts, carried, strict=True)
    ]
    answers = at_once(*posts)
    finding.refresh_from_db()
    shown = "".join(a.content.decode() for a in answers if a.status_code == 409)
    return sum(text != finding.text and text not in shown for text in texts)


def rounds(finding, editors, *, carrying):
    return sum(
        lost(finding, editors, turn, carrying=carrying) for turn in range(ROUNDS)
    )


def test_of_two_who_save_at_once_neither_loses_a_word(finding, editors):
    assert rounds(finding, editors, carrying=True) == 0


def test_without_the_version_one_of_them_is_lost_each_time(finding, editors):
    assert rounds(finding, editors, carrying=False) == ROUNDS


# --- Sent many times ----------------------------------------------------------------------


def sent_at_once(sign_in, *, carrying):
    """One form, sent many times at once: the answers, and what was made."""
    activity = ActivityFactory()
    client = sign_in(board_team(activity.board))
    add = f"{activity.get_absolute_url()}add_finding/"
    typed = {"kind": "concern", "text": "Nobody asked the child"}
    typed |= unseen(client, add) if carrying else {}
    tabs = [another(client) for _ in range(MANY)]
    answers = at_once(*(partial(tab.post, add, typed) for tab in tabs))
    return answers, Finding.objects.filter(activity=activity)


def test_a_form_that_is_sent_fifty_times_makes_one_record_and_leads_there(sign_in):
    answers, made = sent_at_once(sign_in, carrying=True)

    there = made.get().get_absolute_url()
    told = {(answer.status_code, answer["Location"]) for answer in answers}
    assert told == {(302, there)}
    assert len(answers) == MANY


def test_without_its_token_it_makes_fifty(sign_in):
    _, made = sent_at_once(sign_in, carrying=False)

    assert made.count() == MANY
