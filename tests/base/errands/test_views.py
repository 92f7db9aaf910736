from datetime import timedelta

import pytest
from django.utils import timezone

from goldthread.base.beside import Beside
from goldthread.base.errands import rules, workflow
from goldthread.base.errands.models import Errand
from tests.factories import board_team

pytestmark = pytest.mark.django_db
State = Errand.State


@pytest.fixture
def asked(agree, finding, amira):
    return agree(finding, by=amira, text="Seen in time")


@pytest.fixture
def browser(amira, sign_in):
    return sign_in(amira)


def page(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_that_it_has_not_started_and_looks_again(asked, browser):
    response = browser.get(asked.get_absolute_url())

    assert response["Refresh"] == "2"
    said = page(response)
    assert "<title>Waiting to start: Agreeing Seen late - Goldthread</title>" in said
    assert "It has not started yet: nothing on the server is doing long work" in said
    assert 'http-equiv="refresh"' not in said


def test_while_a_worker_lives_it_says_how_many_are_before(asked, browser):
    first = Errand.objects.get()
    first.pk = first.task = None
    first.save()

    with Beside() as other:
        other.hold(rules.ALIVE, shared=True)
        said = page(browser.get(first.get_absolute_url()))

    assert "pieces of work before it: 1." in said
    assert "It has not started yet" not in said


def test_the_page_says_how_far_it_is_in_a_bar_and_in_words(asked, browser):
    Errand.objects.update(state=State.RUNNING, doing="Reading", done=1200, total=3000)

    with Beside() as other:
        other.hold(asked.pk)
        said = page(browser.get(asked.get_absolute_url()))

    assert 'role="status"' in said
    assert 'value="1200" max="3000">Reading: 1,200 of 3,000</progress>' in said
    assert "It stopped" not in said


def test_work_whose_worker_has_died_says_so(asked, browser):
    Errand.objects.update(state=State.RUNNING)

    said = page(browser.get(asked.get_absolute_url()))

    assert "It stopped before it had finished, and nothing was saved." in said


def test_the_page_can_be_made_to_stand_still(asked, browser):
    response = browser.get(f"{asked.get_absolute_url()}?still")

    assert "Refresh" not in response
    assert "Look again" in page(response)


def test_a_page_that_was_forgotten_no_longer_looks_again(asked, browser):
    Errand.objects.update(asked_at=timezone.now() - timedelta(hours=1))

    assert "Refresh" not in browser.get(asked.get_absolute_url())


def test_when_it_is_done_the_page_leads_to_the_result(asked, browser, finding):
    workflow.work(once=True)

    response = browser.get(asked.get_absolute_url(), follow=True)

    assert response.redirect_chain == [(finding.get_absolute_url(), 302)]
    assert "It is agreed." in page(response)


def test_when_a_file_is_ready_the_page_offers_it(asked, browser):
    workflow.work(once=True)
    Errand.objects.update(file=True, leads_to="/the/file/")

    response = browser.get(asked.get_absolute_url())

    assert "Refresh" not in response
    assert "It is agreed." in page(response)
    assert 'href="/the/file/">Download it</a>' in page(response)


def test_a_failure_is_said_in_sentences_and_leads_back(asked, browser, finding):
    Errand.objects.update(
        state=State.FAILED, ended_at=timezone.now(), trouble="First.\nSecond."
    )

    response = browser.get(asked.get_absolute_url())

    assert "Refresh" not in response
    said = page(response)
    assert '<p class="govuk-body">First.</p>' in said
    assert '<p class="govuk-body">Second.</p>' in said
    assert f'href="{finding.get_absolute_url()}"' in said


def test_somebody_elses_work_is_missing(asked, finding, sign_in):
    colleague = sign_in(board_team(finding.board))

    hers, never = (
        colleague.get(asked.get_absolute_url()),
        colleague.get("/errands/999999/"),
    )

    assert (hers.status_code, hers.content) == (404, never.content)
