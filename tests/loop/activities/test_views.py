from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldthread.base.ledger.models import Entry
from goldthread.loop.activities import rules
from goldthread.loop.activities.models import Activity, Contribution
from goldthread.loop.activities.rules import Source, Way
from goldthread.loop.plan.models import Intention
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    ContributionFactory,
    FrameworkFactory,
    GroupFactory,
    IntentionFactory,
    LineFactory,
    OrganisationFactory,
    YearFactory,
    administrator,
    agency_lead,
    board_team,
    chair,
    contributor,
    group_member,
    name,
)

pytestmark = pytest.mark.django_db
TOLD = {"told_by": "Sergeant Cole", "told_how": "letter"}
DAY = timedelta(days=1)


@pytest.fixture
def board():
    return BoardFactory(slug="kingston")


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def browser(team, sign_in):
    return sign_in(team)


def shown(client, address):
    """The records a list shows, in order."""
    return [record for record, _ in client.get(address).context["drawn"]]


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


# --- Lists ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/activities/", "/contributions/"])
def test_a_list_takes_the_same_statements_with_3_rows_and_with_30(
    browser, board, address, statements
):
    def make(number):
        for activity in ActivityFactory.create_batch(number, board=board):
            ContributionFactory.create_batch(2, activity=activity)

    make(3)
    browser.get(address)  # the first request of a session also writes it down
    few = statements(browser, address)

    make(27)

    assert statements(browser, address) == few
    assert few <= 10


def test_activities_are_narrowed_by_what_stands_in_the_address(browser, board, sign_in):
    today = timezone.localdate()
    audit = ActivityFactory(board=board, way=Way.SECTION_11, title="Neglect in schools")
    review = ActivityFactory(board=board, way=Way.CASE_REVIEW, state="closed")
    elsewhere = ActivityFactory(title="Shared")
    elsewhere.shared_with.add(board)
    ContributionFactory(activity=review, asked_on=today - DAY, due_on=today - DAY)
    ContributionFactory(activity=audit, asked_on=today - DAY, due_on=today)

    def found(query):
        return shown(browser, f"/activities/?{query}")

    assert found("") == [elsewhere, review, audit]
    assert found("q=neglected+school") == [audit]
    assert found("way=section_11") == [audit]
    assert found("state=closed") == [review]
    assert found("late=on") == [review]
    assert found(f"board={board.pk}") == [elsewhere, review, audit]
    assert found("q=nothing") == []
    assert found(f"q={audit.reference.lower()}") == [audit]
    assert found("q=A-x") == found("q=B-1") == []
    assert b"Nothing matches these filters" in browser.get("/activities/?q=no").content


def test_the_late_filter_tells_one_agency_nothing_of_another(board, sign_in):
    today = timezone.localdate()
    asked = ContributionFactory(activity__board=board, asked_on=today, due_on=today)
    ContributionFactory(
        activity=asked.activity, asked_on=today - DAY, due_on=today - DAY
    )
    lead = sign_in(agency_lead(asked.organisation))

    assert shown(lead, "/activities/") == [asked.activity]
    assert shown(lead, "/activities/?late=on") == []
    assert b"0 of 1" in lead.get("/activities/").content


def test_a_board_that_is_not_hers_is_no_choice_of_a_filter(browser, board):
    ActivityFactory(board=board)

    page = browser.get(f"/activities/?board={BoardFactory().pk}")

    assert "board" in page.context["filter_form"].errors


def test_activities_are_exported_as_they_are_shown(browser, board):
    activity = ActivityFactory(board=board, title="Audit", way=Way.SECTION_11)
    ContributionFactory(activity=activity, received=True)
    ContributionFactory(activity=activity, due_on=date(2100, 1, 1))

    rows = browser.get("/activities/?format=csv").content.decode("utf-8-sig")

    assert rows.splitlines() == [
        (
            "Activity,Way of learning,State,Contributions received,Led by,First day,"
            "Last day"
        ),
        "Audit,Section 11 audit,Planned,1 of 2 (50%),,,",
    ]


def test_contributions_are_narrowed_by_how_they_stand(browser, board):
    today = timezone.localdate()
    activity = ActivityFactory(board=board, title="Neglect")
    police = OrganisationFactory(name="Met Police", boards=[board])
    given = {"activity": activity, "asked_on": today - 9 * DAY}
    late = ContributionFactory(due_on=today - DAY, organisation=police, **given)
    soon = ContributionFactory(due_on=today, what="Ten records", **given)
    here = ContributionFactory(
        due_on=today, state="received", received_on=today, **given
    )
    gone = ContributionFactory(due_on=today + DAY, state="withdrawn", **given)

    def found(query):
        return shown(browser, f"/contributions/?{query}")

    assert found("") == [late, soon, here, gone]
    assert found("standing=late") == [late]
    assert found("standing=outstanding") == [late, soon]
    assert found("standing=received") == [here]
    assert found("standing=withdrawn") == [gone]
    assert found("q=ten+records") == [soon]
    assert found(f"q={late.reference}") == [late]
    assert found("q=neglect") == [late, soon, here, gone]
    assert found(f"organisation={police.pk}") == [late]
    assert found(f"board={board.pk}&standing=late") == [late]
    assert found("sort=-due_on")[0] == gone


def test_the_year_ahead_shows_twelve_months_and_their_holes(browser, board, statements):
    today = timezone.localdate()
    activity = ActivityFactory(board=board, ends_on=today)
    later = ContributionFactory(activity=activity, due_on=today + 330 * DAY)

    page = browser.get("/boards/kingston/year_ahead/")

    ahead = page.context["ahead"]
    assert len(ahead) == 12
    assert [due.words for _, month, _ in ahead for due in month] == [
        f"{activity}: ends",
        f"{activity}: {later.what}",
    ]
    assert page.content.count(b"Nothing is due") == 10
    assert statements(browser, "/boards/kingston/year_ahead/") <= 10


def test_a_full_month_of_the_year_ahead_leads_to_the_list(browser, board):
    activity = ActivityFactory(board=board)
    ContributionFactory.create_batch(
        27, activity=activity, due_on=timezone.localdate(), asked_on="2020-01-01"
    )

    page = browser.get("/boards/kingston/year_ahead/").content.decode()

    assert "And 2 more in" in page
    assert f"/contributions/?board={board.pk}&amp;sort=due_on" in page


def test_the_year_ahead_of_another_board_is_missing(browser):
    other = BoardFactory()

    assert browser.get(f"/boards/{other.slug}/year_ahead/").status_code == 404


def test_an_empty_list_says_what_to_do_first(browser):
    assert (
        b"No activities yet. Add the first one" in browser.get("/activities/").content
    )
    assert b"add_activity" in browser.get("/activities/").content


def test_an_administrator_has_no_lists_of_activities(sign_in):
    client = sign_in(administrator())

    assert client.get("/activities/").status_code == 404
    assert client.get("/contributions/").status_code == 404


# --- Record pages -----------------------------------------------------------------------


def full(board):
    line = LineFactory(framework=FrameworkFactory(boards=[board]))
    intention = IntentionFactory(year=YearFactory(board=board), line=line)
    activity = ActivityFactory(
        board=board,
        line=line,
        intention=intention,
        lead=board_team(board),
        lead_group=GroupFactory(boards=[board]),
    )
    activity.shared_with.add(BoardFactory(name="Richmond LSCB"))
    ContributionFactory.create_batch(3, activity=activity)
    return activity


def test_an_activitys_page_takes_at_most_ten_statements(browser, board, statements):
    address = full(board).get_absolute_url()
    browser.get(address)

    assert statements(browser, address) <= 10


def test_a_contributions_page_takes_at_most_ten_statements(browser, board, statements):
    asked = full(board).contributions.first()

    browser.get(asked.get_absolute_url())

    assert statements(browser, asked.get_absolute_url()) <= 10


def test_an_activitys_page_says_who_whence_and_what_came(browser, board):
    activity = full(board)
    ContributionFactory(activity=activity, received=True)

    page = browser.get(activity.get_absolute_url())

    said = page.content.decode()
    assert "Richmond LSCB" in said
    assert "1 of 4 (25%)" in said
    (came_from,) = page.context["strands"][:1]
    assert [link.label for link in came_from.links] == [
        str(activity.line),
        str(activity.intention),
    ]


def test_an_agency_lead_sees_her_own_contribution_and_no_intention(board, sign_in):
    activity = full(board)
    police = OrganisationFactory(boards=[board])
    asked = ContributionFactory(activity=activity, organisation=police)

    page = sign_in(agency_lead(police)).get(activity.get_absolute_url())

    assert [c for c, _ in page.context["contributions"]] == [asked]
    labels = [link.label for link in page.context["strands"][0].links]
    assert str(activity.intention) not in labels


def test_a_restricted_activity_says_who_sees_it(browser, board, team):
    activity = ActivityFactory(board=board, restricted=True, lead=team)
    name(activity, team)

    said = browser.get(activity.get_absolute_url()).content.decode()

    assert "Restricted" in said
    assert "Seen only by" in said


def test_a_forbidden_activity_and_a_missing_one_answer_alike(board, sign_in):
    restricted = ActivityFactory(board=board, restricted=True)
    asked = ContributionFactory(activity=restricted)
    client = sign_in(chair(board))

    answers = [
        client.get(address)
        for address in (
            restricted.get_absolute_url(),
            f"{restricted.get_absolute_url()}edit/",
            asked.get_absolute_url(),
            "/activities/999999/",
            "/contributions/999999/",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_contributions_page_says_who_is_reminded_or_that_nobody_is(browser, board):
    asked = ContributionFactory(activity__board=board)
    nobody = browser.get(asked.get_absolute_url()).content.decode()
    lead = agency_lead(asked.organisation)

    assert "Nobody: the organisation has no lead here" in nobody
    assert str(lead) in browser.get(asked.get_absolute_url()).content.decode()


def test_a_source_of_its_way_is_linked_if_its_pages_are_for_her(
    browser, board, sign_in, monkeypatch
):
    source = Source("x", "Training needs", Way.TRAINING, "local", "activities:index")
    monkeypatch.setattr(rules, "SOURCES", {"x": source})
    activity = ActivityFactory(board=board, way=Way.TRAINING)

    (link,) = browser.get(activity.get_absolute_url()).context["sources"]

    assert (link.label, link.url) == ("Training needs", "/activities/")
    assert browser.get(full(board).get_absolute_url()).context["sources"] == []


def test_a_source_that_is_not_for_her_is_not_linked(board, sign_in, monkeypatch):
    source = Source("x", "Themes", Way.TRAINING, "local", "themes:index")
    calendar = Source("y", "Calendar", Way.TRAINING, "local", "activities:calendar")
    monkeypatch.setattr(rules, "SOURCES", {"x": source, "y": calendar})
    activity = ActivityFactory(board=board, way=Way.TRAINING)
    asked = ContributionFactory(activity=activity)
    asked.person = contributor(asked.organisation)
    asked.save()

    page = sign_in(asked.person).get(activity.get_absolute_url())

    assert [link.label for link in page.context["sources"]] == ["Calendar"]


# --- Steps ------------------------------------------------------------------------------


def test_an_activity_is_added_on_a_page(browser, board, team):
    police = OrganisationFactory(boards=[board])
    today = timezone.localdate()

    response = browser.post(
        "/boards/kingston/add_activity/",
        {
            "title": "Neglect audit",
            "way": "multi_agency_audit",
            "organisations": [police.pk],
            "what": "Ten records",
            **day("due_on", today + 14 * DAY),
        },
    )

    activity = Activity.objects.get()
    assert response.url == activity.get_absolute_url()
    asked = activity.contributions.get()
    assert (asked.organisation, asked.what, asked.asked_on) == (
        police,
        "Ten records",
        today,
    )


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "way", "Choose a way of learning, or a line of the framework"),
        ({"title": ""}, "title", "Answer the question “What is it called?”"),
        (
            {"way": "training", "what": "Numbers"},
            "organisations",
            "Choose the organisations you ask",
        ),
        (
            {"way": "training", "what": "Numbers"},
            "due_on",
            "Enter the day it is due",
        ),
        (
            {"way": "training", **day("due_on", timezone.localdate() - DAY)},
            "due_on",
            "The day it is due must be today or later",
        ),
        (
            {
                "way": "training",
                **day("starts_on", timezone.localdate()),
                **day("ends_on", timezone.localdate() - DAY),
            },
            "ends_on",
            "The last day cannot be before the first",
        ),
    ],
)
def test_what_is_wrong_with_a_new_activity_is_said_and_input_kept(
    browser, board, given, field, sentence
):
    response = browser.post(
        "/boards/kingston/add_activity/", {"title": "My audit"} | given
    )

    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field]
    assert ("My audit" in response.content.decode()) == ("title" not in given)
    assert Activity.objects.count() == 0


def test_an_intention_is_started_with_what_the_plan_says(browser, board):
    line = LineFactory(framework=FrameworkFactory(boards=[board]))
    intention = IntentionFactory(
        year=YearFactory(board=board), line=line, title="Neglect", why="It rises."
    )
    address = f"/intentions/{intention.pk}/start_activity/"

    form = browser.get(address).context["form"]
    browser.post(address, {"title": "Neglect", "line": line.pk})

    assert (form["title"].value(), form["purpose"].value()) == ("Neglect", "It rises.")
    assert form["expected_outcome"].value() == line.expected_outcome
    assert Activity.objects.get().intention == intention
    intention.refresh_from_db()
    assert intention.state == Intention.State.STARTED


def test_an_intention_without_a_line_is_started_too(browser, board):
    intention = IntentionFactory(year=YearFactory(board=board), title="Something")

    form = browser.get(f"/intentions/{intention.pk}/start_activity/").context["form"]

    assert (form["title"].value(), form["line"].value()) == ("Something", None)


def take(client, record, step, **given):
    return client.post(f"{record.get_absolute_url()}{step}/", given)


def declare(client, activity):
    """She is asked whether she has a conflict of interest before she opens it."""
    asked = client.get(activity.get_absolute_url()).content.decode()
    assert "Before you open" in asked
    file = Activity.objects.get(pk=activity.pk).case_file
    client.post(f"/cases/{file.pk}/declare_none/", {"conflict": "no"})


def test_an_activity_is_worked_through_by_its_pages(browser, board, team):
    richmond = BoardFactory()
    other = chair(board)
    nurse = agency_lead(OrganisationFactory(boards=[board]))
    activity = ActivityFactory(board=board, expected_outcome="Better practice.")

    named = {"purpose": "Takes part", "until": timezone.localdate() + timedelta(90)}
    assert b"value" in browser.get(f"{activity.get_absolute_url()}edit/").content
    for step, given in (
        ("edit", {"title": "Better", "way": "training"}),
        ("begin", {}),
        ("share_with", {"board": richmond.pk}),
        ("stop_sharing", {"board": richmond.pk}),
        ("restrict", named | {"people": [other.pk]}),
        ("name_people", named | {"person": nurse.pk}),
        ("unname", {"person": nurse.pk}),
        ("unrestrict", {}),
        ("edit", {"title": "Better", "way": "training", "expected_outcome": "Good."}),
        ("report", {"outcome": "met", "note": "Seen."}),
        ("close", {}),
        ("reopen", {"reason": "More came."}),
    ):
        assert browser.get(f"{activity.get_absolute_url()}{step}/").status_code == 200
        assert take(browser, activity, step, **given).url == activity.get_absolute_url()
        if step == "restrict":
            declare(browser, activity)

    activity.refresh_from_db()
    assert (activity.title, activity.state) == ("Better", "under_way")
    assert list(activity.named) == []  # the restriction was lifted
    assert Entry.objects.about(activity).count() == 12


def test_closing_too_early_says_who_still_owes(browser, board):
    asked = ContributionFactory(activity__board=board, activity__state="reported")

    response = take(browser, asked.activity, "close")

    assert response.status_code == 422
    assert f"Still owed by {asked.organisation}." in response.content.decode()


def test_a_step_taken_too_late_says_so(browser, board):
    activity = ActivityFactory(board=board, state="closed")

    assert take(browser, activity, "begin").status_code == 409


def test_organisations_are_asked_on_a_page(browser, board):
    activity = ActivityFactory(board=board)
    police, school = OrganisationFactory.create_batch(2, boards=[board])
    replaced = OrganisationFactory(
        boards=[board], replaced_by=police, replaced_on="2020-01-01"
    )

    offered = browser.get(f"{activity.get_absolute_url()}ask_for/").context["form"]
    past = take(
        browser,
        activity,
        "ask_for",
        organisations=[police.pk],
        what="Audit",
        **day("due_on", timezone.localdate() - DAY),
    )
    done = take(
        browser,
        activity,
        "ask_for",
        organisations=[police.pk, school.pk],
        what="Audit",
        **day("due_on", timezone.localdate()),
    )

    assert replaced not in offered.fields["organisations"].queryset
    assert past.context["form"].errors["due_on"] == [
        "The day it is due must be today or later"
    ]
    assert done.url == activity.get_absolute_url()
    assert activity.contributions.count() == 2


def test_an_agency_lead_gives_it_away_and_her_contributor_replies(board, sign_in):
    asked = ContributionFactory(activity__board=board)
    lead, officer = agency_lead(asked.organisation), contributor(asked.organisation)

    given = take(sign_in(lead), asked, "assign", person=officer.pk)
    form = sign_in(officer).get(f"{asked.get_absolute_url()}receive/").context["form"]
    sent = take(sign_in(officer), asked, "receive", reply="12 records read.")

    asked.refresh_from_db()
    assert given.url == sent.url == asked.get_absolute_url()
    assert list(form.fields) == ["reply", "attached"]
    assert (asked.state, asked.received_on) == ("received", timezone.localdate())
    assert [e.on_behalf_of for e in Entry.objects.about(asked)] == ["", ""]


def test_the_team_replies_on_behalf_with_the_day_it_came(browser, board, team):
    today = timezone.localdate()
    asked = ContributionFactory(activity__board=board, asked_on=today - 3 * DAY)

    nobody = take(browser, asked, "receive", reply="Post.", **day("on", today - DAY))
    early = take(
        browser, asked, "receive", reply="Post.", **TOLD, **day("on", today + DAY)
    )
    take(browser, asked, "receive", reply="Post.", **TOLD, **day("on", today - DAY))

    asked.refresh_from_db()
    assert sorted(nobody.context["form"].errors) == ["told_by", "told_how"]
    page = browser.get(asked.get_absolute_url()).content.decode()
    assert "By letter; the board team entered it on behalf of" in page
    assert early.context["form"].errors["on"] == [
        "The day it came must be today or earlier"
    ]
    assert asked.received_on == today - DAY
    assert [e.on_behalf_of for e in Entry.objects.about(asked)] == [
        str(asked.organisation)
    ]


def test_a_contribution_is_worked_through_by_its_pages(browser, board):
    today = timezone.localdate()
    asked = ContributionFactory(activity__board=board, asked_on=today, due_on=today)

    for step, given in (
        ("extend", {**day("due_on", today + DAY), "reason": "Ill."}),
        ("withdraw", {"reason": "Not theirs."}),
        ("ask_again", {**day("due_on", today + 2 * DAY), "reason": "Theirs."}),
        ("receive", {"reply": "Here.", **TOLD, **day("on", today)}),
        ("give_feedback", {"feedback": "Thank you."}),
    ):
        assert browser.get(f"{asked.get_absolute_url()}{step}/").status_code == 200
        assert take(browser, asked, step, **given).url == asked.get_absolute_url()

    asked.refresh_from_db()
    assert (asked.state, asked.feedback) == ("received", "Thank you.")


def test_nobody_is_given_until_a_day_that_has_passed(browser, board):
    today = timezone.localdate()
    dates = {"asked_on": today - 9 * DAY, "due_on": today - 5 * DAY}
    asked = ContributionFactory(activity__board=board, **dates)

    page = take(browser, asked, "extend", reason="Ill.", **day("due_on", today - DAY))

    assert page.context["form"].errors["due_on"] == [
        "The day it is due must be today or later"
    ]


def test_a_group_member_reads_and_changes_nothing(board, sign_in):
    asked = ContributionFactory(activity__board=board)
    client = sign_in(group_member(GroupFactory(boards=[board])))

    page = client.get(asked.get_absolute_url())

    assert page.context["open_steps"] == []
    assert take(client, asked, "withdraw", reason="Mine.").status_code == 404
    assert Contribution.objects.get().state == "asked"


def test_how_a_review_is_conducted_is_asked_on_a_page_and_shown(sign_in):
    board = BoardFactory()
    line = LineFactory(framework=FrameworkFactory(boards=[board]), way="case_review")
    review = ActivityFactory(
        board=board, line=line, way="case_review", state="under_way"
    )
    browser = sign_in(board_team(board))
    at = review.get_absolute_url()

    asked = browser.get(f"{at}conduct/").content.decode()
    refused = browser.post(f"{at}conduct/", {})
    browser.post(f"{at}conduct/", {"how_0": "Nine agencies told it."})

    page = browser.get(at).content.decode()
    assert asked.count("<textarea") == 5
    assert refused.status_code == 422
    assert "Nine agencies told it." in page
    assert "1 of 5" in page
    again = browser.get(f"{at}conduct/").content.decode()
    assert "Nine agencies told it." in again


def test_an_activity_is_called_off_and_planned_again_on_its_pages(sign_in):
    board = BoardFactory()
    activity = ActivityFactory(board=board)
    browser = sign_in(board_team(board))
    at = activity.get_absolute_url()

    assert browser.post(f"{at}call_off/", {"reason": ""}).status_code == 422
    browser.post(f"{at}call_off/", {"reason": "The auditor left."})
    assert "The auditor left." in browser.get(at).content.decode()
    browser.post(f"{at}plan_again/")

    activity.refresh_from_db()
    assert activity.state == "planned"
