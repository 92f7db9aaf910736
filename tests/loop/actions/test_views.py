import csv
import io
import json

import pytest
from django.utils import timezone

from goldthread.loop.actions.models import Action, Programme, Recommendation
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    EvidenceFactory,
    FindingFactory,
    GroupFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RecommendationFactory,
    ThemeFactory,
    agency_lead,
    board_team,
    contributor,
    group_member,
)

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Train every new worker",
    "success_measure": "Nine of ten",
    "evidence_from": "A dip sample",
    "due_on": "2030-03-31",
}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def recommendation(board):
    return RecommendationFactory(theme=ThemeFactory(board=board))


@pytest.fixture
def team(board, sign_in):
    return sign_in(board_team(board))


def text_of(response):
    return response.content.decode()


# --- Lists ------------------------------------------------------------------------------


def test_the_list_takes_the_same_statements_with_3_actions_and_with_30(
    team, recommendation, statements
):
    statements(team, "/actions/")
    ActionFactory.create_batch(3, recommendation=recommendation)
    few = statements(team, "/actions/")

    ActionFactory.create_batch(27, recommendation=recommendation)

    assert statements(team, "/actions/") == few
    assert few <= 10


def test_the_list_of_programmes_takes_the_same_statements_with_3_and_with_30(
    team, board, statements
):
    statements(team, "/programmes/")
    ProgrammeFactory.create_batch(3, board=board)
    few = statements(team, "/programmes/")

    ProgrammeFactory.create_batch(27, board=board)

    assert statements(team, "/programmes/") == few
    assert few <= 10


def test_the_list_is_narrowed_and_keeps_what_was_chosen(team, board, recommendation):
    programme = ProgrammeFactory(board=board)
    late = ActionFactory(
        recommendation=recommendation,
        title="Visit babies sooner",
        due_on="2026-11-10",
        programme=programme,
    )
    raised = ActionFactory(
        recommendation__theme__board=board, escalated=True, due_on="2030-01-01"
    )

    def shown(query):
        page = team.get(f"/actions/?{query}")
        return {record for record, _ in page.context["drawn"]}

    assert shown("") == {late, raised}
    assert shown("q=babies") == {late}
    assert shown("overdue=on") == {late}
    assert shown("escalated=yes") == {raised}
    assert shown("escalated=paper") == set()
    assert shown(f"organisation={late.organisation.name.upper()}") == {late}
    assert shown(f"theme={recommendation.theme.pk}") == {late}
    assert shown(f"programme={programme.pk}") == {late}
    assert shown(f"board={board.pk}&state=open") == {late, raised}
    assert shown("state=nonsense") == {late, raised}
    assert "Nothing matches these filters" in text_of(team.get("/actions/?q=nothing"))


def test_the_export_is_what_is_shown(team, recommendation):
    action = ActionFactory(recommendation=recommendation, due_on="2026-11-10")
    ActionFactory(recommendation=recommendation, due_on="2030-01-01", verified=True)

    page = team.get("/actions/?overdue=on&format=csv")
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))

    assert [row["What will be done"] for row in rows] == [action.title]
    assert rows[0]["State"] == "Open"


def test_the_list_says_how_late_an_action_is_and_how_far_it_went(team, recommendation):
    ActionFactory(recommendation=recommendation, verified=True, due_on="2026-11-03")
    ActionFactory(recommendation=recommendation, due_on="2026-11-04", escalated=True)

    drawn = team.get("/actions/?sort=due_on").context["drawn"]
    done, late = (cells[3][1] for _, cells in drawn)
    assert done == ""
    assert late.endswith("days late. Escalated to the chair")


def test_an_empty_list_says_what_to_do_first(team):
    assert "recommend a change" in text_of(team.get("/actions/"))
    assert "The board team adds one" in text_of(team.get("/programmes/"))


def test_a_lead_sees_only_what_her_organisation_owns(board, recommendation, sign_in):
    action = ActionFactory(recommendation=recommendation)
    ActionFactory(recommendation=recommendation)
    lead = sign_in(agency_lead(action.organisation))

    shown = lead.get("/actions/").context["drawn"]
    assert [record for record, _ in shown] == [action]


# --- Records ----------------------------------------------------------------------------


def test_an_actions_page_tells_its_whole_story(board, team, statements):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    theme = ThemeFactory(board=board, name="Neglect", findings=[finding])
    made = RecommendationFactory(theme=theme, finding=finding, text="Use one tool.")
    action = ActionFactory(
        recommendation=made, escalated=True, programme=ProgrammeFactory(board=board)
    )
    evidence = EvidenceFactory(
        action=action,
        link="https://example.org/a",
        answer="Sample ten.",
        answered_on="2026-11-17",
        answered_by=board_team(board),
    )
    action.decisions.create(
        kind="extended",
        reason="Staff changed.",
        due_was="2026-11-01",
        due_on="2026-12-02",
        decided_on="2026-10-30",
        decided_by=board_team(board),
    )
    statements(team, action.get_absolute_url())

    page = text_of(team.get(action.get_absolute_url()))

    for said in (
        "Neglect",
        "Use one tool.",
        finding.text,
        evidence.text,
        "Sample ten.",
        "https://example.org/a",
        "Escalated to the chair",
        "It is late.",
        "Staff changed.",
        "from 1 November 2026 to 2 December 2026",
    ):
        assert said in page
    assert statements(team, action.get_absolute_url()) <= 10


def test_an_owner_does_not_read_the_finding_behind_her_action(board, sign_in):
    finding = FindingFactory(
        activity=ActivityFactory(board=board), text="The school did not call back."
    )
    theme = ThemeFactory(board=board, name="Contact", findings=[finding])
    made = RecommendationFactory(theme=theme, finding=finding, text="Call back.")
    action = ActionFactory(recommendation=made)
    lead = sign_in(agency_lead(action.organisation))

    page = text_of(lead.get(action.get_absolute_url()))

    assert "Call back." in page
    assert finding.text not in page
    assert "Contact" not in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"due_on": "2030-01-01"}, "has it until 1 January 2030"),
        ({"due_on": "2026-11-10"}, "late"),
        ({"submitted": True}, "The board is verifying what"),
        ({"verified": True}, "Verified by"),
        ({"state": "withdrawn"}, "It is no longer wanted"),
    ],
)
def test_the_page_says_who_holds_it_now_and_until_when(
    team, recommendation, more, said
):
    action = ActionFactory(recommendation=recommendation, **more)

    assert said in text_of(team.get(action.get_absolute_url()))


def test_a_forbidden_action_and_a_missing_one_answer_alike(recommendation, sign_in):
    action = ActionFactory(recommendation=recommendation)
    other = agency_lead(OrganisationFactory(boards=[action.board]))
    stranger = sign_in(other)

    for url in (
        action.get_absolute_url(),
        recommendation.get_absolute_url(),
        f"{action.get_absolute_url()}verify/",
        ProgrammeFactory(board=action.board).get_absolute_url(),
    ):
        assert stranger.get(url).status_code == 404


def test_a_recommendation_and_a_programme_list_their_actions(
    team, board, recommendation, statements
):
    programme = ProgrammeFactory(board=board, aim="Less neglect")
    page = team.get(recommendation.get_absolute_url())
    assert "Nobody is acting on it yet." in text_of(page)
    assert "No actions yet." in text_of(team.get(programme.get_absolute_url()))

    action = ActionFactory(recommendation=recommendation, programme=programme)
    ActionFactory(recommendation=recommendation, programme=programme, verified=True)
    ActionFactory(recommendation=recommendation, programme=programme, state="withdrawn")

    assert action.title in text_of(team.get(recommendation.get_absolute_url()))
    assert "1 of 2 (50%) of its actions" in text_of(
        team.get(programme.get_absolute_url())
    )
    assert statements(team, recommendation.get_absolute_url()) <= 10
    assert statements(team, programme.get_absolute_url()) <= 10


def test_themes_and_findings_say_what_is_being_done(team, board):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    theme = ThemeFactory(board=board, findings=[finding])
    made = RecommendationFactory(theme=theme, finding=finding, text="Use one tool.")
    for record in (theme, finding):
        page = text_of(team.get(record.get_absolute_url()))
        assert "Recommendation: no action yet" in page

    action = ActionFactory(recommendation=made)
    for record in (theme, finding):
        page = text_of(team.get(record.get_absolute_url()))
        assert action.title in page
        assert "no action yet" not in page


# --- Steps ------------------------------------------------------------------------------


def test_from_a_theme_to_an_action_in_two_pages(team, board):
    theme = ThemeFactory(board=board)
    lead = agency_lead(OrganisationFactory(name="Police", boards=[board]))
    police = lead.appointments.get().organisation

    team.post(f"{theme.get_absolute_url()}recommend/", {"text": "Use one tool."})
    made = Recommendation.objects.get()
    url = f"{made.get_absolute_url()}raise_action/"
    assert f"{lead}, Police" in text_of(team.get(url))
    response = team.post(url, {**SAID, "organisation": police.pk, "person": lead.pk})

    action = Action.objects.get()
    assert response.headers["Location"] == action.get_absolute_url()
    assert (action.recommendation, action.organisation, action.person) == (
        made,
        police,
        lead,
    )


def test_an_undated_action_is_refused_with_a_sentence_and_the_words_are_kept(
    team, recommendation
):
    police = OrganisationFactory(boards=[recommendation.board])
    said = {**SAID, "organisation": police.pk, "due_on": ""}

    response = team.post(f"{recommendation.get_absolute_url()}raise_action/", said)

    assert response.status_code == 422
    assert "An action needs a due date." in text_of(response)
    assert "Train every new worker" in text_of(response)


def test_a_past_due_date_is_refused_at_its_own_field(team, recommendation):
    police = OrganisationFactory(boards=[recommendation.board])
    said = {**SAID, "organisation": police.pk, "due_on": "2020-01-01"}

    response = team.post(f"{recommendation.get_absolute_url()}raise_action/", said)

    assert response.context["form"].errors["due_on"] == [
        "The due date has passed. Enter today or a later day."
    ]


def test_a_finding_offers_its_own_themes_and_none_if_it_has_none(team, board):
    finding = FindingFactory(activity=ActivityFactory(board=board), released=True)
    url = f"{finding.get_absolute_url()}recommend/"
    assert "Which theme" not in text_of(team.get(url))

    theme = ThemeFactory(board=board, name="Neglect", findings=[finding])
    assert "Neglect" in text_of(team.get(url))
    team.post(url, {"text": "Use one tool.", "theme": theme.pk})

    made = Recommendation.objects.get()
    assert (made.finding, made.theme) == (finding, theme)


def test_the_words_of_a_recommendation_are_changed(team, recommendation):
    url = f"{recommendation.get_absolute_url()}edit_recommendation/"
    assert recommendation.text in text_of(team.get(url))

    team.post(url, {"text": "Better words"})

    recommendation.refresh_from_db()
    assert recommendation.text == "Better words"


def test_a_programme_is_added_and_changed(team, board):
    team.post(f"/boards/{board.slug}/add_programme/", {"name": "Early help"})
    programme = Programme.objects.get()
    url = f"{programme.get_absolute_url()}edit_programme/"
    assert "Early help" in text_of(team.get(url))

    team.post(url, {"name": "Early help for all", "aim": "Sooner"})

    programme.refresh_from_db()
    assert (programme.name, programme.aim) == ("Early help for all", "Sooner")


def test_the_board_changes_an_action_and_chooses_who_does_it(team, recommendation):
    action = ActionFactory(recommendation=recommendation)
    person = contributor(action.organisation)
    assert action.title in text_of(team.get(f"{action.get_absolute_url()}edit/"))

    team.post(f"{action.get_absolute_url()}edit/", {**SAID, "title": "Better"})
    assert str(person) in text_of(team.get(f"{action.get_absolute_url()}assign/"))
    team.post(f"{action.get_absolute_url()}assign/", {"person": person.pk})

    action.refresh_from_db()
    assert (action.title, action.person) == ("Better", person)


def test_an_owner_submits_evidence_and_another_organisation_verifies_it(
    board, recommendation, sign_in
):
    action = ActionFactory(recommendation=recommendation)
    url = action.get_absolute_url()
    lead = sign_in(agency_lead(action.organisation))
    verifier = sign_in(group_member(GroupFactory(boards=[board])))

    lead.post(f"{url}begin/")
    page = text_of(lead.get(f"{url}submit_evidence/"))
    assert "Files that show it" in page
    lead.post(f"{url}submit_evidence/", {"text": "Ten of ten."})
    assert lead.get(f"{url}verify/").status_code == 404
    assert "Ten of ten." in text_of(verifier.get(f"{url}verify/"))
    verifier.post(f"{url}verify/", {"answer": "I read them."})

    action.refresh_from_db()
    assert action.state == Action.State.VERIFIED


def test_evidence_is_sent_back_extended_withdrawn_and_reopened_by_page(
    team, recommendation
):
    action = ActionFactory(recommendation=recommendation, submitted=True)
    EvidenceFactory(action=action)
    url = action.get_absolute_url()

    team.post(f"{url}send_back/", {"answer": "Sample ten."})
    team.post(f"{url}extend/", {"due_on": "2030-01-01", "reason": "Staff"})
    team.post(f"{url}withdraw/", {"reason": "Merged"})
    team.post(f"{url}reopen/", {"due_on": "2031-01-01", "reason": "After all"})

    action.refresh_from_db()
    assert (action.state, str(action.due_on)) == ("in_progress", "2031-01-01")
    assert action.evidence.get().answer == "Sample ten."


# --- Obligations ------------------------------------------------------------------------


@pytest.fixture
def police(board):
    return OrganisationFactory(name="Met Police", boards=[board])


def owe(board, organisation, number):
    recommendation = RecommendationFactory(theme=ThemeFactory(board=board))
    activity = ActivityFactory(board=board)
    for _ in range(number):
        ActionFactory(recommendation=recommendation, organisation=organisation)
        ContributionFactory(activity=activity, organisation=organisation)


def test_what_an_organisation_owes_is_one_page_however_much_it_is(
    board, police, sign_in, statements
):
    lead = sign_in(agency_lead(police))
    url = f"/organisations/{police.pk}/obligations/"
    statements(lead, url)
    owe(board, police, 3)
    few = statements(lead, url)

    owe(board, police, 27)

    assert statements(lead, url) == few
    assert few <= 10
    page = lead.get(url)
    assert page.context["page"].paginator.count == 60
    assert len(page.context["owed"]) == 25


def test_another_organisations_lead_gets_a_404(board, police, sign_in):
    other = sign_in(agency_lead(OrganisationFactory(boards=[board])))

    assert other.get(f"/organisations/{police.pk}/obligations/").status_code == 404


def test_the_board_filters_what_is_owed_to_it(board, police, team):
    owe(board, police, 1)
    owe(BoardFactory(partners=[police]), police, 1)
    url = f"/organisations/{police.pk}/obligations/"

    assert len(team.get(url).context["owed"]) == 2
    assert [o.kind for o in team.get(f"{url}?kind=action").context["owed"]] == [
        "action"
    ]
    assert len(team.get(f"{url}?rank=3").context["owed"]) == 0
    assert len(team.get(f"{url}?board={board.pk}").context["owed"]) == 2
    assert len(team.get(f"{url}?rank=nonsense").context["owed"]) == 2


def test_an_organisation_that_owes_nothing_is_told_so(police, sign_in):
    lead = sign_in(agency_lead(police))

    page = text_of(lead.get(f"/organisations/{police.pk}/obligations/"))
    assert "Nothing is asked of this organisation" in page


def test_obligations_leave_as_csv_excel_and_json(board, police, team):
    owe(board, police, 1)
    url = f"/organisations/{police.pk}/obligations/"

    table = team.get(f"{url}?format=csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    told = json.loads(team.get(f"{url}?format=json").content)
    book = team.get(f"{url}?format=xlsx")

    assert [row["To"] for row in rows] == [board.name] * 2
    assert {one["kind"] for one in told} == {"action", "contribution"}
    assert told[0]["due_on"] == "2026-12-02"
    assert "met-police-obligations-" in table.headers["Content-Disposition"]
    assert book.content[:2] == b"PK"
    assert team.get(f"{url}?format=exe").status_code == 404


# --- Entered by the board team ------------------------------------------------------------


def test_the_team_enters_evidence_on_a_page_that_asks_who_gave_it_and_how(
    board, team, recommendation, sign_in
):
    police = OrganisationFactory(name="Met Police", boards=[board])
    action = ActionFactory(
        recommendation=recommendation, organisation=police, begun=True
    )
    address = f"{action.get_absolute_url()}submit_evidence/"
    own = sign_in(agency_lead(police)).get(address).context["form"]
    day = timezone.localdate()
    came = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    said = {"text": "Ten records of ten.", **came}

    unsaid = team.post(address, said)
    done = team.post(
        address, {**said, "told_by": "Sergeant Cole", "told_how": "telephone"}
    )

    assert list(own.fields) == ["text", "link", "attached"]
    assert unsaid.status_code == 422
    assert sorted(unsaid.context["form"].errors) == ["told_by", "told_how"]
    assert done.url == action.get_absolute_url()
    page = text_of(team.get(done.url))
    assert "By telephone. Entered by" in page
    assert "on behalf of Met Police" in page
    assert " on behalf of Met Police: Submit evidence" in page
    assert team.get(f"{done.url}verify/").status_code == 404


def test_a_day_that_has_not_come_is_refused(board, team, recommendation):
    action = ActionFactory(recommendation=recommendation, begun=True)
    said = {"text": "Ten.", "told_by": "Cole", "told_how": "letter"}

    answer = team.post(
        f"{action.get_absolute_url()}submit_evidence/",
        {**said, "on_day": 1, "on_month": 1, "on_year": 2099},
    )

    assert answer.context["form"].errors == {
        "on": ["The day it came must be today or earlier"]
    }
