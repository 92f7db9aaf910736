import pytest

from goldthread.loop.impact.assessments.models import Assessment
from tests.factories import BoardFactory, YearFactory, board_team, scrutineer

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_the_help_of_a_year_is_looked_at_and_assessed_on_its_pages(sign_in):
    board = BoardFactory()
    year = YearFactory(board=board)
    browser = sign_in(board_team(board))
    at = year.get_absolute_url()
    assert f"{at}help/" in text(browser.get(at))
    judged = {"stage": "early_help", "judgement": "partly", "evidence": ""}

    refused = browser.post(f"{at}assess_help/", judged)
    browser.post(f"{at}assess_help/", judged | {"evidence": "Six of ten say so."})

    assert refused.status_code == 422
    page = text(browser.get(f"{at}help/"))
    assert page.count("Not yet") == 5
    assert "Partly effective" in page
    assert "Six of ten say so." in text(
        browser.get(Assessment.objects.get().get_absolute_url())
    )


def test_who_may_not_assess_is_offered_nothing(sign_in):
    board = BoardFactory()
    year = YearFactory(board=board)
    at = year.get_absolute_url()
    browser = sign_in(scrutineer(board))

    assert "assess_help" not in text(browser.get(f"{at}help/"))
    elsewhere = sign_in(scrutineer(BoardFactory()))
    assert elsewhere.get(f"{at}help/").status_code == 404
