"""A token is asked for by one person, agreed to by another, and issued once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.base.ledger.models import Entry, Trace
from goldthread.base.post.models import Letter
from goldthread.base.states import WrongState
from goldthread.base.tokens import rules, workflow
from goldthread.base.tokens.models import Token
from tests.factories import BoardFactory, board_team, chair, scrutineer
from tests.programs import agreed, asked_for, issued

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def board():
    return BoardFactory()


def test_somebody_of_the_team_asks_and_the_others_who_may_answer_are_written_to(board):
    colleague, head = board_team(board), chair(board)
    scrutineer(board)

    token = asked_for(board, "findings")

    assert (token.state, token.digest, token.reads) == (
        "waiting",
        "",
        "Findings, but for those of restricted activities",
    )
    assert token.expires_on - token.made_on == timedelta(days=30)
    written = {letter.to for letter in Letter.objects.all()}
    assert {colleague, head} < written
    assert token.holder not in written


def test_the_letter_says_nothing_that_was_typed(board):
    asked_for(board, name="Jordan’s dashboard")

    assert [each for each in Letter.objects.all() if "Jordan" in each.body] == []


def test_scopes_are_kept_in_their_order_and_only_those_there_are(board):
    token = asked_for(board, "findings", "everything", "cycles")

    assert token.scopes == [each for each in rules.SCOPES if each in token.scopes]
    assert set(token.scopes) == {"findings", "cycles"}


def test_nothing_is_asked_where_nobody_else_can_agree(board):
    alone = board_team(board)

    with pytest.raises(ValidationError) as refused:
        workflow.ask_for_token(
            board, by=alone, on=TODAY, name="A program", scopes=["findings"], days=30
        )

    assert refused.value.messages == [workflow.NOBODY_ELSE.format(board=board)]
    assert Token.objects.count() == 0


@pytest.mark.parametrize("role", [chair, scrutineer])
def test_only_the_team_asks(board, role):
    board_team(board)

    with pytest.raises(PermissionDenied):
        asked_for(board, holder=role(board))


def test_nobody_agrees_to_her_own(board):
    token = asked_for(board)

    with pytest.raises(PermissionDenied):
        workflow.agree_token(token, by=token.holder, on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(
            state="agreed", agreed_by=token.holder, agreed_on=TODAY
        )


def test_a_chair_may_agree_and_the_holder_hears_of_it(board):
    token = asked_for(board)

    workflow.agree_token(token, by=chair(board), on=TODAY)

    assert token.state == "agreed"
    assert Letter.objects.get(to=token.holder).subject == (
        f"Token T-{token.pk} was agreed"
    )


def test_a_secret_is_issued_to_the_holder_alone_and_only_once_agreed(board):
    waiting = asked_for(board)
    with pytest.raises(WrongState):
        workflow.issue_token(waiting, by=waiting.holder, on=TODAY)

    token = agreed(board)
    with pytest.raises(PermissionDenied):
        workflow.issue_token(token, by=token.agreed_by, on=TODAY)


def test_of_a_secret_its_digest_alone_is_kept(board):
    token, secret = issued(board)

    assert len(secret) > 50
    kept = Token.objects.filter(pk=token.pk).values().get()
    assert secret not in str(kept)
    assert kept["digest"] == rules.digest(secret)
    said = [*Entry.objects.values_list("words"), *Trace.objects.values_list("how")]
    assert secret not in str(said)


def test_a_second_secret_ends_the_first_until_one_is_used(board):
    token, first = issued(board)
    second = workflow.issue_token(token, by=token.holder, on=TODAY)

    assert workflow.use(first, now=NOW) is None
    assert workflow.use(second, now=NOW) == token
    token.refresh_from_db()
    with pytest.raises(PermissionDenied):
        workflow.issue_token(token, by=token.holder, on=TODAY)


@pytest.mark.parametrize("step", [workflow.agree_token, workflow.issue_token])
def test_what_is_past_its_last_day_is_neither_agreed_nor_issued(board, step):
    token = agreed(board) if step is workflow.issue_token else asked_for(board)
    by = token.holder if step is workflow.issue_token else board_team(board)

    with pytest.raises(ValidationError) as refused:
        step(token, by=by, on=token.expires_on + timedelta(days=1))

    assert refused.value.messages == [workflow.OVER]


def test_no_token_lasts_longer_than_a_year(board):
    with pytest.raises(IntegrityError), transaction.atomic():
        asked_for(board, days=400)


@pytest.mark.parametrize("who", [board_team, chair])
def test_anybody_who_may_answer_revokes_it_and_it_reads_no_more(board, who):
    token, secret = issued(board)

    workflow.revoke_token(token, by=who(board))

    assert workflow.use(secret, now=NOW) is None
    with pytest.raises(WrongState):
        workflow.revoke_token(token, by=token.holder)


def test_it_reads_until_its_last_day_and_not_on_the_next(board):
    token, secret = issued(board)
    last = NOW + (token.expires_on - TODAY)

    assert workflow.use(secret, now=last) == token
    assert workflow.use(secret, now=last + timedelta(days=1)) is None


def test_it_ends_with_its_holders_account(board):
    token, secret = issued(board)
    type(token.holder).objects.filter(pk=token.holder_id).update(is_active=False)

    assert workflow.use(secret, now=NOW) is None


def test_it_ends_when_its_holder_leaves_the_team_whatever_else_she_does(board):
    token, secret = issued(board)
    chair(board, token.holder)
    token.holder.appointments.filter(role="board_team").update(
        until=TODAY - timedelta(days=1)
    )

    assert workflow.use(secret, now=NOW) is None


@pytest.mark.parametrize("secret", ["", "goldthread_", "x" * 9000, "\xff\x00é"])
def test_what_is_no_secret_is_nobodys(board, secret):
    agreed(board)

    assert workflow.use(secret, now=NOW) is None


def test_every_step_and_nothing_of_its_use_stands_in_its_history(board):
    token, secret = issued(board)
    traces = Trace.objects.count()
    workflow.use(secret, now=NOW)

    verbs = Entry.objects.about(token).values_list("verb", flat=True)
    assert list(verbs) == ["ask_for_token", "agree_token", "issue_token"]
    assert Trace.objects.count() == traces
    token.refresh_from_db()
    assert (token.used_on, token.counted) == (TODAY, 1)


# --- How often ----------------------------------------------------------------------------


def test_six_hundred_requests_are_answered_and_the_next_waits(board):
    token, secret = issued(board)
    Token.objects.filter(pk=token.pk).update(counted=599, counted_from=NOW)
    later = NOW + timedelta(minutes=4)

    assert workflow.use(secret, now=later).wait(now=later) == 0
    assert workflow.use(secret, now=later).wait(now=later) == 360


def test_ten_minutes_later_it_is_counted_anew(board):
    token, secret = issued(board)
    Token.objects.filter(pk=token.pk).update(counted=700, counted_from=NOW)

    again = workflow.use(secret, now=NOW + rules.WITHIN)

    assert (again.counted, again.wait(now=NOW + rules.WITHIN)) == (1, 0)


def test_each_token_is_counted_for_itself(board):
    token, secret = issued(board)
    _, other = issued(board)
    Token.objects.filter(pk=token.pk).update(counted=600, counted_from=NOW)

    assert workflow.use(secret, now=NOW).wait(now=NOW) == 600
    assert workflow.use(other, now=NOW).wait(now=NOW) == 0
