from datetime import timedelta

import pytest
from django.utils import timezone

from goldthread.loop.activities.models import Contribution
from goldthread.sources.agency_audits import workflow
from goldthread.sources.agency_audits.models import AgencyAudit
from tests.factories import (
    ActivityFactory,
    AgencyAuditFactory,
    BoardFactory,
    FindingFactory,
    OrganisationFactory,
    ThemeFactory,
    agency_lead,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
State = AgencyAudit.State
DAYS = {"period_from": (1, 4, 2026), "period_to": (30, 9, 2026)}


def boxes(**days):
    return {
        f"{name}_{part}": number
        for name, day in days.items()
        for part, number in zip(("day", "month", "year"), day, strict=True)
    }


def soon():
    day = timezone.localdate() + timedelta(days=30)
    return (day.day, day.month, day.year)


def text_of(response):
    return response.content.decode()


def errors_of(response):
    assert response.status_code == 422
    form = response.context["form"]
    return [message for messages in form.errors.values() for message in messages]


# --- Reading ----------------------------------------------------------------------------


def test_the_list_takes_the_same_statements_with_3_audits_and_with_30(
    here, audit_of, sign_in, statements
):
    team = sign_in(here.team)
    statements(team, "/agency_audits/")
    for _ in range(3):
        audit_of()
    few = statements(team, "/agency_audits/")
    for _ in range(27):
        audit_of("returned")
    statements(team, "/agency_audits/")  # a minute later, its session is renewed

    assert statements(team, "/agency_audits/") == few
    assert few <= 10
    assert statements(team, "/agency_audits/audited/") <= 10


@pytest.mark.parametrize("state", ["notified", "returned", "clarify", "closed"])
def test_an_audits_page_takes_at_most_ten_statements(
    here, audit_of, sign_in, statements, state
):
    audit = audit_of(state)
    team, lead = sign_in(here.team), sign_in(here.lead)
    for reader in (team, lead):
        statements(reader, "/agency_audits/")

    assert statements(team, audit.get_absolute_url()) <= 10
    assert statements(lead, audit.get_absolute_url()) <= 10


def test_an_empty_list_says_what_to_do_first(here, sign_in):
    page = sign_in(here.team).get("/agency_audits/").content.decode()

    assert "No audits yet." in page


def test_the_lead_of_another_organisation_sees_none_of_it(here, audit_of, sign_in):
    audit = audit_of("accepted", title="What only they should read")
    stranger = sign_in(agency_lead(OrganisationFactory(boards=[here.board])))

    pages = [
        stranger.get(address)
        for address in (
            "/agency_audits/",
            "/agency_audits/audited/",
            "/agency_audits/?format=csv",
        )
    ]

    assert [b"What only they" in page.content for page in pages] == [False] * 3
    assert stranger.get(audit.get_absolute_url()).status_code == 404
    assert stranger.get(f"{audit.get_absolute_url()}fill/").status_code == 404


def test_the_chair_reads_what_the_agency_lets_her_read(here, audit_of):
    closed = audit_of("returned", disclosure="group")
    opened = audit_of("returned", disclosure="public")

    seen = AgencyAudit.objects.visible_to(chair(here.board))

    assert list(seen) == [opened]
    assert set(AgencyAudit.objects.visible_to(here.member)) == {closed, opened}


def test_the_board_does_not_read_a_return_before_it_is_sent(here, audit_of, sign_in):
    audit = audit_of(concerns="Not for the board yet.")

    def reads(person):
        page = sign_in(person).get(audit.get_absolute_url())
        return "What was learned" in page.content.decode()

    assert (reads(here.team), reads(here.lead)) == (False, True)
    workflow.send(audit, by=here.lead, on=timezone.localdate())
    assert reads(here.team) is True


def test_a_percentage_of_few_is_flagged_and_a_stale_period_is_marked(
    here, audit_of, sign_in
):
    audit = audit_of(
        "returned",
        met=3,
        assessed=4,
        period_from="2020-01-01",
        period_to="2020-06-30",
    )

    page = sign_in(here.team).get(audit.get_absolute_url()).content.decode()
    row = sign_in(here.team).get("/agency_audits/").content.decode()

    assert "3 of 4 (75%), which is of very few" in page
    assert "The percentage rests on n=4" in page
    assert "Stale" in page
    assert "January to June 2020 (stale)" in row


def test_the_filters_narrow_the_list(here, audit_of, sign_in):
    audit_of(
        title="Late one",
        contribution__due_on="2020-01-02",
        contribution__asked_on="2020-01-01",
    )
    audit_of(
        "accepted", title="Old one", period_from="2020-01-01", period_to="2020-02-01"
    )
    team = sign_in(here.team)

    def titles(query):
        response = team.get(f"/agency_audits/?{query}")
        return [audit.title for audit in response.context["page"]]

    assert titles("overdue=on") == ["Late one"]
    assert titles("recent=on") == ["Late one"]
    assert titles("state=accepted") == ["Old one"]
    assert titles(f"board={here.board.pk}&organisation={here.agency.pk}&q=old") == [
        "Old one"
    ]
    assert titles("method=survey") == []


def test_what_has_been_audited_lists_accepted_returns_alone(here, audit_of, sign_in):
    audit_of("accepted", title="Accepted one", accepted_on="2026-11-01")
    audit_of("returned", title="Waiting one")

    page = sign_in(here.team).get("/agency_audits/audited/")

    assert [audit.title for audit in page.context["page"]] == ["Accepted one"]


def test_an_export_shows_nothing_of_what_was_not_sent(here, audit_of, sign_in):
    audit_of(title="Unsent")

    export = sign_in(here.team).get("/agency_audits/?format=csv").content.decode()

    assert "9 of 12" not in export
    assert "Unsent" in export


def test_the_pages_of_the_contribution_and_the_finding_lead_to_the_audit(
    here, audit_of, sign_in
):
    audit = audit_of("accepted", title="Neglect audit")
    finding = FindingFactory(activity=here.activity)
    audit.findings.add(finding)
    other = FindingFactory()

    client = sign_in(here.team)
    for record in (audit.contribution, finding):
        page = client.get(record.get_absolute_url()).content.decode()
        assert f'href="{audit.get_absolute_url()}"' in page
    assert client.get(other.get_absolute_url()).status_code == 404


# --- Filling in -------------------------------------------------------------------------


def test_a_lead_walks_from_announcing_to_sending(here, sign_in):
    lead = sign_in(here.lead)
    announce = f"/organisations/{here.agency.pk}/announce_audit/"
    assert lead.get(announce).status_code == 200
    lead.post(
        announce,
        {"board": here.board.pk, "title": "Neglect", **boxes(**DAYS, due_on=soon())},
    )
    audit = AgencyAudit.objects.get()
    url = audit.get_absolute_url()

    assert lead.get(f"{url}fill/").url == f"{url}fill/how/"
    lead.post(f"{url}fill/how/", {"method": "file_audit", "sample": 12})
    lead.post(f"{url}fill/results/", {"met": 9, "assessed": 12, "good": 12})
    lead.post(f"{url}fill/learning/", {"concerns": "Plans are vague."})
    lead.post(f"{url}fill/disclosure/", {"disclosure": "board"})
    lead.post(f"{url}add_action/", {"what": "Train", "owner": "Head of midwifery"})
    page = lead.get(f"{url}send/").content.decode()
    assert "9 of 12 (75%)" in page
    assert "Head of midwifery" in page
    lead.post(f"{url}send/", {"agree": "on"})

    audit.refresh_from_db()
    assert audit.state == State.RETURNED
    assert Contribution.objects.get().received_on == timezone.localdate()


def test_what_contradicts_itself_is_refused_on_its_page_and_kept(
    here, audit_of, sign_in
):
    audit = audit_of()

    response = sign_in(here.lead).post(
        f"{audit.get_absolute_url()}fill/results/", {"met": 13, "assessed": 12}
    )

    assert errors_of(response) == [
        "13 cannot have met the standard out of 12. Check which of the two is wrong."
    ]
    assert 'value="13"' in response.content.decode()


def test_an_unfinished_return_says_what_is_missing(here, audit_of, sign_in):
    url = f"{audit_of(method='', disclosure='').get_absolute_url()}send/"
    lead = sign_in(here.lead)

    assert "Before you can send it" in lead.get(url).content.decode()
    assert errors_of(lead.post(url, {"agree": "on"})) == [
        "Finish the section “How it was done”.",
        "Finish the section “Who may read it”.",
    ]


def test_a_section_that_is_none_is_missing(here, audit_of, sign_in):
    url = audit_of().get_absolute_url()

    assert sign_in(here.lead).get(f"{url}fill/nonsense/").status_code == 404


def test_all_sections_filled_the_first_is_opened(here, audit_of, sign_in):
    audit = audit_of(impact="Plans are shorter.")
    url = audit.get_absolute_url()

    assert sign_in(here.lead).get(f"{url}fill/").url == f"{url}fill/about/"


def test_what_the_last_audit_found_is_filled_in_from_the_last_return(
    here, audit_of, sign_in
):
    audit_of("closed", period_from="2025-04-01", period_to="2025-09-30", concerns="Old")
    audit = audit_of()

    page = sign_in(here.lead).get(f"{audit.get_absolute_url()}fill/since/")

    assert page.context["form"]["last_found"].value() == "Old"


def test_without_a_period_every_earlier_return_comes_before(here, audit_of, sign_in):
    audit_of("closed", concerns="Old")
    audit = audit_of(period_from=None, period_to=None)

    page = sign_in(here.lead).get(f"{audit.get_absolute_url()}fill/since/")

    assert page.context["form"]["last_found"].value() == "Old"


def test_sharing_is_offered_when_another_board_has_the_same_audit(here, sign_in):
    richmond = BoardFactory(name="Richmond", partners=[here.agency])
    AgencyAuditFactory(
        contribution__activity__board=richmond,
        contribution__organisation=here.agency,
        title="Neglect",
    )
    lead = sign_in(here.lead)
    url = f"/organisations/{here.agency.pk}/announce_audit/"
    said = {"board": here.board.pk, "title": "Neglect", **boxes(**DAYS, due_on=soon())}

    assert "share" not in lead.get(url).context["form"].fields
    assert errors_of(lead.post(url, said)) == [
        (
            "Richmond has this audit already. Tick to share it with Kingston, "
            "or change the title or the period."
        )
    ]
    lead.post(url, {**said, "share": "on"})

    assert list(AgencyAudit.objects.get().shared_with.all()) == [here.board]


def test_an_empty_announcement_says_what_to_enter(here, sign_in):
    response = sign_in(here.lead).post(
        f"/organisations/{here.agency.pk}/announce_audit/", {}
    )

    assert len(errors_of(response)) == 5


def test_the_other_pages_of_the_agency_open(here, audit_of, sign_in):
    lead = sign_in(here.lead)
    BoardFactory(partners=[here.agency])
    asked, clarify, given_up = map(audit_of, ("notified", "clarify", "not_done"))
    asked.actions.create(what="Train", owner="Head of midwifery")
    asked.shared_with.add(BoardFactory())
    asked.twin = clarify
    asked.save()

    for audit, steps in (
        (asked, "remove_action not_done share_with stop_sharing share_twin"),
        (clarify, "answer fill/about"),
        (given_up, "plan_again"),
    ):
        for step in steps.split():
            url = f"{audit.get_absolute_url()}{step}/"
            assert (step, lead.get(url).status_code) == (step, 200)


# --- Scrutiny ---------------------------------------------------------------------------


def test_the_board_team_walks_from_asking_to_closing(here, sign_in):
    team, lead = sign_in(here.team), sign_in(here.lead)
    team.post(
        f"{here.activity.get_absolute_url()}ask_for_audits/",
        {"organisations": [here.agency.pk], "title": "Neglect", **boxes(due_on=soon())},
    )
    audit = AgencyAudit.objects.get()
    AgencyAudit.objects.update(
        period_from="2026-04-01",
        period_to="2026-09-30",
        method="file_audit",
        sample=12,
        concerns="C",
        disclosure="board",
    )
    url = audit.get_absolute_url()
    lead.post(f"{url}send/", {"agree": "on"})

    team.post(f"{url}triage/", {"note": "Of use."})
    assert errors_of(team.post(f"{url}accept/", {})) != []
    assert "how the sample was chosen" in team.get(f"{url}clarify/").content.decode()
    team.post(f"{url}clarify/", {"question": "How?", **boxes(due_on=soon())})
    lead.post(f"{url}answer/", {"answer": "All there were."})
    team.post(f"{url}triage/", {})
    team.post(f"{url}accept/", {"although": "The agency has said how."})
    page = team.get(f"{url}raise_finding/")
    assert page.context["form"]["number"].value() == 12
    team.post(f"{url}raise_finding/", {"kind": "concern", "text": "Plans are vague."})
    finding = audit.findings.get()
    assert "1 in no theme yet" in team.get(f"{url}theme/").content.decode()
    theme = ThemeFactory(board=here.board, name="Plans")
    theme.findings.add(finding, FindingFactory(activity__board=here.board))
    team.post(f"{url}theme/", {})
    page = team.get(f"{url}triangulate/").content.decode()
    assert "Plans" in page
    assert "Multi-agency audit: 1" in page
    team.post(f"{url}triangulate/", {"note": "They agree."})
    team.post(f"{url}report/", {"to": "The Board"})
    team.post(f"{url}give_feedback/", {"feedback": "Thank you."})
    team.post(f"{url}close/", {})

    audit.refresh_from_db()
    assert audit.state == State.CLOSED
    assert "Nothing more is to come" in team.get(url).content.decode()


def test_the_other_pages_of_the_board_open(here, audit_of, sign_in):
    team = sign_in(here.team)

    for state, step in (
        ("planned", "notify"),
        ("triaged", "accept"),
        ("accepted", "theme"),
        ("themed", "triangulate"),
        ("reported", "close"),
        ("closed", "reopen"),
    ):
        url = f"{audit_of(state).get_absolute_url()}{step}/"
        assert (step, team.get(url).status_code) == (step, 200)


def test_a_theme_that_no_other_source_bears_on_says_so(here, audit_of, sign_in):
    audit = audit_of("themed")
    finding = FindingFactory(activity=here.activity)
    audit.findings.add(finding)
    ThemeFactory(board=here.board).findings.add(finding)

    page = sign_in(here.team).get(f"{audit.get_absolute_url()}triangulate/")

    assert "this audit is the only source" in page.content.decode()


def test_what_the_last_audit_found_is_not_told_to_whoever_may_not_read_it(
    here, audit_of, sign_in
):
    old = audit_of("closed", period_from="2025-04-01", period_to="2025-09-30")
    old.contribution.activity = ActivityFactory(board=here.board, restricted=True)
    old.contribution.save()

    page = sign_in(here.lead).get(f"{audit_of().get_absolute_url()}fill/since/")

    assert page.context["form"]["last_found"].value() == ""


def test_what_others_say_names_only_the_themes_of_her_board(here, audit_of, sign_in):
    audit = audit_of("themed")
    finding = FindingFactory(activity=here.activity)
    audit.findings.add(finding)
    ThemeFactory(board=here.board, name="Neglect", findings=[finding])
    ThemeFactory(name="Of another board", findings=[finding])

    page = sign_in(here.team).get(f"{audit.get_absolute_url()}triangulate/")

    assert [each.theme for each in page.context["form"].elsewhere] == ["Neglect"]


# --- Entered by the board team ------------------------------------------------------------


def test_the_board_team_walks_from_entering_a_return_to_sending_it(
    here, audit_of, sign_in
):
    audit = audit_of(
        "clarify", contribution__asked_on=timezone.localdate() - timedelta(days=9)
    )
    workflow.enter_for(audit, by=here.team)
    audit.state = State.NOTIFIED
    audit.save()
    team, url = sign_in(here.team), audit.get_absolute_url()
    assert "The board team enters this return on behalf of" in text_of(team.get(url))
    assert "The board team enters this return" in text_of(sign_in(here.lead).get(url))
    today = timezone.localdate()

    page = text_of(team.get(f"{url}send/"))
    assert "This is what Riverside NHS Trust told us" in page
    assert errors_of(team.post(f"{url}send/", {"agree": "on"})) == [
        "Enter the day it came",
        "Enter who gave it to you",
        "Select how it came to you",
    ]
    day = (today.day, today.month, today.year)
    told = {"told_by": "The matron", "told_how": "telephone"}
    team.post(f"{url}send/", {"agree": "on", **told, **boxes(on=day)})

    page = text_of(team.get(url))
    assert "By telephone; the board team entered it on behalf of Riverside" in page
    assert f"{here.team} on behalf of Riverside NHS Trust: Check and send" in page
    assert team.get(f"{url}triage/").status_code == 404
    assert sign_in(here.member).get(f"{url}triage/").status_code == 200


def test_the_pages_for_entering_and_handing_back_open(here, audit_of, sign_in):
    audit = audit_of("clarify")
    audit.questions.create(text="How many?", asked_on="2026-11-02", asked_by=here.team)
    team, lead, url = (
        sign_in(here.team),
        sign_in(here.lead),
        audit.get_absolute_url(),
    )

    assert team.get(f"{url}hand_back/").status_code == 404
    assert team.post(f"{url}enter_for/").url == url
    assert "What did Riverside NHS Trust answer?" in text_of(team.get(f"{url}answer/"))
    assert "What do you answer?" in text_of(lead.get(f"{url}answer/"))
    assert lead.post(f"{url}hand_back/").url == url
    assert team.get(f"{url}answer/").status_code == 404


# --- What it is for -------------------------------------------------------------------------


def test_the_activity_is_named_to_whoever_may_read_it_alone(here, audit_of, sign_in):
    neighbour = BoardFactory()
    audit = audit_of("returned")
    audit.shared_with.add(neighbour)
    activity, url = str(here.activity), audit.get_absolute_url()

    assert activity in text_of(sign_in(here.lead).get(url))
    read = sign_in(board_team(neighbour)).get(url)
    assert str(audit) in text_of(read)
    assert activity not in text_of(read)


def test_a_board_that_a_return_is_shared_with_reads_it_and_not_what_it_came_of(
    here, audit_of, sign_in
):
    neighbour = BoardFactory()
    audit = audit_of("returned")
    browser = sign_in(board_team(neighbour))
    addresses = (audit, audit.contribution, audit.contribution.activity)

    def answers():
        return [browser.get(each.get_absolute_url()).status_code for each in addresses]

    assert answers() == [404, 404, 404]
    audit.shared_with.add(neighbour)
    assert answers() == [200, 404, 404]
    assert str(audit) in text_of(browser.get("/agency_audits/"))


def test_of_an_audit_that_is_not_done_the_agency_keeps_the_reason_alone(
    here, audit_of, sign_in
):
    audit = audit_of()
    workflow.not_done(
        audit, by=here.team, reason="The service closed.", on=timezone.localdate()
    )

    page = text_of(sign_in(here.lead).get(audit.get_absolute_url()))
    assert "The service closed." in page
    assert str(here.activity) not in page
