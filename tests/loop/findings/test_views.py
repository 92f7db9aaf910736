import pytest

from goldthread.loop.findings.models import Finding
from tests.factories import (
    ActivityFactory,
    FindingFactory,
    OrganisationFactory,
    agency_lead,
    board_team,
    chair,
    name,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    return ActivityFactory()


@pytest.fixture
def team(activity, sign_in):
    return sign_in(board_team(activity.board))


def test_the_list_takes_the_same_statements_with_3_findings_and_with_300(
    team, activity, statements
):
    statements(team, "/findings/")  # the first page of a session finds her board
    FindingFactory.create_batch(3, activity=activity)
    few = statements(team, "/findings/")

    FindingFactory.create_batch(297, activity=activity)

    assert statements(team, "/findings/") == few
    assert few <= 10


def test_a_findings_page_takes_at_most_ten_statements(team, activity, statements):
    finding = FindingFactory(activity=activity)
    statements(team, "/findings/")

    assert statements(team, finding.get_absolute_url()) <= 10


def test_a_forbidden_finding_and_a_missing_one_answer_alike(activity, sign_in):
    finding = FindingFactory(activity=activity)
    stranger = sign_in(agency_lead(OrganisationFactory()))

    forbidden = stranger.get(finding.get_absolute_url())
    missing = stranger.get("/findings/999999/")

    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert forbidden.content == missing.content


def test_a_step_that_is_not_hers_is_missing_too(activity, sign_in):
    finding = FindingFactory(activity=activity)
    reader = sign_in(chair(activity.board))

    assert reader.post(f"/findings/{finding.pk}/agree/").status_code == 404
    finding.refresh_from_db()
    assert finding.state == Finding.State.DRAFTED


def test_agreeing_says_what_happened_and_goes_back_to_the_finding(team, activity):
    finding = FindingFactory(activity=activity)

    response = team.post(f"/findings/{finding.pk}/agree/", follow=True)

    assert response.redirect_chain == [(finding.get_absolute_url(), 302)]
    assert [str(m) for m in response.context["messages"]] == [
        "Agreed. It can now be released to the organisations."
    ]


def test_a_step_taken_too_late_says_that_somebody_moved_it_on(team, activity):
    finding = FindingFactory(activity=activity, state=Finding.State.WITHDRAWN)

    response = team.post(f"/findings/{finding.pk}/agree/")

    assert response.status_code == 409
    assert "already moved this on" in response.content.decode()


def test_what_was_typed_is_kept_when_a_date_cannot_be_read(team, activity):
    response = team.post(
        f"/activities/{activity.pk}/add_finding/",
        {"kind": "concern", "text": "Kept as typed", "when": "31/02/2017"},
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "Kept as typed" in page
    assert "31/02/2017" in page
    assert list(Finding.objects.all()) == []


def test_a_new_finding_is_written_from_its_page(team, activity):
    response = team.post(
        f"/activities/{activity.pk}/add_finding/",
        {"kind": "strength", "text": "Children were asked.", "when": "2019/20 Q2"},
    )

    finding = Finding.objects.get()
    assert response.headers["Location"] == finding.get_absolute_url()
    assert (finding.kind, finding.text, finding.written) == (
        "strength",
        "Children were asked.",
        "2019/20 Q2",
    )


def test_the_list_is_narrowed_by_words_kind_and_way(team, activity):
    late = FindingFactory(activity=activity, text="Visits were late to babies.")
    FindingFactory(activity=activity, kind="strength", text="Visiting was thoughtful.")

    def shown(query):
        return [
            record for record, _ in team.get(f"/findings/?{query}").context["drawn"]
        ]

    assert shown("q=visit&kind=concern") == [late]
    assert shown("q=neglect") == []
    assert shown("way=training") == []


def test_the_export_holds_exactly_the_findings_shown(team, activity):
    FindingFactory(activity=activity, text="=HYPERLINK()", written="2017")
    FindingFactory(activity=activity, kind="strength")

    response = team.get("/findings/?kind=concern&format=csv")

    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows == [
        "What was found,Kind,State,From,When",
        f"'=HYPERLINK(),Area for improvement,Drafted,Multi-agency audit: {activity.title},2017",
    ]


def test_the_ticked_drafts_are_agreed_from_the_list(team, activity):
    first, second = FindingFactory.create_batch(2, activity=activity)

    team.post("/findings/agree_all/", {"finding": [first.pk]})

    assert dict(Finding.objects.values_list("pk", "state")) == {
        first.pk: "agreed",
        second.pk: "drafted",
    }


def test_every_draft_that_the_filters_show_is_agreed_at_once(team, activity):
    concern = FindingFactory(activity=activity)
    strength = FindingFactory(activity=activity, kind="strength")

    team.post("/findings/agree_all/?kind=concern", {"all": "yes"})

    assert dict(Finding.objects.values_list("pk", "state")) == {
        concern.pk: "agreed",
        strength.pk: "drafted",
    }


def test_agreeing_in_bulk_is_never_done_by_following_a_link(team, activity):
    assert team.get("/findings/agree_all/?all=yes").status_code == 405


def test_an_activitys_page_says_how_much_it_found_and_links_to_it(team, activity):
    finding = FindingFactory(activity=activity)
    FindingFactory(activity=ActivityFactory(board=activity.board))

    strands = team.get(activity.get_absolute_url()).context["strands"]

    (link,) = next(s.links for s in strands if s.title == "What was found")
    assert link.label == "1 finding"
    assert [f for f, _ in team.get(link.url).context["drawn"]] == [finding]


def test_what_is_released_from_a_restricted_activity_does_not_tell_of_it(
    activity, team, sign_in
):
    restrict(activity)
    finding = FindingFactory(activity=activity, released=True)
    named = board_team(activity.board)
    name(activity, named)

    def told(browser):
        shown = browser.get(finding.get_absolute_url()).content.decode()
        listed = browser.get("/findings/?format=csv").content.decode()
        return activity.title in shown, activity.title in listed

    assert (told(team), told(sign_in(named))) == ((False, False), (True, True))


@pytest.mark.parametrize("asked", ["?sort=--state", "?sort=-", "?page=x&board=x"])
def test_an_address_that_makes_no_sense_shows_the_list(team, asked):
    assert team.get(f"/findings/{asked}").status_code == 200


def test_what_is_no_findings_key_agrees_nothing(team):
    response = team.post("/findings/agree_all/", {"finding": ["x", "9" * 30, ""]})

    assert response.status_code == 302


def test_what_is_released_of_a_restricted_activity_is_read_by_whom_it_is_about(sign_in):
    agency = OrganisationFactory()
    restricted = ActivityFactory(restricted=True)
    restricted.board.partners.add(agency)
    finding = FindingFactory(activity=restricted, about=[agency], released=True)

    shown = sign_in(agency_lead(agency)).get(finding.get_absolute_url())

    assert shown.status_code == 200
    assert finding.text in shown.content.decode()
