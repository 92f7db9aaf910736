import csv
import io

import pytest

from goldthread.loop.impact.models import Check
from goldthread.loop.plan.models import Intention
from goldthread.loop.themes.models import Theme
from tests.factories import (
    ActionFactory,
    BoardFactory,
    CheckFactory,
    GroupFactory,
    OrganisationFactory,
    RecommendationFactory,
    ThemeFactory,
    YearFactory,
    agency_lead,
    board_team,
    group_member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def theme(board):
    return ThemeFactory(board=board, name="Neglect")


@pytest.fixture
def action(theme):
    return ActionFactory(
        recommendation=RecommendationFactory(theme=theme), verified=True
    )


@pytest.fixture
def team(board, sign_in):
    return sign_in(board_team(board))


def text_of(response):
    return response.content.decode()


def test_the_list_takes_the_same_statements_with_3_checks_and_with_30(
    team, action, statements
):
    statements(team, "/impact/")
    CheckFactory.create_batch(3, action=action, done=True)
    few = statements(team, "/impact/")

    CheckFactory.create_batch(27, action=action)

    assert statements(team, "/impact/") == few
    assert few <= 10


def test_the_list_says_completed_is_not_made_a_difference(team, action):
    ActionFactory(recommendation=action.recommendation, verified=True)
    CheckFactory(action=action, done=True)

    page = text_of(team.get("/impact/"))
    assert "2 actions verified complete" in page
    assert "1 of 2 (50%) of them checked for impact" in page
    assert "1 of 2 (50%) of them found embedded" in page


def test_the_list_is_narrowed(team, board, action, theme):
    late = CheckFactory(action=action, due_on="2026-11-03")
    planned = CheckFactory(action=action, due_on="2030-01-01")
    done = CheckFactory(action=None, theme=theme, done=True, judgement="partly")

    def shown(query):
        page = team.get(f"/impact/?{query}")
        return {record for record, _ in page.context["drawn"]}

    assert shown("") == {late, planned, done}
    assert shown("state=overdue") == {late}
    assert shown("state=planned") == {late, planned}
    assert shown("judgement=partly") == {done}
    assert shown("of=theme") == {done}
    assert shown("of=action") == {late, planned}
    assert shown(f"board={board.pk}&state=done") == {done}


def test_the_export_is_what_is_shown(team, action):
    CheckFactory(action=action, done=True)
    CheckFactory(action=action)

    page = team.get("/impact/?state=done&format=csv")
    (row,) = csv.DictReader(io.StringIO(page.content.decode("utf-8-sig")))
    assert (row["What is checked"], row["Standing"]) == (action.title, "Embedded")


def test_the_list_says_who_is_late_and_what_was_found(team, action):
    CheckFactory(action=action, due_on="2020-11-03")
    CheckFactory(action=action, due_on="2030-01-01")
    CheckFactory(action=action, done=True, judgement="partly", due_on="2019-01-01")

    drawn = team.get("/impact/?sort=-due_on").context["drawn"]
    standing = [cells[2] for _, cells in drawn]
    assert [(column.look, value) for column, value in standing] == [
        ("tag", ("planned", "Planned")),
        ("tag", ("late", "Late")),
        ("tag", ("partly", "Partly")),
    ]


def test_an_empty_list_says_what_to_do_first(team):
    assert "plan a check" in text_of(team.get("/impact/"))


def test_a_checks_page_says_what_was_seen_and_what_follows(team, action, statements):
    check = CheckFactory(action=action, done=True, judgement="not_yet")
    again = CheckFactory(action=action, follows=check, due_on="2026-11-03")
    statements(team, check.get_absolute_url())

    page = text_of(team.get(check.get_absolute_url()))
    for said in (action.title, check.evidence, check.method, again.get_absolute_url()):
        assert said in page
    assert "Not yet, 17 November 2026" in text_of(team.get(again.get_absolute_url()))
    assert "Late" in text_of(team.get(again.get_absolute_url()))
    assert statements(team, check.get_absolute_url()) <= 10


def test_a_withdrawn_check_says_why(team, theme):
    check = CheckFactory(
        action=None, theme=theme, state="withdrawn", withdrawn_because="It closed."
    )

    page = text_of(team.get(check.get_absolute_url()))
    assert "It closed." in page
    assert theme.name in page


def test_a_forbidden_check_and_a_missing_one_answer_alike(action, sign_in):
    check = CheckFactory(action=action)
    stranger = sign_in(agency_lead(OrganisationFactory(boards=[check.board])))

    forbidden = stranger.get(check.get_absolute_url())
    missing = stranger.get("/impact/999999/")
    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert forbidden.content == missing.content


def test_a_check_is_planned_made_and_looked_at_again_by_page(board, action, sign_in):
    member = group_member(GroupFactory(boards=[board]))
    checker = sign_in(member)
    said = {"checker": member.pk, "due_on": "2030-01-01", "method": "A dip sample"}
    checker.post(f"{action.get_absolute_url()}plan_check/", said)
    check = Check.objects.get()
    url = f"{check.get_absolute_url()}make_check/"
    assert action.success_measure in text_of(checker.get(url))

    refused = checker.post(url, {"evidence": "Two.", "judgement": "not_yet"})
    assert refused.status_code == 422
    assert "Enter the day on which you will look again" in text_of(refused)
    checker.post(
        url, {"evidence": "Two.", "judgement": "not_yet", "again_on": "2030-06-01"}
    )

    check.refresh_from_db()
    assert (check.judgement, str(check.next.due_on)) == ("not_yet", "2030-06-01")
    assert "Not yet" in text_of(checker.get(action.get_absolute_url()))


def test_an_owner_is_not_offered_as_a_checker(team, board, action):
    owner = board_team(board, agency_lead(action.organisation))

    page = text_of(team.get(f"{action.get_absolute_url()}plan_check/"))
    assert f">{owner}<" not in page


def test_a_check_is_recorded_in_one_go_and_withdrawn_by_page(team, theme, action):
    said = {
        "method": "Asked ten children",
        "evidence": "Heard.",
        "judgement": "embedded",
    }
    team.post(f"{action.get_absolute_url()}record_check/", said)
    team.post(f"{theme.get_absolute_url()}record_check/", said)
    assert Check.objects.filter(state="done").count() == 2

    planned = CheckFactory(action=action)
    team.post(f"{planned.get_absolute_url()}withdraw/", {"reason": "Closed."})
    planned.refresh_from_db()
    assert planned.state == Check.State.WITHDRAWN


def test_a_theme_is_not_closed_without_impact_and_is_carried_forward(
    team, board, theme, sign_in
):
    url = theme.get_absolute_url()
    year = YearFactory(board=board, starts_on="2090-04-01", ends_on="2091-03-31")

    refused = team.post(f"{url}close/", {"difference": "All is well."})
    assert refused.status_code == 422
    assert "Its impact is not shown yet." in text_of(refused)
    assert f"{url}carry_forward/" in text_of(refused)
    team.post(f"{url}carry_forward/", {"into": year.pk, "reason": "Too early."})

    theme.refresh_from_db()
    intention = Intention.objects.get()
    assert theme.state == Theme.State.CARRIED
    assert str(intention) in text_of(team.get(url))
    assert "Carried forward" in text_of(team.get(intention.get_absolute_url()))


def test_a_theme_is_closed_and_reopened_by_page(team, theme):
    CheckFactory(action=None, theme=theme, done=True)
    url = theme.get_absolute_url()

    team.post(f"{url}close/", {"difference": "Children are seen sooner."})
    assert "Children are seen sooner." in text_of(team.get(url))
    team.post(f"{url}reopen/", {"reason": "It has come back."})

    theme.refresh_from_db()
    assert theme.state == Theme.State.OPEN


def test_a_theme_check_is_planned_by_page(team, board, theme):
    member = group_member(GroupFactory(boards=[board]))
    said = {"checker": member.pk, "due_on": "2030-01-01", "method": "A dip sample"}

    team.post(f"{theme.get_absolute_url()}plan_check/", said)

    assert Check.objects.get().theme == theme
