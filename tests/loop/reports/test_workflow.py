from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldthread.base.states import WrongState
from goldthread.loop.findings import workflow as findings
from goldthread.loop.reports import queries, workflow
from goldthread.loop.reports.models import Paper, Publication
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    FindingFactory,
    ThemeFactory,
    board_team,
    chair,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 1, 1)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def team(board):
    return board_team(board)


@pytest.fixture
def paper(board, team):
    return workflow.draft_paper(
        board, by=team, title="November", since=LONG_AGO, until=timezone.localdate()
    )


def texts(paper):
    return [
        finding["text"]
        for finding in workflow.content(paper, on=timezone.localdate())["facts"][
            "findings"
        ]
    ]


def test_a_draft_follows_the_loop_and_an_issued_paper_does_not(board, team, paper):
    activity = ActivityFactory(board=board)
    FindingFactory(activity=activity, text="Before")
    assert texts(paper) == ["Before"]

    workflow.issue(paper, by=team, on=timezone.localdate())
    FindingFactory(activity=activity, text="After")

    paper.refresh_from_db()
    assert texts(paper) == ["Before"]
    assert (paper.number, paper.issued_by) == (1, team)


def test_papers_are_numbered_board_by_board(board, team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    second = workflow.draft_paper(
        board, by=team, title="Next", since=LONG_AGO, until=timezone.localdate()
    )
    workflow.issue(second, by=team, on=timezone.localdate())
    other = BoardFactory()
    elsewhere = workflow.draft_paper(
        other,
        by=board_team(other),
        title="Theirs",
        since=LONG_AGO,
        until=timezone.localdate(),
    )
    workflow.issue(elsewhere, by=board_team(other), on=timezone.localdate())

    assert (second.number, elsewhere.number) == (2, 1)


def test_an_issued_paper_cannot_be_changed_or_issued_again(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())

    with pytest.raises(WrongState):
        workflow.edit(paper, by=team, title="Other")
    with pytest.raises(WrongState):
        workflow.issue(paper, by=team, on=timezone.localdate())


def test_a_paper_is_issued_on_the_day_it_is_given(board, team):
    paper = workflow.draft_paper(
        board, by=team, title="Then", since=LONG_AGO, until=date(2026, 11, 18)
    )
    with pytest.raises(ValidationError, match="has not ended yet"):
        workflow.issue(paper, by=team, on=date(2026, 11, 17))

    workflow.issue(paper, by=team, on=date(2026, 11, 18))

    assert paper.frozen["facts"]["drawn_on"] == "2026-11-18"


def test_a_period_that_has_not_ended_cannot_be_issued(board, team):
    tomorrow = timezone.localdate() + timedelta(days=1)
    paper = workflow.draft_paper(
        board, by=team, title="Early", since=LONG_AGO, until=tomorrow
    )

    with pytest.raises(ValidationError, match="has not ended yet"):
        workflow.issue(paper, by=team, on=timezone.localdate())
    assert paper.frozen is None


def test_a_period_that_ends_before_it_begins_is_refused(board, team):
    with pytest.raises(ValidationError):
        workflow.draft_paper(
            board, by=team, title="Backwards", since=date(2026, 2, 1), until=LONG_AGO
        )
    assert list(Paper.objects.all()) == []


def test_only_the_board_team_issues(board, paper):
    with pytest.raises(PermissionDenied):
        workflow.issue(paper, by=chair(board), on=timezone.localdate())


def test_the_chair_reads_a_paper_once_it_is_issued(board, team, paper):
    reader = chair(board)
    assert list(Paper.objects.visible_to(reader)) == []

    workflow.issue(paper, by=team, on=timezone.localdate())

    assert list(Paper.objects.visible_to(reader)) == [paper]


def test_a_paper_tells_what_was_found_or_recorded_in_its_period(board):
    activity = ActivityFactory(board=board)
    today = timezone.localdate()
    old = FindingFactory(
        activity=activity, earliest=date(2015, 11, 18), latest=date(2015, 11, 18)
    )
    undated = FindingFactory(activity=activity)

    def told(since, until):
        return set(queries.learned(board, since=since, until=until))

    assert told(date(2015, 1, 1), date(2015, 12, 31)) == {old}
    assert told(today, today) == {old, undated}
    assert told(date(2016, 1, 1), date(2016, 12, 31)) == set()


def test_a_paper_leaves_out_what_is_restricted_until_it_is_released(board):
    restricted = ActivityFactory(board=board, restricted=True)
    FindingFactory(activity=restricted)
    released = FindingFactory(activity=restricted, released=True)

    today = timezone.localdate()
    assert list(queries.learned(board, since=today, until=today)) == [released]


def test_an_activity_shared_by_a_neighbour_is_told_in_both_papers(board):
    neighbour = BoardFactory()
    activity = ActivityFactory(board=neighbour)
    activity.shared_with.add(board)
    finding = FindingFactory(activity=activity)

    today = timezone.localdate()
    assert list(queries.learned(board, since=today, until=today)) == [finding]


def test_the_next_paper_goes_on_where_the_last_one_ended(board, team, paper):
    today = timezone.localdate()
    workflow.issue(paper, by=team, on=timezone.localdate())
    Paper.objects.filter(pk=paper.pk).update(until=today - timedelta(days=90))

    since, until = queries.next_period(board, on=today)

    assert (since, until) == (today - timedelta(days=89), today)


def test_a_paper_takes_the_same_statements_with_3_findings_and_with_30(board):
    activity = ActivityFactory(board=board)
    today = timezone.localdate()

    def statements():
        with CaptureQueriesContext(connection) as seen:
            queries.facts(board, since=today, until=today, on=today)
        return len(seen)

    FindingFactory.create_batch(3, activity=activity)
    few = statements()
    FindingFactory.create_batch(27, activity=activity)

    assert statements() == few


# --- The public copy ---------------------------------------------------------------------


def published(paper, *, by):
    """One of the board team proposes it, and the chair publishes it."""
    workflow.propose_publication(paper, by=by, checked=True)
    workflow.publish(paper, by=chair(paper.board), checked=True)


def test_publishing_needs_a_look_at_the_copy_first(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())

    with pytest.raises(ValidationError, match="Read the public copy first"):
        workflow.propose_publication(paper, by=team)

    assert list(Publication.objects.all()) == []


def test_nobody_reads_what_one_person_proposed_until_another_publishes_it(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    workflow.propose_publication(paper, by=team, checked=True)
    before = list(queries.published())

    with pytest.raises(ValidationError, match="Read the public copy first"):
        workflow.publish(paper, by=chair(paper.board))
    workflow.publish(paper, by=board_team(paper.board), checked=True)

    assert (before, len(queries.published())) == ([], 1)


def test_nobody_publishes_what_she_proposed_herself(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    workflow.propose_publication(paper, by=team, checked=True)

    with pytest.raises(PermissionDenied):
        workflow.publish(paper, by=team, checked=True)
    twice = pytest.raises(IntegrityError, match="publication_by_two_people")
    with twice, transaction.atomic():
        Publication.objects.update(published_at=timezone.now(), published_by=team)

    assert list(queries.published()) == []


def test_what_was_declined_says_why_and_can_be_proposed_anew(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    workflow.propose_publication(paper, by=team, checked=True)

    with pytest.raises(ValidationError, match="Say why"):
        workflow.decline_publication(paper, by=chair(paper.board), reason=" ")
    workflow.decline_publication(paper, by=chair(paper.board), reason="A village.")

    copy = Publication.objects.get()
    assert (copy.waits, copy.is_public, copy.declined_because) == (
        False,
        False,
        "A village.",
    )
    published(paper, by=team)
    assert len(queries.published()) == 1


def test_what_was_taken_back_since_it_was_proposed_is_not_published(board, team, paper):
    shown = FindingFactory(activity=ActivityFactory(board=board), released=True)
    workflow.issue(paper, by=team, on=timezone.localdate())
    workflow.propose_publication(paper, by=team, checked=True)
    findings.reopen(shown, by=team)

    with pytest.raises(ValidationError, match="no longer released"):
        workflow.publish(paper, by=chair(board), checked=True)

    assert list(queries.published()) == []


def test_the_public_copy_is_frozen_apart_from_the_paper(board, team, paper):
    finding = FindingFactory(activity=ActivityFactory(board=board), text="Shown")
    FindingFactory(activity=ActivityFactory(board=board), text="Never shown")
    findings.agree(finding, by=team)
    findings.release(finding, by=team)
    workflow.issue(paper, by=team, on=timezone.localdate())

    published(paper, by=team)

    said = str(Publication.objects.get().content)
    assert ("Shown" in said, "Never shown" in said) == (True, False)


def test_a_public_copy_is_taken_down_and_no_longer_shown(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    published(paper, by=team)
    with pytest.raises(PermissionDenied):
        workflow.propose_publication(paper, by=team, checked=True)

    workflow.withdraw_publication(paper, by=team)

    assert list(queries.published()) == []


def test_a_copy_taken_down_is_published_again_at_the_same_address(team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    published(paper, by=team)
    (first,) = queries.published()
    workflow.withdraw_publication(paper, by=team)

    published(paper, by=team)

    (again,) = queries.published()
    assert again.get_absolute_url() == first.get_absolute_url()
    assert again.published_at > first.published_at


def test_a_copy_made_anew_leaves_out_what_is_no_longer_released(board, team, paper):
    activity = ActivityFactory(board=board)
    FindingFactory(activity=activity, released=True, text="Kept")
    too_close = FindingFactory(activity=activity, released=True, text="Too close")
    workflow.issue(paper, by=team, on=timezone.localdate())
    published(paper, by=team)
    workflow.withdraw_publication(paper, by=team)

    findings.reopen(too_close, by=team)
    published(paper, by=team)

    said = str(Publication.objects.get().content)
    assert ("Kept" in said, "Too close" in said) == (True, False)


def test_only_the_board_team_proposes_again(board, team, paper):
    workflow.issue(paper, by=team, on=timezone.localdate())
    published(paper, by=team)
    workflow.withdraw_publication(paper, by=team)

    with pytest.raises(PermissionDenied):
        workflow.propose_publication(paper, by=chair(board), checked=True)

    assert list(queries.published()) == []


def test_the_public_site_can_read_nothing_but_published_copies():
    with queries.as_public_site():
        assert list(queries.published()) == []

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        queries.as_public_site(),
    ):
        list(Paper.objects.all())

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)


def test_what_is_released_from_a_restricted_activity_does_not_tell_of_it(board):
    activity = ActivityFactory(
        board=board, restricted=True, title="The closed review", area="One school"
    )
    FindingFactory(activity=activity, released=True)

    today = timezone.localdate()
    (told,) = queries.facts(board, since=today, until=today, on=today)["findings"]
    assert (told["activity"], told["area"], told["restricted"]) == ("", "", True)


def test_a_paper_names_no_theme_of_a_neighbour_that_shares_the_activity(board):
    activity = ActivityFactory(board=BoardFactory())
    activity.shared_with.add(board)
    finding = FindingFactory(activity=activity)
    ThemeFactory(board=activity.board, findings=[finding])
    ThemeFactory(board=board, name="Neglect", findings=[finding])

    today = timezone.localdate()
    (told,) = queries.facts(board, since=today, until=today, on=today)["findings"]
    assert told["themes"] == ["Neglect"]
