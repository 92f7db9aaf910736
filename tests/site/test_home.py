from datetime import date, timedelta

import pytest
from django.utils import timezone

from goldthread.base.access.table import appointments_of
from goldthread.base.ledger.models import Entry, entry
from goldthread.base.tokens import workflow as tokens
from goldthread.loop.actions.briefings import workflow as briefings
from goldthread.loop.findings import workflow as findings
from goldthread.site.queries import hers
from goldthread.site.queries.loop import loop, ring
from tests.factories import (
    ActionFactory,
    ActivityFactory,
    AgencyAuditFactory,
    BoardFactory,
    BriefingFactory,
    ContributionFactory,
    FindingFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
    VerdictFactory,
    agency_lead,
    board_team,
    chair,
    practitioner,
)
from tests.programs import asked_for

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def board():
    return BoardFactory()


def test_the_loop_has_its_seven_stages_in_order(board):
    stages = loop(board, chair(board), on=TODAY)

    assert [stage.name for stage in stages] == [
        "Plan",
        "Activities",
        "Findings",
        "Themes",
        "Actions",
        "Impact",
        "Reports",
    ]


def test_a_draft_that_nobody_agrees_for_four_weeks_is_stuck(board):
    finding = FindingFactory(activity=ActivityFactory(board=board))
    recorded = finding.recorded_at.date()
    reader = chair(board)

    def stuck(on):
        return loop(board, reader, on=on)[2].counts.stuck

    assert stuck(recorded + timedelta(days=28)) == 0
    assert stuck(recorded + timedelta(days=29)) == 1


def test_late_contributions_are_what_the_ring_leads_to(board, sign_in):
    activity = ActivityFactory(board=board)
    late = {"asked_on": "2020-01-01", "due_on": "2020-01-02"}
    ContributionFactory(activity=activity, what="Late return", **late)
    ContributionFactory(activity=activity, what="Next return", due_on="2099-01-01")
    reader = chair(board)

    page = sign_in(reader).get(loop(board, reader, on=TODAY)[1].stuck_url)

    assert "Late return" in page.content.decode()
    assert "Next return" not in page.content.decode()


def test_a_year_is_compared_with_the_year_before(board):
    finding = FindingFactory(activity=ActivityFactory(board=board))
    stage = loop(
        board, chair(board), on=finding.recorded_at.date() + timedelta(days=400)
    )[2]

    assert (stage.counts.year, stage.counts.year_before) == (0, 1)


def test_a_theme_with_two_verdicts_is_one_theme(board):
    theme = ThemeFactory(board=board)
    ThemeFactory(board=board)
    VerdictFactory.create_batch(2, theme=theme)

    counts = loop(board, chair(board), on=TODAY)[3].counts

    assert (counts.now, counts.stuck) == (2, 1)


def test_the_loop_is_counted_in_one_statement(board, django_assert_num_queries):
    reader = chair(board)
    appointments_of(reader)

    with django_assert_num_queries(1):
        loop(board, reader, on=TODAY)


def test_nobody_counts_the_loop_of_a_board_that_is_not_hers(board):
    assert loop(board, chair(BoardFactory()), on=TODAY) == []
    assert loop(board, agency_lead(OrganisationFactory()), on=TODAY) == []


def test_the_ring_starts_at_the_top(board):
    drawn = ring(loop(board, chair(board), on=TODAY))

    assert (drawn[0].x, drawn[0].y) == (360.0, 70.0)


def test_an_audit_that_was_asked_for_waits_for_the_lead_of_its_agency(board):
    agency = OrganisationFactory(boards=[board])
    audit = AgencyAuditFactory(
        contribution__organisation=agency, contribution__activity__board=board
    )
    lead = agency_lead(agency)

    assert [task.record for task in hers.tasks(lead, on=TODAY)] == [audit.contribution]


def test_a_briefing_waits_for_practitioners_until_they_have_read_it(board):
    briefing = BriefingFactory(activity__board=board, told=True)
    BriefingFactory(activity__board=board)
    reader = practitioner(OrganisationFactory(boards=[board]))
    assert [task.record for task in hers.tasks(reader, on=TODAY)] == [briefing]
    assert hers.tasks(board_team(board), on=TODAY) == []

    briefings.read(briefing, by=reader, on=TODAY)

    assert hers.tasks(reader, on=TODAY) == []


def test_a_token_waits_for_whoever_may_answer_and_then_for_its_holder(board):
    head, holder = chair(board), board_team(board)
    token = asked_for(board, holder=holder)
    [answer] = hers.tasks(head, on=TODAY)
    assert (answer.words, answer.record.record) == ("Token to answer", token)
    assert hers.tasks(holder, on=TODAY) == []

    on = timezone.localdate()
    tokens.agree_token(token, by=head, on=on)

    assert hers.tasks(head, on=TODAY) == []
    [issue] = hers.tasks(holder, on=TODAY)
    assert (issue.words, issue.record.record) == ("Token to issue", token)
    tokens.issue_token(token, by=holder, on=on)
    assert hers.tasks(holder, on=TODAY) == []


def test_what_an_organisation_owes_waits_for_its_lead_and_for_nobody_else(board):
    hers_, other = OrganisationFactory.create_batch(2, boards=[board])
    owed = ContributionFactory(
        activity=ActivityFactory(board=board),
        organisation=hers_,
        asked_on=TODAY - timedelta(days=30),
        due_on=TODAY - timedelta(days=1),
    )

    mine = hers.tasks(agency_lead(hers_), on=TODAY)

    assert [(task.words, task.record, task.late) for task in mine] == [
        ("Contribution", owed, True)
    ]
    assert hers.tasks(agency_lead(other), on=TODAY) == []


def test_what_the_board_team_may_enter_for_an_organisation_does_not_wait_for_it(board):
    owner = OrganisationFactory(boards=[board])
    theme = ThemeFactory(board=board)
    owed = ActionFactory(recommendation__theme=theme, organisation=owner, begun=True)

    waiting = [hers.tasks(p, on=TODAY) for p in (board_team(board), agency_lead(owner))]

    assert [[task.record for task in found] for found in waiting] == [[], [owed]]


def test_what_changed_is_told_together_and_only_of_what_she_may_see(board):
    amira, reader = board_team(board), chair(board)
    activity = ActivityFactory(board=board)
    for _ in range(3):
        findings.agree(FindingFactory(activity=activity), by=amira)
    stranger = chair(BoardFactory())

    assert [(c.words, c.about) for c in hers.changed(reader, since=None)] == [
        (f"{amira}: Agree", "3 findings")
    ]
    assert hers.changed(stranger, since=None) == []
    assert hers.changed(amira, since=None) == []


def test_steps_on_other_kinds_of_record_hide_no_change(board):
    amira = board_team(board)
    finding = FindingFactory(activity=ActivityFactory(board=board))
    findings.agree(finding, by=amira)
    Entry.objects.bulk_create(
        entry(board, by=amira, verb="see", words="Look") for _ in range(hers.NEWEST)
    )

    changes = hers.changed(chair(board), since=None)

    assert [change.url for change in changes] == [finding.get_absolute_url()]


def test_one_change_links_to_its_record(board):
    amira = board_team(board)
    finding = FindingFactory(activity=ActivityFactory(board=board))
    findings.agree(finding, by=amira)

    changes = hers.changed(chair(board), since=None)

    assert [change.url for change in changes] == [finding.get_absolute_url()]


def test_search_finds_only_what_she_may_see(board):
    finding = FindingFactory(
        activity=ActivityFactory(board=board), text="Visits to babies were late."
    )

    def found(user):
        return [hit.url for hit in hers.search(user, "baby visits")]

    assert found(chair(board)) == [finding.get_absolute_url()]
    assert found(chair(BoardFactory())) == []


def test_the_home_page_shows_the_loop_to_the_board_and_not_to_an_agency(board, sign_in):
    police = OrganisationFactory(boards=[board])

    board_home = sign_in(board_team(board)).get("/")
    agency_home = sign_in(agency_lead(police)).get("/")

    assert len(board_home.context["ring"]) == 7
    assert agency_home.context["ring"] == []


def test_the_first_page_of_a_session_remembers_when_she_was_last_here(board, sign_in):
    reader = chair(board)
    client = sign_in(reader)

    assert client.get("/").context["since"] is None
    reader.refresh_from_db()
    assert sign_in(reader).get("/").context["since"] == reader.seen_at


def test_choosing_a_board_keeps_to_those_she_may_see(sign_in):
    kingston, richmond, _ = (
        BoardFactory(name=name, slug=name.lower())
        for name in ("Kingston", "Richmond", "Sutton")
    )
    both = chair(richmond, chair(kingston))
    client = sign_in(both)

    def shown():
        return client.get("/").context["board"]

    assert shown() == kingston
    client.post("/choose_board/", {"board": "richmond"})
    assert shown() == richmond
    client.post("/choose_board/", {"board": "sutton"})
    assert shown() == kingston


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client):
    response = client.get("/")

    assert response.headers["Location"] == "/account/login/?next=/"


def test_a_person_without_a_role_has_an_empty_home(sign_in):
    page = sign_in(UserFactory()).get("/")

    assert "Nothing waits for you today." in page.content.decode()


def test_the_health_page_asks_the_database(client):
    assert client.get("/healthz").content == b"ok"


def test_an_unknown_address_is_missing_like_anything_forbidden(client, sign_in, board):
    signed_in = sign_in(chair(board))

    assert signed_in.get("/nowhere/").content == signed_in.get("/findings/9/").content
